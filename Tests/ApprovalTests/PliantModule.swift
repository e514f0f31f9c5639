import Algorithms

/// A module with the parts of AES that the rejection sweep asks for. It does whatever it is asked,
/// or it keeps the limits of the standards itself.
final class PliantModule: AbsentModule {
    private let keepsLimits: Bool

    init(keepsLimits: Bool) {
        self.keepsLimits = keepsLimits
        super.init("pliant")
    }

    override func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher {
        if keepsLimits && keyBits == 192 { throw absent }
        return PliantXTS(keepsLimits)
    }
    override func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { PliantWrap(keepsLimits, padded: padded) }
    override func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        PliantCCM(keepsLimits)
    }
}

private let refusal = ModuleError.failed(call: "pliant", detail: "beyond a limit")

private final class PliantXTS: BlockCipher {
    private let keepsLimits: Bool

    init(_ keepsLimits: Bool) { self.keepsLimits = keepsLimits }

    func begin(key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool) throws(ModuleError) {
        let half = key.count / 2
        var areEqual = true
        for index in 0..<half where key[index] != key[half + index] { areEqual = false }
        if keepsLimits && (areEqual || iv.count != 16) { throw refusal }
    }

    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let isInLimits = (16...16 << 20).contains(input.count) && bits == 8 * input.count
        if keepsLimits && !isInLimits { throw refusal }
    }

    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError) { throw .notOffered("no chain here") }
}

private final class PliantWrap: KeyWrap {
    private let keepsLimits: Bool
    private let padded: Bool

    init(_ keepsLimits: Bool, padded: Bool) {
        self.keepsLimits = keepsLimits
        self.padded = padded
    }

    func wrap(
        key: Span<UInt8>, plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if keepsLimits && plaintext.count < (padded ? 1 : 16) { throw refusal }
    }

    func unwrap(
        key: Span<UInt8>, ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int? { nil }
}

private final class PliantCCM: AuthenticatedCipher {
    private let keepsLimits: Bool

    init(_ keepsLimits: Bool) { self.keepsLimits = keepsLimits }

    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if keepsLimits && tag.count < 8 { throw refusal }
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) { throw refusal }

    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool { throw refusal }
}
