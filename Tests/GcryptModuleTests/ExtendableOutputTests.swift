import Algorithms
import Testing

@testable import GcryptModule

/// NIST's example values of FIPS 202.
@Suite struct ExtendableOutputTests {
    private let module: GcryptModule

    init() throws {
        module = try GcryptModule()
    }

    /// The empty message; a shorter output is the beginning of a longer one.
    @Test(arguments: [
        (
            ExtendableOutputFunction.shake128,
            "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
        ),
        (.shake256, "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"),
    ])
    func emptyMessage(function: ExtendableOutputFunction, expected: String) throws {
        for count in [32, 1, 0, 17, 1000] {
            let output = try expand([], function, count)
            #expect(output.prefix(32) == bytes(expected).prefix(count))
        }
    }

    /// 1600 bits, longer than the rate of either: A3 two hundred times.
    @Test(arguments: [
        (ExtendableOutputFunction.shake128, "131ab8d2b594946b9c81333f9bb6e0ce"),
        (.shake256, "cd8a920ed141aa0407a22d59288652e9"),
    ])
    func longMessage(function: ExtendableOutputFunction, expected: String) throws {
        let message = [UInt8](repeating: 0xa3, count: 200)
        #expect(try expand(message, function, 16) == bytes(expected))
    }

    private func expand(
        _ message: [UInt8], _ function: ExtendableOutputFunction, _ count: Int
    ) throws -> [UInt8] {
        var output = zeros(count)
        var span = output.mutableSpan
        try module.extendableOutput(function).expand(message.span, into: &span)
        return output
    }
}
