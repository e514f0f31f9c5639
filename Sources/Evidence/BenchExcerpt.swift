package import CanonicalJSON

/// Throughput and its history: outside the findings, and apart from the results.
package struct BenchExcerpt: Sendable {
    package static let format = "fipsmark bench excerpt 1"

    package struct Point: Sendable, Equatable {
        /// Module, algorithm, operation, message bytes: `openssl/ACVP-AES-GCM/AES-256 seal/16384`.
        package let id: String
        package let algorithm: String
        package let operation: String
        package let messageBytes: Int
        package let module: String
        /// Why there is no number; empty where there is one.
        package let reason: String
        package let picosecondsPerOperation: Int
        /// The interval's ends; both are the value itself where none is known.
        package let lowPicoseconds: Int
        package let highPicoseconds: Int

        package init(
            id: String, algorithm: String, operation: String, messageBytes: Int, module: String,
            reason: String, picosecondsPerOperation: Int, lowPicoseconds: Int, highPicoseconds: Int
        ) {
            self.id = id
            self.algorithm = algorithm
            self.operation = operation
            self.messageBytes = messageBytes
            self.module = module
            self.reason = reason
            self.picosecondsPerOperation = picosecondsPerOperation
            self.lowPicoseconds = lowPicoseconds
            self.highPicoseconds = highPicoseconds
        }

        package var isMeasured: Bool { reason.isEmpty && picosecondsPerOperation > 0 }

        /// Nil for operations without a message, and beyond all that a machine could do.
        package var bytesPerSecond: Int? {
            guard isMeasured, messageBytes > 0 else { return nil }
            let rate = Double(messageBytes) * 1e12 / Double(picosecondsPerOperation)
            return Int(exactly: rate.rounded(.down))
        }
    }

    /// One point over many runs.
    package struct Series: Sendable, Equatable {
        package struct Run: Sendable, Equatable {
            package let startedAt: String
            package let picosecondsPerOperation: Int
            /// Whether something changed for good with this run.
            package let isChange: Bool

            package init(startedAt: String, picosecondsPerOperation: Int, isChange: Bool) {
                self.startedAt = startedAt
                self.picosecondsPerOperation = picosecondsPerOperation
                self.isChange = isChange
            }
        }

        package let id: String
        package let runs: [Run]

        package init(id: String, runs: [Run]) {
            self.id = id
            self.runs = runs
        }
    }

    /// `run`, whose table beside the verdict this is, or `bench`.
    package let origin: String
    /// What was measured on, and how quiet it was; name and words.
    package let machine: [(name: String, value: String)]
    package let points: [Point]
    package let history: [Series]

    package init(
        origin: String, machine: [(name: String, value: String)], points: [Point],
        history: [Series]
    ) {
        self.origin = origin
        self.machine = machine
        self.points = points
        self.history = history
    }

    package var json: JSONValue {
        [
            "format": .string(BenchExcerpt.format), "origin": .string(origin),
            "machine": .array(
                machine.map { ["name": .string($0.name), "value": .string($0.value)] }),
            "points": .array(points.map(\.json)),
            "history": .array(
                history.map { series in
                    ["id": .string(series.id), "runs": .array(series.runs.map(\.json))]
                }),
        ]
    }

    package init(_ text: [UInt8]) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        try reader.require("format", BenchExcerpt.format)
        history = try reader.list("history") { item throws(RecordError) in
            try item.open()
            let id = try item.string("id")
            let runs = try item.list("runs", Series.Run.init)
            try item.close()
            return Series(id: id, runs: runs)
        }
        machine = try reader.list("machine") { item throws(RecordError) in
            try item.open()
            let entry = (name: try item.string("name"), value: try item.string("value"))
            try item.close()
            return entry
        }
        origin = try reader.string("origin")
        points = try reader.list("points", Point.init)
        try reader.close()
        try reader.finish()
    }
}

extension BenchExcerpt.Point {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "algorithm": .string(algorithm), "operation": .string(operation),
            "messageBytes": .integer(messageBytes), "module": .string(module),
            "reason": .string(reason),
            "picosecondsPerOperation": .integer(picosecondsPerOperation),
            "lowPicoseconds": .integer(lowPicoseconds),
            "highPicoseconds": .integer(highPicoseconds),
        ]
    }

    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        algorithm = try reader.string("algorithm")
        highPicoseconds = try reader.integer("highPicoseconds")
        id = try reader.string("id")
        lowPicoseconds = try reader.integer("lowPicoseconds")
        messageBytes = try reader.count("messageBytes")
        module = try reader.string("module")
        operation = try reader.string("operation")
        picosecondsPerOperation = try reader.integer("picosecondsPerOperation")
        reason = try reader.string("reason")
        try reader.close()
    }
}

extension BenchExcerpt.Series.Run {
    fileprivate var json: JSONValue {
        [
            "startedAt": .string(startedAt),
            "picosecondsPerOperation": .integer(picosecondsPerOperation),
            "change": .string(isChange ? "yes" : "no"),
        ]
    }

    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        isChange = try reader.flag("change")
        picosecondsPerOperation = try reader.integer("picosecondsPerOperation")
        startedAt = try reader.string("startedAt")
        try reader.close()
    }
}
