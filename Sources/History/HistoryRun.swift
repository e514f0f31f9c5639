package import BenchExports
package import BenchRecord
import Foundation

/// Why a record cannot become a run of a history.
package struct UnfitRecord: Error, CustomStringConvertible {
    package let description: String
}

/// One run as the history keeps it: what series are made of, without batches and bins.
package struct HistoryRun: Sendable {
    package enum Source: String, Sendable {
        case bench = "fipsmark bench"
        /// One mean of a noisy clock: kept to look at, never judged.
        case openSSLSpeed = "openssl speed -mr"
    }

    package struct Measurement: Sendable {
        package var point: String
        package var workload: String
        package var workloadDigest: String
        package var state: BenchRecord.State
        package var picoseconds: Int?
        package var lowerPicoseconds: Int?
        package var upperPicoseconds: Int?
        package var milliCycles: Int?
        package var rawMedianPicoseconds: Int?
    }

    package var source: Source
    package var fingerprint: [String: String]
    package var startedAt: Int
    package var profile: String
    package var toolVersion: String
    package var grade: String
    package var measurements: [Measurement]
    /// Tells equal runs: FNV-1a over everything that was in the record. No cryptography is needed
    /// where nobody gains from a collision.
    var content: Int64

    /// - Parameter name: what an error calls the record.
    package init(_ record: BenchRecord, name: String) throws(UnfitRecord) {
        guard let startedAt = UTCTime.seconds(record.startedAt) else {
            throw UnfitRecord(
                description: "\(name): startedAt is '\(record.startedAt)', not a time such as "
                    + "2026-01-31T12:00:00Z")
        }
        let points = Set(record.points.map(\.id))
        guard points.count == record.points.count, !points.isEmpty else {
            throw UnfitRecord(
                description: "\(name): \(record.points.count) points with \(points.count) "
                    + "different IDs; each must be there once, and one at least")
        }
        source = .bench
        fingerprint = record.fingerprint.fields
        self.startedAt = startedAt
        profile = record.profile
        toolVersion = record.toolVersion
        grade = record.quietness.grade
        measurements = record.points.map { point in
            Measurement(
                point: point.id, workload: point.workload, workloadDigest: point.workloadDigest,
                state: point.state, picoseconds: point.estimate?.picoseconds,
                lowerPicoseconds: point.estimate?.lowerPicoseconds,
                upperPicoseconds: point.estimate?.upperPicoseconds,
                milliCycles: point.estimate?.milliCycles,
                rawMedianPicoseconds: point.estimate?.rawMedianPicoseconds)
        }
        do {
            content = HistoryRun.digest(try record.encoded())
        } catch {
            throw UnfitRecord(description: "\(name): cannot be written again: \(error)")
        }
    }

    /// - Parameters:
    ///   - machine: what its user calls the machine, since the output does not say.
    ///   - startedAt: seconds since 1970, for the same reason.
    package init(_ result: OpenSSLSpeedResult, machine: String, startedAt: Int) {
        source = .openSSLSpeed
        fingerprint = ["machine": machine, "source": Source.openSSLSpeed.rawValue]
        self.startedAt = startedAt
        profile = ""
        toolVersion = ""
        grade = ""
        measurements = result.entries.map { entry in
            Measurement(
                point: "openssl-speed/\(entry.name)/\(entry.messageBytes)",
                workload: "openssl-speed", workloadDigest: "", state: .measured,
                picoseconds: entry.picoseconds)
        }
        let text = result.entries.map { "\($0.name)\n\($0.messageBytes)\n\($0.picoseconds)\n" }
        content = HistoryRun.digest(Data(text.joined().utf8))
    }

    private static func digest(_ data: Data) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in data { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
