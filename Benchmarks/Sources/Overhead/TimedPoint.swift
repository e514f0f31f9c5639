import Algorithms
import Approval
import CLoop
import CProbes

/// One point of the throughput engine beside the C loop of the same operation.
struct TimedPoint {
    let name: String
    let operations: Int
    /// Of a message of 16 bytes the calls themselves are the greater part.
    let budget: Double
    let loop: () throws -> Void
    let engine: () throws -> Void

    static func all(_ library: Library) throws -> [TimedPoint] {
        var points: [TimedPoint] = []
        for bytes in [16, 64, 1024, 16384] {
            points += [
                try seal(library, bytes), try digest(library, bytes), try hmac(library, bytes),
                try generate(library, bytes),
            ]
        }
        return points + [try sign(library)]
    }

    /// Both sides have several contexts and messages, which lie elsewhere each: where a short message
    /// lies moves its time by more than is to be seen.
    private static let layouts = 16

    private init(
        _ name: String, _ operations: Int, _ library: Library, _ workload: Workload,
        _ makeLoop: () -> (Int32) -> Int32
    ) throws {
        let loops = (0..<TimedPoint.layouts).map { _ in makeLoop() }
        let prepared = try loops.map { _ in try library.gate.timedOperation(workload) }
        self.name = name
        self.operations = operations
        budget = name.hasSuffix(" 16 B") ? 1.03 : 1.01
        var (turn, engineTurn) = (0, 0)
        loop = {
            turn += 1
            try belowSomeStack {
                if loops[turn % loops.count](Int32(operations)) != 1 {
                    throw Library.Failure(message: "C loop, \(name)")
                }
            }
        }
        engine = {
            engineTurn += 1
            try belowSomeStack {
                try prepared[engineTurn % prepared.count].run(count: operations)
            }
        }
    }

    private static func seal(_ library: Library, _ bytes: Int) throws -> TimedPoint {
        try TimedPoint(
            "AES-256-GCM seal \(bytes) B", operations(bytes, 5), library,
            .seal(keyBits: 256, messageBytes: bytes)
        ) {
            let context = cloop_cipher_context(library.context, "AES-256-GCM", 1)
            let message = message(bytes)
            return { cloop_time_seal(context, message, bytes, $0) }
        }
    }

    private static func digest(_ library: Library, _ bytes: Int) throws -> TimedPoint {
        try TimedPoint(
            "SHA2-256 \(bytes) B", operations(bytes, 1), library,
            .digest(.sha2_256, messageBytes: bytes)
        ) {
            let context = cloop_digest_context(library.context, "SHA2-256")
            let message = message(bytes)
            return { cloop_time_digest(context, message, bytes, $0) }
        }
    }

    private static func hmac(_ library: Library, _ bytes: Int) throws -> TimedPoint {
        try TimedPoint(
            "HMAC-SHA2-256 \(bytes) B", operations(bytes, 1), library,
            .hmac(.sha2_256, messageBytes: bytes)
        ) {
            let context = cloop_hmac_context(library.context, "SHA2-256")
            let message = message(bytes)
            return { cloop_time_hmac(context, message, bytes, $0) }
        }
    }

    private static func generate(_ library: Library, _ bytes: Int) throws -> TimedPoint {
        try TimedPoint(
            "ctrDRBG AES-256 \(bytes) B", operations(bytes, 4), library,
            .generate(.ctr(keyBits: 256, derivationFunction: true), messageBytes: bytes)
        ) {
            let generator = cloop_seeded_generator(library.context)
            return { cloop_time_generate(generator, bytes, $0) }
        }
    }

    private static func sign(_ library: Library) throws -> TimedPoint {
        try TimedPoint("ECDSA-sigGen P-256", 10, library, .sign(.p256, .sha2_256)) {
            let signer = cloop_signer(library.context, "P-256", "SHA2-256")
            return { cloop_time_sign(signer, $0) }
        }
    }

    /// As many as fill some 200 µs at `bytesPerNanosecond`, with 200 ns for the message itself.
    private static func operations(_ bytes: Int, _ bytesPerNanosecond: Int) -> Int {
        max(4, 200_000 / (200 + bytes / bytesPerNanosecond))
    }

    private static func message(_ bytes: Int) -> UnsafeMutablePointer<UInt8> {
        // At any 256 bytes of a page, as the engine's do.
        let offset = 256 * Int.random(in: 0..<16)
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: offset + bytes)
        block.initialize(repeating: 1, count: offset + bytes)
        return block + offset
    }
}

/// Calls with the stack at another depth each time, as the engine does.
private func belowSomeStack(_ body: () throws -> Void) throws {
    try withoutActuallyEscaping(body) { body in
        let call = DeepCall(body)
        cprobes_call_below(
            16 * Int.random(in: 0..<256),
            { context in
                guard let context else { return }
                Unmanaged<DeepCall>.fromOpaque(context).takeUnretainedValue().run()
            }, Unmanaged.passUnretained(call).toOpaque())
        if let error = call.error { throw error }
    }
}

private final class DeepCall {
    private let body: () throws -> Void
    private(set) var error: (any Error)?

    init(_ body: @escaping () throws -> Void) { self.body = body }

    func run() {
        do { try body() } catch { self.error = error }
    }
}
