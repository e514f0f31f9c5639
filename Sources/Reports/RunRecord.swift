package import Algorithms
package import Approval
package import KnownAnswers
package import Throughput

/// Everything that one run found. Every output format is a projection of it.
package struct RunRecord: Sendable {
    /// The version of `results.json` (results.schema.json beside this file).
    package static let schemaVersion = "1.4"

    /// A module with the digest of its file, which the module under test computes.
    package struct ModuleRecord: Sendable {
        package let identity: ModuleIdentity
        package let sha256: String
        /// What the dated table of certificates says of it.
        package let certificate: CertificateMatch

        package init(
            identity: ModuleIdentity, sha256: String, certificates: CertificateTable,
            asOf: CalendarDate
        ) {
            self.identity = identity
            self.sha256 = sha256
            certificate = certificates.match(identity, sha256: sha256, asOf: asOf)
        }
    }

    /// A library that a module is reached through.
    package struct Library: Sendable {
        package let name: String
        package let version: String
        package let path: String
        package let sha256: String

        package init(name: String, version: String, path: String, sha256: String) {
            self.name = name
            self.version = version
            self.path = path
            self.sha256 = sha256
        }
    }

    /// A file that vectors were read from, with the digest of its content, decompressed.
    package struct VectorFile: Sendable {
        package let name: String
        package let sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    package let toolVersion: String
    /// UTC, as `2026-01-31T12:00:00Z`.
    package let startedAt: String
    /// The day for which rules and certificates were asked.
    package let asOf: CalendarDate
    package let modules: [ModuleRecord]
    package var libraries: [Library] = []
    package var vectorFiles: [VectorFile] = []
    /// Why there is no second module; nil where there is one.
    package let crossCheckMissing: String?
    /// Whether it is missing because it failed its own tests.
    package let crossCheckFailed: Bool
    package let crossCheckRequired: Bool
    /// Whether vectors were run at all; `bench` alone runs none.
    package let knownAnswersRequested: Bool
    /// Why the kernel, which was asked for, could not be tested.
    package var kernelMissing: String?
    package var loadSelfTests: [SelfTestEvent] = []
    package var forcedSelfTests: [SelfTestEvent] = []
    package var selfTestsForced = false
    /// What became of the module under test during the run; nil where it is operational still.
    package var moduleFailure: String?
    package var sets: [SetResult] = []
    /// Whether the vectors are those that ship; else each set is a line of the report.
    package var vectorsAreShipped = true
    /// Files that gave no vectors, or not all of theirs.
    package var inputs: [InputReport] = []
    package var names: [RejectionSweep.Row] = []
    package var limits: [RejectionSweep.Limit] = []
    package var trials: [RejectionSweep.Trial] = []
    /// What the default provider makes of what is refused; nil where nothing was asked.
    package var contrast: Contrast?
    package var measurements: [Measurement] = []

    package init(
        toolVersion: String, startedAt: String, asOf: CalendarDate, modules: [ModuleRecord],
        crossCheckMissing: String?, crossCheckFailed: Bool = false, crossCheckRequired: Bool,
        knownAnswersRequested: Bool
    ) {
        self.toolVersion = toolVersion
        self.startedAt = startedAt
        self.asOf = asOf
        self.modules = modules
        self.crossCheckMissing = crossCheckMissing
        self.crossCheckFailed = crossCheckFailed
        self.crossCheckRequired = crossCheckRequired
        self.knownAnswersRequested = knownAnswersRequested
    }

    package func counts(_ role: ModuleIdentity.Role) -> VerdictCounts {
        sets.reduce(into: VerdictCounts()) { $0 += $1.counts(role) }
    }

    /// The algorithms of which every executed vector was right on the module, and some was.
    package func tested(_ role: ModuleIdentity.Role) -> Set<String> {
        Set(
            sets.filter { set in
                let counts = set.counts(role)
                return counts.executed > 0 && counts.fail == 0 && counts.error == 0
            }.map(\.setName))
    }

    package var cases: Int { sets.reduce(0) { $0 + $1.cases } }

    /// Names that are not approved and that a module in its approved mode hands out.
    package var findings: [RejectionSweep.Row] { names.filter(isFinding) }

    func isFinding(_ row: RejectionSweep.Row) -> Bool {
        let module = modules.first { $0.identity.role == row.role }
        return row.isFinding(approvedMode: module?.identity.approvedMode ?? false)
    }
}
