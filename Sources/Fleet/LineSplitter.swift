/// Lines of a stream, each a document. A log has lines of talk too, which are nobody's report.
struct LineSplitter {
    private let place: String
    private var number = 1
    private var rest: [UInt8] = []
    /// Within a line that is too long to be kept.
    private var isOverlong = false

    init(place: String) { self.place = place }

    mutating func add(
        _ bytes: ArraySlice<UInt8>, _ see: (FleetCollector.Document) -> Void
    ) throws(FleetProblem) {
        var problem: FleetProblem?
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            append(bytes[start..<end], &problem)
            finish(see)
            start = end + 1
        }
        append(bytes[start...], &problem)
        if let problem { throw problem }
    }

    mutating func end(_ see: (FleetCollector.Document) -> Void) throws(FleetProblem) {
        if !rest.isEmpty { finish(see) }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, _ problem: inout FleetProblem?) {
        if isOverlong { return }
        if rest.count + bytes.count > FleetLimits.documentBytes {
            problem = FleetProblem(
                "\(place):\(number)", "the line is longer than 64 MiB, and is left out")
            rest = []
            isOverlong = true
        } else {
            rest += bytes
        }
    }

    private mutating func finish(_ see: (FleetCollector.Document) -> Void) {
        if !isOverlong && !rest.isEmpty {
            see(
                FleetCollector.Document(
                    place: "\(place):\(number)", source: place, name: "", text: rest))
        }
        rest = []
        isOverlong = false
        number += 1
    }
}
