import Algorithms
import Approval
import CanonicalJSON
import Testing

@testable import KnownAnswers
@testable import Reports

/// Every way in which a run can be worse than another is seen, and none is taken for better.
@Suite struct RunComparisonTests {
    @Test func theSameRunTwice() throws {
        let comparison = try compare(run(), run())
        #expect(comparison.outcome == .same && comparison.changes.isEmpty)
        #expect(
            comparison.headline == "SAME  4 checks pass in both, 0 fail in both, 2 run in neither",
            "the certificates are unknown")
        #expect(comparison.unchanged.cases == 20)
    }

    @Test func aCaseThatNoLongerPasses() throws {
        let comparison = try compare(run(), run(openssl: counts(pass: 9, fail: 1), wrong: [3]))
        #expect(comparison.outcome == .regression)
        #expect(comparison.headline == "REGRESSION  1 check no longer passes")
        let change = try #require(comparison.changes.first)
        #expect(comparison.changes.count == 1 && change.kind == .noLongerPasses)
        #expect(change.id == "kat/SHA2-256/1.0/1/openssl")
        #expect(change.cases == 1 && change.tcIds == [3])
        #expect(change.old == .pass && change.new == .fail)
    }

    @Test func anErrorIsNoPass() throws {
        let comparison = try compare(run(), run(openssl: counts(pass: 9, error: 1), wrong: [3]))
        #expect(comparison.changes.map(\.kind) == [.noLongerPasses])
        #expect(comparison.verdictIsWorse)
    }

    /// The numbers are the same, the cases are not.
    @Test func oneCaseFixedAndAnotherBroken() throws {
        let mixed = counts(pass: 9, fail: 1)
        let comparison = try compare(
            run(openssl: mixed, wrong: [3]), run(openssl: mixed, wrong: [4]))
        #expect(comparison.outcome == .regression)
        #expect(comparison.changes.map(\.kind) == [.failsMore, .fixed])
        #expect(comparison.changes.map(\.tcIds) == [[4], [3]])
        #expect(comparison.headline == "REGRESSION  1 fails in more cases, 1 improved")
    }

    @Test(arguments: [(0, 0), (3, 0), (0, 3)])
    func fewerCasesExecuted(_ refused: Int, _ unsupported: Int) throws {
        let new = counts(pass: 7, unsupported: unsupported, refused: refused)
        let comparison = try compare(run(), run(openssl: new))
        #expect(comparison.changes.map(\.kind) == [.coverageLost])
        #expect(comparison.changes.map(\.cases) == [3])
        #expect(comparison.headline == "REGRESSION  3 cases of coverage lost")
        #expect(try compare(run(openssl: new), run()).outcome == .improved)
    }

    @Test func aModuleThatIsGone() throws {
        let comparison = try compare(run(), run(gcrypt: nil))
        #expect(comparison.headline == "REGRESSION  10 cases and 1 check of coverage lost")
        #expect(comparison.changes[0].new == nil)
        #expect(
            comparison.text(oldFile: "a", newFile: "b").contains(
                "  gcrypt   libgcrypt 1.10.1, in the old record alone\n"))
    }

    /// A failing group that is left out has not been mended.
    @Test func aFailureThatIsNoLongerRun() throws {
        let comparison = try compare(
            run(openssl: counts(pass: 9, fail: 1), wrong: [3]), run(openssl: counts(pass: 9)))
        #expect(comparison.outcome == .regression)
        #expect(comparison.changes.map(\.kind) == [.coverageLost])
    }

    @Test func anAnswerThatIsOnlyVerified() throws {
        let comparison = try compare(run(), run(openssl: counts(pass: 6, notComparable: 4)))
        #expect(comparison.changes.map(\.kind) == [.noLongerCompared])
        #expect(comparison.headline == "REGRESSION  4 only verified")
    }

    @Test func whatIsNewAndFails() throws {
        let comparison = try compare(
            run(openssl: counts(refused: 10)),
            run(openssl: counts(pass: 9, fail: 1), wrong: [3]))
        #expect(comparison.outcome == .regression)
        #expect(comparison.changes.map(\.kind) == [.failsAnew, .coverageWon, .coverageWon])
        #expect(comparison.changes.map(\.cases) == [1, 9, 0], "the cross-check has no cases")
    }

    @Test func aFixedCase() throws {
        let comparison = try compare(run(openssl: counts(pass: 9, fail: 1), wrong: [3]), run())
        #expect(comparison.outcome == .improved)
        #expect(comparison.headline == "IMPROVED  1 improved")
        #expect(comparison.changes.map(\.kind) == [.fixed])
    }

    @Test func aCheckWithoutCases() throws {
        var failed = run()
        failed.moduleFailure = "error state"
        let comparison = try compare(run(), failed)
        #expect(comparison.changes.map(\.id) == ["state/openssl"])
        #expect(comparison.changes.map(\.kind) == [.noLongerPasses])
        #expect(try compare(failed, run()).changes.map(\.kind) == [.fixed])
        var forced = run()
        forced.selfTestsForced = true
        forced.forcedSelfTests = [
            SelfTestEvent(type: "KAT", description: "AES", phase: "Pass", durationNanoseconds: 1)
        ]
        let headline = try compare(forced, run()).headline
        #expect(headline == "REGRESSION  2 checks of coverage lost")
        #expect(try compare(run(), forced).outcome == .improved)
    }

    /// A verdict rests on more than checks: here on a cross-check that was required.
    @Test func aVerdictThatIsWorse() throws {
        let comparison = try compare(
            run(gcrypt: nil), run(gcrypt: nil, crossCheckRequired: true))
        #expect(comparison.changes.isEmpty && comparison.outcome == .regression)
        #expect(comparison.headline == "REGRESSION  the verdict was pass and is unknown")
    }

    @Test func theFirstLineStaysShort() throws {
        let many = try compare(
            run(openssl: counts(pass: 888_888_888)),
            run(openssl: counts(pass: 1, notComparable: 111_111_111), gcrypt: counts(fail: 9)))
        #expect(many.headline.count <= 80)
        let text = many.text(oldFile: "a", newFile: "b")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(text.hasPrefix(many.headline + "\n"))
    }

    @Test func theRecordOfAComparisonIsCanonical() throws {
        let json = try compare(run(), run(gcrypt: nil)).json(oldFile: "a", newFile: "b")
        #expect(json.hasSuffix("}\n") && json.hasPrefix(#"{"comparisonVersion":"1.0","headline":"#))
        let node = try JSONReader.read(Array(json.utf8))
        #expect(try node.string("outcome") == "regression")
        #expect(try node.elements("regressions")[0].string("new") == "missing")
        let error = #expect(throws: RecordError.self) { try RecordedRun(Array(json.utf8)) }
        #expect(error?.message == "the object has no 'schemaVersion'")
    }

    @Test(arguments: [
        (#""schemaVersion":"1.4""#, #""schemaVersion":"9.0""#, "schemaVersion 9.0"),
        (#""verdict":"pass""#, #""verdict":"fine""#, "'fine' is no verdict"),
        (#""outcome":"pass""#, #""outcome":"good""#, "'good' is no outcome"),
        (#""pass":10"#, #""pass":-1"#, "not negative"), (#""pass":10"#, #""pass":"10""#, "integer"),
        (#""sets":["#, #""sits":["#, "no 'sets'"), (#""tool":{"#, #""tool":1,"x":{"#, "an object"),
        ("state/openssl", "kat/SHA2-256/1.0/1/openssl", "stands twice"),
        (#""id":"kat/SHA2-256/1.0/1/o"#, #""id":"kat/SHA2-256/1.0/9/o"#, "is missing"),
    ])
    func refusesWhatIsNoRecord(_ part: String, _ replacement: String, _ message: String) throws {
        let sound = run().resultsJSON
        let text = sound.replacing(part, with: replacement, maxReplacements: 1)
        #expect(text != sound)
        let error = #expect(throws: RecordError.self) { try RecordedRun(Array(text.utf8)) }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(error?.position ?? 0 > 0 || message.contains("no 'sets'"))
    }

    private func compare(_ old: RunRecord, _ new: RunRecord) throws -> RunComparison {
        RunComparison(
            old: try RecordedRun(Array(old.resultsJSON.utf8)),
            new: try RecordedRun(Array(new.resultsJSON.utf8)))
    }

    private func module(_ role: ModuleIdentity.Role) -> RunRecord.ModuleRecord {
        let isTested = role == .openssl
        return RunRecord.ModuleRecord(
            identity: ModuleIdentity(
                role: role, name: isTested ? "OpenSSL FIPS Provider" : "libgcrypt",
                version: isTested ? "3.5.7" : "1.10.1", buildInformation: "", path: "/module.so",
                reachedThrough: "OpenSSL 3", approvedMode: isTested), sha256: "00ff",
            certificates: SmallTable.table, asOf: SmallTable.table.date)
    }

    /// A run of one group of ten cases on each module.
    private func run(
        openssl: VerdictCounts = counts(pass: 10), gcrypt: VerdictCounts? = counts(pass: 10),
        wrong: [Int] = [], crossCheckRequired: Bool = false
    ) -> RunRecord {
        var record = RunRecord(
            toolVersion: "0.1.0", startedAt: "2026-01-01T00:00:00Z", asOf: .on("2026-01-01"),
            modules: [module(.openssl)] + (gcrypt == nil ? [] : [module(.gcrypt)]),
            crossCheckMissing: gcrypt == nil ? "not installed" : nil,
            crossCheckRequired: crossCheckRequired, knownAnswersRequested: true)
        let answered: [(ModuleIdentity.Role, VerdictCounts?)] = [
            (.openssl, openssl), (.gcrypt, gcrypt),
        ]
        let checks = answered.compactMap { role, counts in
            counts.map {
                GroupCheck(
                    setName: "SHA2-256", revision: "1.0", tgId: 1, role: role, counts: $0,
                    reasons: [])
            }
        }
        let findings = wrong.map { tcId in
            CaseFinding(
                tgId: 1, tcId: tcId, field: "md", expected: "00",
                answers: [
                    CaseFinding.ModuleAnswer(role: .openssl, verdict: .fail, value: "ff"),
                    CaseFinding.ModuleAnswer(role: .gcrypt, verdict: .pass, value: "00"),
                ])
        }
        record.sets = [
            SetResult(
                file: "a.kat", setName: "SHA2-256", revision: "1.0", family: "SHA-2", cases: 10,
                checks: checks, findings: findings)
        ]
        return record
    }
}

private func counts(
    pass: Int = 0, fail: Int = 0, error: Int = 0, unsupported: Int = 0, refused: Int = 0,
    notComparable: Int = 0
) -> VerdictCounts {
    var counts = VerdictCounts()
    counts.pass = pass
    counts.fail = fail
    counts.error = error
    counts.unsupported = unsupported
    counts.refused = refused
    counts.notComparable = notComparable
    return counts
}
