import Algorithms
import ArgumentParser
import BenchRecord
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

    @Option(help: .hidden)
    var doubled = 0

    var messageBytes: [Int] { size.isEmpty ? Point.usualMessageBytes : Set(size).sorted() }

    var roles: [ModuleIdentity.Role] { module.map { [$0] } ?? ModuleIdentity.Role.allCases }

    /// Whether nobody said which.
    var isEmpty: Bool { algorithm.isEmpty && size.isEmpty && module == nil && !all }

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
    func choice(_ base: BenchRecord?) -> Choice {
        guard isEmpty, let base else {
            return Choice(points: points, messageBytes: messageBytes, roles: roles, ids: nil)
        }
        let ids = Set(base.points.map(\.id))
        let lengths = Set(base.points.map(\.messageBytes)).filter { $0 > 0 }.sorted()
        return Choice(
            points: Point.all(messageBytes: lengths).filter { point in
                roles.contains { ids.contains(point.id($0)) }
            }, messageBytes: lengths, roles: roles, ids: ids)
    }

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
        for bytes in size where bytes < 16 || bytes > 16 << 20 || bytes % 16 != 0 {
            throw ValidationError(
                "--size takes a multiple of 16 from 16 to 16777216, not \(bytes)")
        }
        if all && !algorithm.isEmpty {
            throw ValidationError("--all and --algorithm exclude each other")
        }
        if points.isEmpty {
            throw ValidationError("nothing of \(algorithm.joined(separator: ", ")) is timed")
        }
    }
}

extension ModuleIdentity.Role: ExpressibleByArgument {}
