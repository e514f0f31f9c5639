import BenchRecord
import CommandSupport
import FoundationEssentials
import Glibc
import Throughput

/// What a core alone looks like on each machine, learned once: a machine that is busy today would
/// otherwise pass for quiet.
struct FloorStore {
    let path: String
    private let key: String
    private var content: Content

    private struct Content: Codable {
        static let currentSchema = "fipsmark-floors/1"
        var schema = Content.currentSchema
        /// By what is known of the processor.
        var floors: [String: Double] = [:]
    }

    /// - Parameter fingerprint: of the machine; libraries do not matter here.
    init(_ fingerprint: BenchRecord.Fingerprint) {
        path = FloorStore.folder + "/floors.json"
        key = ["cpuModel", "cpuFamily", "cpuMicrocode", "hypervisor"]
            .map { fingerprint.fields[$0] ?? "" }.joined(separator: "|")
        // What cannot be read is learned anew.
        let bytes = try? FileBytes.read(path)
        let known = bytes.flatMap { try? JSONDecoder().decode(Content.self, from: Data($0)) }
        content = known.flatMap { $0.schema == Content.currentSchema ? $0 : nil } ?? Content()
    }

    var floor: Double? { content.floors[key] }

    /// Keeps a floor that is lower than what was known. Returns what keeps it from being kept; the
    /// next run then learns it again.
    mutating func learn(_ found: Double) -> String? {
        if let floor, floor <= found { return nil }
        content.floors[key] = found
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            let text = String(decoding: try encoder.encode(content), as: UTF8.self)
            FloorStore.makeFolders(path)
            try ReportFile.write(text + "\n", to: path)
            return nil
        } catch {
            let why = (error as? CommandError)?.message ?? "\(error)"
            return "what a core alone looks like is not kept for the next run: \(why)"
        }
    }

    /// The XDG base directory of what a program learns and could lose.
    private static var folder: String {
        func variable(_ name: String) -> String? {
            guard let value = getenv(name), value.pointee == UInt8(ascii: "/") else { return nil }
            return String(cString: value)
        }
        let state = variable("XDG_STATE_HOME") ?? (variable("HOME") ?? "/tmp") + "/.local/state"
        return state + "/fipsmark"
    }

    private static func makeFolders(_ path: String) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o700)
        }
    }
}
