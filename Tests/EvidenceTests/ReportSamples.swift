import CanonicalJSON
import Evidence
import Foundation
import Testing

/// Bundles with something in each section of the report.
enum ReportSample {
    static let hostile =
        "<script>alert(1)</script>\"' onload=x ]]>&amp;\n\u{1B}[31m\u{202E}\u{0}../../etc/passwd"

    static func sources(
        _ kind: Sample.Kind, text: String = "words", results changed: [UInt8]? = nil
    ) throws -> BundleSources {
        let results = changed ?? Sample.results(kind, text: text)
        let hashing = try SampleHashing()
        let policy = try RulesInForce(certificates: SampleBundle.certificateText)
        let environment = environment(text)
        let vectors = VectorLock(files: [
            .init(
                file: text, sha256: Sample.digest("d"), cases: 1, ships: true, origins: [text]),
            .init(file: "own", sha256: Sample.digest("e"), cases: 7, ships: false, origins: []),
        ])
        let bench = bench(text)
        func digest(_ value: JSONValue) -> String { hashing.sha256(value.canonicalLine) }
        return BundleSources(
            results: try Results(results), policy: policy, environment: environment,
            vectors: vectors, bench: bench,
            digests: .init(
                results: hashing.sha256(results), policy: digest(policy.json),
                environment: digest(environment.json), vectors: digest(vectors.json),
                bench: digest(bench.json)),
            controls: try ControlMap(SampleBundle.controlText), options: BundleOptions(),
            hashing: hashing)
    }

    private static func environment(_ text: String) -> Environment {
        Environment(
            isObserved: true, observedAt: "2026-11-22T12:00:09Z",
            facts: [
                .init(id: "host/name", title: text, command: text, output: text),
                .init(
                    id: "os/release", title: "Operating system", command: "cat /etc/os-release",
                    output: "PRETTY_NAME=\"Red Hat\"\nID=\"rhel\"\n\(text)"),
                .init(
                    id: "openssl/configuration", title: "libcrypto", command: "cat openssl.cnf",
                    output: String(repeating: "# remark\n\n", count: 50) + "config = 1"),
            ],
            files: [
                .init(
                    role: text, path: text, sha256: Sample.digest("a"), bytes: 1, mode: "0644",
                    owner: text, modifiedAt: "2026-11-01T00:00:00Z")
            ])
    }

    private static func bench(_ text: String) -> BenchExcerpt {
        func point(
            _ module: String, _ operation: String, _ bytes: Int, _ picoseconds: Int
        ) -> BenchExcerpt.Point {
            BenchExcerpt.Point(
                id: "\(module)/SHA2-256/\(operation)/\(bytes)", algorithm: "SHA2-256",
                operation: operation, messageBytes: bytes, module: module,
                reason: picoseconds == 0 ? text : "", picosecondsPerOperation: picoseconds,
                lowPicoseconds: picoseconds, highPicoseconds: picoseconds)
        }
        let runs = (0..<40).map { index in
            BenchExcerpt.Series.Run(
                startedAt: "2026-10-\(index / 2 + 10)T00:00:00Z",
                picosecondsPerOperation: index < 20 ? 8_000_000 + index : 9_000_000,
                isChange: index == 20)
        }
        return BenchExcerpt(
            origin: "bench", machine: [(text, text)],
            points: [
                point("openssl", "hash", 16, 200_000), point("openssl", "hash", 65536, 40_000_000),
                point("gcrypt", "hash", 16, 300_000), point("gcrypt", "hash", 65536, 50_000_000),
                point("openssl", "sign", 0, 77_000), point("gcrypt", "sign", 0, 0),
                // What no machine does must not break the page.
                point("openssl", "far", 1 << 50, 1),
            ], history: [.init(id: text, runs: runs)])
    }
}

/// The numbers of a page, counted again in the JSON of the sources: a second reading of what
/// `Figure` describes, which shares no code with the page.
struct Recount {
    let roots: [String: JSONNode]
    let controls: ControlMap

