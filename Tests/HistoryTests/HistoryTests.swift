import BenchExports
import BenchRecord
import ChangePoints
import Foundation
import GRDB
import Testing

@testable import History

@Suite struct HistoryTests {
    private let folder: Folder
    private let path: String

    init() throws {
        folder = try Folder()
        path = folder.file("deep/history.sqlite")
    }

    private func filled(_ records: [BenchRecord]) throws -> History {
        let history = try History(path: path, creating: true)
        for record in records { _ = try history.add(HistoryRun(record, name: "made")) }
        return history
    }

    private func only(_ history: History) throws -> PointHistory {
        let point = try #require(history.points().first?.point)
        return PointHistory(point: point, series: try history.series(of: point))
    }

    @Test func aSeriesComesBackInTheOrderOfTime() throws {
        let records = Records.series([(20, 100)])
        let history = try filled(records.reversed())
        let series = try #require(try only(history).segments.first?.series)
        let expected = records.compactMap { $0.points[0].estimate?.picoseconds }
        #expect(series.picoseconds.map { Int($0) } == expected)
        #expect(series.times == series.times.sorted() && series.runs.first == 20)
        #expect(try history.series(of: series.point, newest: 5)[0].runs == [5, 4, 3, 2, 1])
    }

    @Test func theSameRecordIsStoredOnce() throws {
        let record = Records.record(hour: 1, nanoseconds: 100)
        let history = try filled([record])
        #expect(try history.add(HistoryRun(record, name: "made")) == .present(run: 1))
        var other = record
        other.points[0].estimate?.rawMedianPicoseconds += 1
        #expect(try history.add(HistoryRun(other, name: "made")) == .stored(run: 2))
    }

    @Test func aStepIsARegressionUntilItIsAccepted() throws {
        let history = try filled(Records.series([(30, 100), (30, 103)]))
        let before = try #require(try only(history).newest)
        #expect(before.changes.map(\.run) == [31])
        #expect(abs((before.regression ?? 0) - 0.03) < 0.003)
        try history.bless(before.series, run: 31, reason: "wanted", at: 0)
        let after = try #require(try only(history).newest)
        #expect(after.changes.map(\.blessing?.reason) == ["wanted"])
        #expect(after.regression == nil)
    }

    @Test func whatWasRepairedIsNoRegression() throws {
        let history = try filled(Records.series([(30, 100), (30, 103), (30, 100)]))
        let newest = try #require(try only(history).newest)
        #expect(newest.changes.count == 2 && newest.regression == nil)
    }

    /// Better, then worse, but never as bad as it was: the best level counts.
    @Test func aLossAfterAGainIsARegression() throws {
        let history = try filled(Records.series([(30, 100), (30, 90), (30, 95)]))
        let regression = try only(history).newest?.regression
        #expect(abs((regression ?? 0) - 0.055) < 0.005)
    }

    @Test func anotherProviderBeginsASegment() throws {
        let old = (1...20).map { Records.record(hour: $0, nanoseconds: 100, version: "3.5.6") }
        let new = (21...40).map { Records.record(hour: $0, nanoseconds: 110) }
        let segments = try only(filled(old + new)).segments
        #expect(segments.count == 2 && segments.allSatisfy { $0.changes.isEmpty })
        #expect(segments[1].step?.differences == ["openssl.version: 3.5.6 → 3.5.7"])
        #expect(abs((segments[1].step?.effect ?? 0) - 0.1) < 0.001)
        #expect(segments[1].regression == nil)
    }

    @Test func anotherWorkloadBeginsASegment() throws {
        var changed = Records.record(hour: 30, nanoseconds: 150)
        changed.points[0].workloadDigest = "01"
        let segments = try only(filled(Records.series([(20, 100)]) + [changed])).segments
        #expect(segments.last?.step?.differences == ["workload: another definition of digest/1"])
    }

    @Test func pointsWithoutANumberAreCountedAndNotPlotted() throws {
        var without = Records.record(hour: 30, nanoseconds: 1)
        without.points[0].estimate = nil
        without.points[0].state = .inconclusive
        let series = try only(filled(Records.series([(5, 100)]) + [without])).segments[0].series
        #expect(series.picoseconds.count == 5 && series.withoutNumber == 1)
    }

    @Test func whatOpenSSLMeasuredIsNotJudged() throws {
        let history = try History(path: path, creating: true)
        for hour in 0..<40 {
            let rate = hour < 20 ? 1e8 : 5e7
            let result = try #require(OpenSSLSpeedResult("+H:16\n+F:0:sha256:\(rate)\n"))
            _ = try history.add(HistoryRun(result, machine: "a", startedAt: hour * 3600))
        }
        let newest = try #require(try only(history).newest)
        #expect(newest.series.picoseconds.count == 40)
        #expect(newest.changes.isEmpty && newest.regression == nil)
    }

    @Test func aRecordWithoutAUsableTimeOrWithAPointTwiceIsRefused() throws {
        var record = Records.record(hour: 1, nanoseconds: 100)
        record.points.append(record.points[0])
        #expect(throws: UnfitRecord.self) { try HistoryRun(record, name: "made") }
        record.points = []
        #expect(throws: UnfitRecord.self) { try HistoryRun(record, name: "made") }
        record = Records.record(hour: 1, nanoseconds: 100)
        record.startedAt = "yesterday"
        #expect(throws: UnfitRecord.self) { try HistoryRun(record, name: "made") }
    }

    @Test func aHistoryOfALaterVersionIsLeftAlone() throws {
        let history = try filled(Records.series([(3, 100)]))
        try history.database.write { try $0.execute(sql: "PRAGMA user_version = 9") }
        #expect(throws: HistoryError.self) { try History.opening(path: path) }
        #expect(try Folder.names(deep: folder).allSatisfy { !$0.contains("set-aside") })
    }

    /// SQLite's own limit on the size of a file ends as a full disk does.
    @Test func aFullDiskStoresNothingOfTheRunAndLosesNothing() throws {
        let history = try filled(Records.series([(5, 100)]))
        try history.database.inDatabase { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        var failure: HistoryError?
        for hour in 100..<700 where failure == nil {
            let record = Records.record(
                hour: hour, nanoseconds: 1, point: String(repeating: "x", count: 900))
            let run = try HistoryRun(record, name: "made")
            do throws(HistoryError) {
                _ = try history.add(run)
            } catch {
                failure = error
            }
        }
        guard case .full? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        try history.check()
        let runs = try history.points().first { $0.point == "openssl/SHA2-256/hash/1024" }?.runs
        #expect(runs == 5)
    }
}

extension Folder {
    static func names(deep folder: Folder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("deep"))
    }
}
