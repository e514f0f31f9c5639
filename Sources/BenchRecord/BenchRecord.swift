/// What one run of `fipsmark bench` measured: the canonical record, from which comparison, history
/// and every export are made. Times are whole picoseconds, so that the shortest operation keeps its
/// digits and equal records are equal bytes.
package struct BenchRecord: Codable, Sendable, Equatable {
    /// Raised with each change of meaning; a reader refuses what it does not know.
    package static let currentSchema = "fipsmark-bench/1"

    package var schema = BenchRecord.currentSchema
    package var toolVersion: String
    /// UTC, as RFC 3339 writes it, in whole seconds.
    package var startedAt: String
    package var finishedAt: String
    /// `quick`, `standard` or `thorough`.
    package var profile: String
    package var fingerprint: Fingerprint
    package var quietness: Quietness
    package var points: [Point]
    /// What the measurement itself shows to be wrong, each beginning with its name; absent in
    /// records of those who did not look.
    package var findings: [String]?
    /// Absent in records of those who did not look.
    package var startUp: StartUp?
    /// Absent where nobody asked for threads.
    package var scalings: [Scaling]?

    package init(
        toolVersion: String, startedAt: String, finishedAt: String, profile: String,
        fingerprint: Fingerprint, quietness: Quietness, points: [Point]
    ) {
        self.toolVersion = toolVersion
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.profile = profile
        self.fingerprint = fingerprint
        self.quietness = quietness
        self.points = points
    }

    /// What must be equal for two records to be compared: machine, libraries and suite.
    package struct Fingerprint: Codable, Sendable, Equatable {
        /// By name, such as `cpuModel`, `openssl.sha256` or `suite`.
        package var fields: [String: String]

        package init(fields: [String: String]) { self.fields = fields }

        /// Fields in which two fingerprints differ, in the order of their names.
        package func differences(from other: Fingerprint) -> [String] {
            Set(fields.keys).union(other.fields.keys).sorted().filter {
                fields[$0] != other.fields[$0]
            }
        }
    }

    /// How much the machine let the measurement alone.
    package struct Quietness: Codable, Sendable, Equatable {
        /// `A` (quiet) to `D` (hardly a clean batch).
        package var grade: String
        /// Batches that passed every gate, as thousandths of all.
        package var cleanPerMille: Int
        /// What was seen: throttling by the cgroup, steal, frequency changes, in words.
        package var remarks: [String]

        package init(grade: String, cleanPerMille: Int, remarks: [String]) {
            self.grade = grade
            self.cleanPerMille = cleanPerMille
            self.remarks = remarks
        }
    }

    package struct Point: Codable, Sendable, Equatable {
        /// `openssl/ACVP-AES-GCM/AES-256 seal/16384`: module, algorithm, operation, message bytes.
        package var id: String
        package var module: String
        package var algorithm: String
        package var operation: String
        /// 0 where the operation has no message length.
        package var messageBytes: Int
        /// The versioned name of what one operation does: `gcm-seal/1`.
        package var workload: String
        /// SHA-256 of the workload's definition, in hexadecimal.
        package var workloadDigest: String
        package var state: State
        /// Why there is no estimate; empty where there is one.
        package var reason: String
        package var estimate: Estimate?
        /// One for each process that measured the point.
        package var replicates: [Replicate]
        /// The first use of the operation in a process: fetch, context, key, one operation. Of
        /// points that differ in length alone the first one has it.
        package var firstUsePicoseconds: Int?

        package init(
            id: String, module: String, algorithm: String, operation: String, messageBytes: Int,
            workload: String, workloadDigest: String, state: State, reason: String = "",
            estimate: Estimate? = nil, replicates: [Replicate] = []
        ) {
            self.id = id
            self.module = module
            self.algorithm = algorithm
            self.operation = operation
            self.messageBytes = messageBytes
            self.workload = workload
            self.workloadDigest = workloadDigest
            self.state = state
            self.reason = reason
            self.estimate = estimate
            self.replicates = replicates
        }
    }

    package enum State: String, Codable, Sendable {
        case measured
        /// Too few clean batches: never a number.
        case inconclusive
        case notOffered
        case refused
        case failed
    }

    /// Over all processes.
    package struct Estimate: Codable, Sendable, Equatable {
        /// The median over processes of the low quantile of clean batches.
        package var picoseconds: Int
        /// The ends of the interval of 95 %.
        package var lowerPicoseconds: Int
        package var upperPicoseconds: Int
        /// Thousandths of a cycle for one operation; nil where the frequency is not known.
        package var milliCycles: Int?
        /// Where the cycles come from: `frequency probe` or `perf_event_open`.
        package var cycleSource: String?
        /// The median of all batches, clean or not: what users feel.
        package var rawMedianPicoseconds: Int

        package init(
            picoseconds: Int, lowerPicoseconds: Int, upperPicoseconds: Int, milliCycles: Int?,
            cycleSource: String?, rawMedianPicoseconds: Int
        ) {
            self.picoseconds = picoseconds
            self.lowerPicoseconds = lowerPicoseconds
            self.upperPicoseconds = upperPicoseconds
            self.milliCycles = milliCycles
            self.cycleSource = cycleSource
            self.rawMedianPicoseconds = rawMedianPicoseconds
        }
    }

    /// What one process measured of one point.
    package struct Replicate: Codable, Sendable, Equatable {
        package var picoseconds: Int
        package var rawMedianPicoseconds: Int
        package var batches: Int
        package var cleanBatches: Int
        package var operationsPerBatch: Int
        package var bins: [Bin]

        package init(
            picoseconds: Int, rawMedianPicoseconds: Int, batches: Int, cleanBatches: Int,
            operationsPerBatch: Int, bins: [Bin]
        ) {
            self.picoseconds = picoseconds
            self.rawMedianPicoseconds = rawMedianPicoseconds
            self.batches = batches
            self.cleanBatches = cleanBatches
            self.operationsPerBatch = operationsPerBatch
            self.bins = bins
        }
    }

    /// Clean batches at one frequency.
    package struct Bin: Codable, Sendable, Equatable {
        /// To the next 100 MHz.
        package var megahertz: Int
        package var batches: Int
        /// The low quantile of the bin.
        package var picoseconds: Int

        package init(megahertz: Int, batches: Int, picoseconds: Int) {
            self.megahertz = megahertz
            self.batches = batches
            self.picoseconds = picoseconds
        }
    }
}
