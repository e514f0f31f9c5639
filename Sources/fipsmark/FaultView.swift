import Algorithms
import CTrials
import Glibc
import NodeChecks
import OpenSSLModule

/// Damages the module in child processes of this one: its file, its recorded integrity value, and
/// each self-test that lets itself be corrupted.
enum FaultView {
    private static let bitFlips = 1_000
    /// Far above the second or two that loading takes under emulation.
    private static let limitSeconds: UInt32 = 30

    /// - Parameter arguments: the provider's file, its configuration or nothing, `quiet` or not.
    static func write(_ arguments: [String]) throws(ModuleError) {
        guard arguments.count == 3 else { throw .couldNotRun("no module to damage") }
        let path = arguments[0]
        let progress = Progress(shown: arguments[2] != "quiet")
        let configuration =
            arguments[1].isEmpty ? nil : try ProviderConfiguration(path: arguments[1])
        let name = ProviderConfiguration.providerName(ofFile: path)
        func text(_ file: String, _ configuration: ProviderConfiguration?) -> String {
            ProviderConfiguration.sectionText(
                providerName: name, providerPath: file, configuration: configuration)
        }
        progress.step("altering the module's recorded integrity value")
        if let configuration, let mac = configuration.moduleMAC, let last = mac.last {
            let altered = configuration.with(
                moduleMAC: mac.dropLast() + (last == "0" ? "1" : "0"))
            let outcome = ctrials_load(text(path, altered), name, limitSeconds)
            FactRow.write(["altered-mac", outcome.word])
        }
        try flipBits(path, name, progress) { text($0, configuration) }
        corrupt(text(path, configuration), name, progress)
        progress.done()
    }

    private static func flipBits(
        _ path: String, _ name: String, _ progress: Progress, _ text: (String) -> String
    ) throws(ModuleError) {
        var place = [CChar](repeating: 0, count: 64)
        var bytes: Int64 = 0
        let copy = ctrials_copy_file(path, &place, place.count, &bytes)
        if copy < 0 { throw .couldNotRun("no copy of \(path) in memory") }
        defer { close(copy) }
        let configuration = text(
            String(decoding: place.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        // What is whole must serve, or a refusal shows nothing.
        let whole = ctrials_load(configuration, name, limitSeconds)
        FactRow.write(["whole-copy", whole.word])
        if whole != CTRIALS_ANSWERED { return }
        let seed = UInt64.random(in: .min ... .max)
        var generator = BitSource(state: seed)
        var counts: [String: Int] = [:]
        for flip in 0..<bitFlips {
            if flip % 100 == 0 {
                progress.step("flipping bits of the module, \(flip) of \(bitFlips)")
            }
            let bit = Int64(generator.next() % UInt64(bytes * 8))
            if ctrials_flip(copy, bit) != 1 { throw .couldNotRun("a bit could not be flipped") }
            let outcome = ctrials_load(configuration, name, limitSeconds)
            _ = ctrials_flip(copy, bit)
            counts[outcome.word, default: 0] += 1
            if outcome == CTRIALS_ANSWERED {
                FactRow.write(["answered-with-bit", "\(bit)"])
            }
        }
        FactRow.write(["flips", "\(bitFlips)", String(seed, radix: 16)])
        for (word, count) in counts.sorted(by: { $0.key < $1.key }) {
            FactRow.write(["flip-outcome", word, "\(count)"])
        }
    }

    private static func corrupt(_ text: String, _ name: String, _ progress: Progress) {
        var points = [ctrials_point](repeating: ctrials_point(), count: 256)
        let count = ctrials_points(text, name, &points, 256)
        if count < 0 {
            return FactRow.write(["fault", "the undamaged module does not load or test itself"])
        }
        for index in 0..<Int(count) {
            if index % 10 == 0 {
                progress.step("corrupting self-tests, \(index) of \(count)")
            }
            let outcome = ctrials_corrupt(Int32(index), limitSeconds)
            FactRow.write([
                "point", characters(&points[index].type), characters(&points[index].description),
                outcome.word,
            ])
        }
    }

    private static func characters<Field>(_ field: inout Field) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// Where to flip a bit: SplitMix64, whose seed is told. Nothing secret hangs on it.
private struct BitSource {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension ctrials_outcome {
    var word: String {
        switch self {
        case CTRIALS_REFUSED: "refused"
        case CTRIALS_ANSWERED: "answered"
        case CTRIALS_UNNOTICED: "unnoticed"
        case CTRIALS_DIED: "died"
        case CTRIALS_HUNG: "hung"
        default: "not tried"
        }
    }
}
