import BenchRecord
import Foundation

/// Records of a run an hour, made by hand.
enum Records {
    static func record(
        hour: Int, nanoseconds: Double, version: String = "3.5.7", point: String = "hash/1024"
    ) -> BenchRecord {
        let value = Int(nanoseconds * 1000)
        let day = String(hour / 24 % 28 + 101).dropFirst()
        let time = "2026-01-\(day)T\(String(hour % 24 + 100).dropFirst()):00:00Z"
        return BenchRecord(
            toolVersion: "0.1.0", startedAt: time, finishedAt: time, profile: "standard",
            fingerprint: BenchRecord.Fingerprint(fields: [
                "cpuModel": "Some CPU", "openssl.version": version,
            ]),
            quietness: BenchRecord.Quietness(grade: "A", cleanPerMille: 900, remarks: []),
            points: [
                BenchRecord.Point(
                    id: "openssl/SHA2-256/\(point)", module: "openssl", algorithm: "SHA2-256",
                    operation: "hash", messageBytes: 1024, workload: "digest/1",
                    workloadDigest: "00", state: .measured,
                    estimate: BenchRecord.Estimate(
                        picoseconds: value, lowerPicoseconds: value - 100,
                        upperPicoseconds: value + 100, milliCycles: nil, cycleSource: nil,
                        rawMedianPicoseconds: value + 900))
            ])
    }

    /// Levels of a number of runs each, with a noise of 0.2 % that repeats itself.
    static func series(_ levels: [(runs: Int, nanoseconds: Double)]) -> [BenchRecord] {
        let noise = [0.0, 0.002, -0.001, 0.001, -0.002, 0.0015, -0.0005]
        var hour = 0
        return levels.flatMap { level in
            (0..<level.runs).map { _ in
                hour += 1
                let value = level.nanoseconds * (1 + noise[hour % noise.count])
                return record(hour: hour, nanoseconds: value)
            }
        }
    }
}

/// A folder that is gone when its test is over.
final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "fipsmark-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ record: BenchRecord, _ name: String) throws -> String {
        try record.encoded().write(to: URL(filePath: file(name)))
        return file(name)
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
