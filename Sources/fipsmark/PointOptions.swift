import Algorithms
import ArgumentParser
import BenchRecord
import CommandSupport
import Throughput

/// Which points are measured.
struct PointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An ACVP algorithm or a family to time; may be repeated. Default: what most "
                + "deployments spend their time on.", valueName: "name"))
    var algorithm: [String] = []

    @Flag(help: "Time every algorithm of the table.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Bytes of a message, a multiple of 16; may be repeated. Default: 64, 1024 and 16384.",
            valueName: "bytes"))
    var size: [Int] = []

    @Option(
        help: ArgumentHelp(
            "openssl or gcrypt: measure this module alone.", valueName: "module"))
    var module: ModuleIdentity.Role?

    @Option(
        help: ArgumentHelp(
            "One point as the record calls it, such as openssl/SHA2-256/hash/1024; may be "
                + "repeated.", valueName: "id"))
    var point: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also tell how many times as much so many threads of the provider do as one.",
            discussion: "With a library context for each thread, and with one for all of them.",
            valueName: "count"))
    var threads: Int?

    @Option(help: .hidden)
    var doubled = 0

    var messageBytes: [Int] { size.isEmpty ? Point.usualMessageBytes : Set(size).sorted() }

    var roles: [ModuleIdentity.Role] { module.map { [$0] } ?? ModuleIdentity.Role.libraries }

    /// Whether nobody said which.
    var isEmpty: Bool {
        algorithm.isEmpty && size.isEmpty && module == nil && !all && point.isEmpty
    }

    var points: [Point] {
        Point.all(messageBytes: messageBytes).filter { point in
            if all { return true }
            if algorithm.isEmpty { return point.isUsual }
            return algorithm.contains {
                [point.algorithm.lowercased(), point.family.lowercased()].contains($0.lowercased())
            }
        }
    }

    /// What is measured: of the base where nobody names anything else.
    func choice(_ base: BenchRecord?) throws(CommandError) -> Choice {
        let ids = isEmpty ? base?.points.map(\.id) ?? [] : point
        if ids.isEmpty {
            return Choice(points: points, messageBytes: messageBytes, roles: roles, ids: nil)
        }
        // The last part of an ID is the length.
        let lengths = Set(ids.compactMap { $0.split(separator: "/").last.flatMap { Int($0) } })
            .filter { $0 > 0 && $0 <= PointOptions.longest }.sorted()
        let known = Point.all(messageBytes: lengths)
        let names = Set(known.flatMap { point in roles.map { point.id($0) } })
        if let unknown = ids.first(where: { !names.contains($0) }), !isEmpty {
            let nearest = Suggestion.nearest(to: unknown, among: Array(names))
            throw CommandError(
                "no point '\(unknown)'" + (nearest.map { "; did you mean \($0)?" } ?? ""))
        }
        let chosen = known.filter { point in roles.contains { ids.contains(point.id($0)) } }
        if chosen.isEmpty { throw CommandError("the baseline has none of the points of today") }
        return Choice(points: chosen, messageBytes: lengths, roles: roles, ids: Set(ids))
    }

    private static let longest = 16 << 20

    struct Choice {
        let points: [Point]
        let messageBytes: [Int]
        let roles: [ModuleIdentity.Role]
        /// Nil for every point on every one of the modules.
        let ids: Set<String>?

        func includes(_ point: Point, _ role: ModuleIdentity.Role) -> Bool {
            roles.contains(role) && ids?.contains(point.id(role)) ?? true
        }
    }

    func validate() throws {
        let names = Algorithm.table.map(\.name) + Algorithm.Family.allCases.map(\.rawValue)
        for name in algorithm where !names.contains(where: { $0.lowercased() == name.lowercased() })
        {
            let nearest = Suggestion.nearest(to: name, among: names)
            throw ValidationError(
                "no algorithm or family '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? "")
            )
        }
        for bytes in size where bytes < 16 || bytes > PointOptions.longest || bytes % 16 != 0 {
            throw ValidationError(
                "--size takes a multiple of 16 from 16 to 16777216, not \(bytes)")
        }
        if let threads, !(2...256).contains(threads) {
            throw ValidationError("--threads takes a number from 2 to 256, not \(threads)")
        }
        if all && !algorithm.isEmpty {
            throw ValidationError("--all and --algorithm exclude each other")
        }
        if !point.isEmpty && (all || !algorithm.isEmpty || !size.isEmpty || module != nil) {
            throw ValidationError("--point excludes all other choices of points")
        }
        if points.isEmpty {
            throw ValidationError("nothing of \(algorithm.joined(separator: ", ")) is timed")
        }
    }
}

extension ModuleIdentity.Role: ExpressibleByArgument {
    /// Of a module that is timed and answers clients, which the kernel is not.
    public init?(argument: String) {
        self.init(rawValue: argument)
        if !ModuleIdentity.Role.libraries.contains(self) { return nil }
    }

    /// What the help lists.
    public static var allValueStrings: [String] { libraries.map(\.rawValue) }
}