    init(_ sources: BundleSources, results: [UInt8]) throws {
        func read(_ value: JSONValue) throws -> JSONNode {
            try JSONReader.read(Array(value.canonicalText.utf8))
        }
        roots = [
            "results": try JSONReader.read(results), "policy": try read(sources.policy.json),
            "environment": try read(sources.environment.json),
            "vectors": try read(sources.vectors.json), "bench": try read(sources.bench.json),
        ]
        controls = sources.controls
    }

    /// Nil for a path that leads nowhere.
    func value(_ source: String) throws -> Int? {
        var steps: [String] = []
        var step = ""
        var depth = 0
        for character in source {
            if character == "[" || character == "(" { depth += 1 }
            if character == "]" || character == ")" { depth -= 1 }
            if character == "." && depth == 0 {
                steps.append(step)
                step = ""
            } else {
                step.append(character)
            }
        }
        steps.append(step)
        guard let root = roots[steps[0].prefixBefore("[")] else { return nil }
        var nodes = try filtered([root], steps[0])
        for step in steps.dropFirst().dropLast() {
            nodes = try filtered(try members(nodes, step.prefixBefore("[")), step)
        }
        let last = steps[steps.count - 1]
        if last == "count" { return nodes.count }
        if last.hasPrefix("sum(") {
            return try members(nodes, last.argument).reduce(0) { $0 + ($1.number ?? 0) }
        }
        if last.hasPrefix("distinct(") {
            return Set(try members(nodes, last.argument).map { $0.words }).count
        }
        return try members(nodes, last).first?.number
    }

    /// Members of that name; the elements of arrays are taken one by one.
    private func members(_ nodes: [JSONNode], _ name: String) throws -> [JSONNode] {
        try nodes.flatMap { node -> [JSONNode] in
            guard let member = try node.members()[name] else { return [] }
            if case .array(let elements) = member.value { return elements }
            return [member]
        }
    }

    private func filtered(_ nodes: [JSONNode], _ step: String) throws -> [JSONNode] {
        var nodes = nodes
        for part in step.split(separator: "[").dropFirst() {
            let filter = part.dropLast()
            if let index = Int(filter) {
                nodes = nodes.indices.contains(index) ? [nodes[index]] : []
                continue
            }
            let sides = filter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let wanted = try #require(String(sides[1]).removingPercentEncoding)
            let isPrefix = sides[0].hasSuffix("^")
            let name = isPrefix ? String(sides[0].dropLast()) : String(sides[0])
            nodes = try nodes.filter { node in
                if name == "group" {
                    let id = try node.string("id")
                    return (controls.group(ofCheck: id)?.id ?? "-") == wanted
                }
                let found = try node.string(name)
                return isPrefix ? found.hasPrefix(wanted) : found == wanted
            }
        }
        return nodes
    }
}

extension String {
    fileprivate func prefixBefore(_ character: Character) -> String {
        String(prefix { $0 != character })
    }

    fileprivate var argument: String { String(drop { $0 != "(" }.dropFirst().dropLast()) }
}

extension JSONNode {
    fileprivate var number: Int? {
        if case .integer(let integer) = value { integer } else { nil }
    }

    fileprivate var words: String {
        switch value {
        case .string(let string): string
        case .integer(let integer): String(integer)
        case .array, .object: ""
        }
    }
}

/// One tag of a page with its attributes, and the text up to the next tag.
struct PageTag {
    let name: String
    let isEnd: Bool
    var attributes: [String: String] = [:]
    let text: String

    /// The page's own text never has `<`, since it is escaped.
    static func all(_ page: String) throws -> [PageTag] {
        try page.split(separator: "<").map { part in
            let end = try #require(part.firstIndex(of: ">"), "a tag without an end")
            let inside = part[..<end]
            let text = String(part[part.index(after: end)...])
            let name = inside.prefix { $0 != " " }
            var tag = PageTag(
                name: name.hasPrefix("/") ? String(name.dropFirst()) : String(name),
                isEnd: name.hasPrefix("/"), text: text)
            let rest = inside.dropFirst(name.count).split(
                separator: "\"", omittingEmptySubsequences: false)
            for index in stride(from: 0, to: rest.count - 1, by: 2) {
                let attribute = rest[index].filter { $0 != " " && $0 != "=" }
                tag.attributes[attribute] = String(rest[index + 1])
            }
            return tag
        }
    }
}
