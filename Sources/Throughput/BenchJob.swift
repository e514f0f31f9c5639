package import BenchRecord

/// What the command asks of a process that measures, and what that process answers.
package struct BenchJob: Codable, Sendable {
    /// IDs of the points, in report order.
    package var points: [String]
    package var messageBytes: [Int]
    package var milliseconds: Int
    /// The contention of a core alone, where it is known already.
    package var floor: Double?
    /// What is done twice every so many operations, to show that a loss is found; 0 for nothing.
    package var doubledEvery: Int
    /// Another build of the module, measured beside it; nil where there is none.
    package var against: OtherModule?
    /// Threads of which the scaling is measured; 0 for none.
    package var threads: Int

    package init(
        points: [String], messageBytes: [Int], milliseconds: Int, floor: Double?,
        doubledEvery: Int = 0, against: OtherModule? = nil, threads: Int = 0
    ) {
        self.points = points
        self.messageBytes = messageBytes
        self.milliseconds = milliseconds
        self.floor = floor
        self.doubledEvery = doubledEvery
        self.against = against
        self.threads = threads
    }

    package struct OtherModule: Codable, Sendable {
        package var path: String
        package var configurationPath: String?

        package init(path: String, configurationPath: String?) {
            self.path = path
            self.configurationPath = configurationPath
        }

        /// The module under test, once more in a context of its own: what differs between these
        /// two is chance.
        package static let controlLabel = "control"
        package static let label = "against"
    }

    package struct Answer: Codable, Sendable {
        package var points: [PointAnswer]
        package var noise: Noise
        /// Whether it was asked to stop before the end.
        package var isInterrupted: Bool
        package var startUp: BenchRecord.StartUp?
        package var scalings: [BenchRecord.Scaling]?
    }

    package struct PointAnswer: Codable, Sendable {
        package var id: String
        package var state: BenchRecord.State
        package var reason: String
        package var measured: Measured?
        package var firstUsePicoseconds: Int?

        package init(
            id: String, state: BenchRecord.State, reason: String, measured: Measured? = nil
        ) {
            self.id = id
            self.state = state
            self.reason = reason
            self.measured = measured
        }
    }

    /// What clean batches of one point in one process say.
    package struct Measured: Codable, Sendable, Equatable {
        package var milliCycles: Double
        /// The median of clean batches.
        package var megahertz: Double
        package var rawMedianPicoseconds: Int
        package var batches: Int
        package var cleanBatches: Int
        package var operationsPerBatch: Int
        package var cyclesAreCounted: Bool
        package var bins: [BenchRecord.Bin]
    }

    /// What the process saw of the machine.
    package struct Noise: Codable, Sendable {
        package var batches = 0
        package var clean = 0
        package var contended = 0
        package var frequencyChanged = 0
        /// Of operations that call the system, and those beside which such calls were slow.
        package var withCalls = 0
        package var slowCalls = 0
        package var switched = 0
        package var throttled = 0
        /// Of all probes; nil where there were too few.
        package var floor: Double?
        /// The one that batches were judged by.
        package var floorInUse: Double
        package var lowestMegahertz = 0
        package var highestMegahertz = 0

        package init(floorInUse: Double) { self.floorInUse = floorInUse }
    }
}
