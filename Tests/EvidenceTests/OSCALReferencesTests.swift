import CanonicalJSON
import Evidence
import Testing

/// Mutations that JSON Schema and the public validators let through.
@Suite struct OSCALReferencesTests {
    struct Mutation: Sendable {
        let path: String
        let value: String
        let problem: String

        init(_ path: String, _ value: String, _ problem: String) {
            (self.path, self.value, self.problem) = (path, value, problem)
        }
    }

    private static let stray = "11111111-1111-5111-8111-111111111111"
    private static let result = "assessment-results/results/0"

    static let mutations = [
        Mutation("\(result)/findings/0/related-observations/0/observation-uuid", stray, "no UUID"),
        Mutation("\(result)/findings/0/related-risks/0/risk-uuid", stray, "no UUID"),
        Mutation("\(result)/observations/0/subjects/0/subject-uuid", stray, "no UUID"),
        Mutation("\(result)/observations/0/origins/0/actors/0/actor-uuid", stray, "no UUID"),
        Mutation(
            "\(result)/observations/0/relevant-evidence/0/href", "#\(stray)", "leads nowhere"),
        Mutation("assessment-results/import-ap/href", "#\(stray)", "leads nowhere"),
        Mutation(
            "assessment-results/back-matter/resources/1/rlinks/0/href", "/etc/results.json",
            "one machine"),
        Mutation(
            "\(result)/reviewed-controls/control-selections/0/include-controls/0/control-id",
            "sc-99", "control sc-99 is unknown"),
        Mutation(
            "\(result)/reviewed-controls/control-objective-selections/0/include-objectives/0"
                + "/objective-id", "sc-13_obj.z", "objective sc-13_obj.z is unknown"),
        Mutation("\(result)/findings/0/target/target-id", "sc-13_obj.q", "is unknown"),
        Mutation("\(result)/observations/0/methods/0", "test", "no method"),
        Mutation(
            "assessment-results/back-matter/resources/1/rlinks/0/hashes/0/algorithm", "sha256",
            "no name"),
        Mutation(
            "assessment-results/back-matter/resources/1/rlinks/0/hashes/0/value", "abcdef",
            "no SHA-256"),
        Mutation("assessment-results/metadata/oscal-version", "1.2.2", "not 1.2.1"),
        Mutation("assessment-results/metadata/oscal-version", "1.1.3", "not 1.2.1"),
        Mutation("assessment-results/uuid", "11111111-1111-1111-8111-111111111111", "no UUID of"),
        Mutation("\(result)/end", "2026-11-22T11:00:00Z", "ends before it starts"),
        Mutation("\(result)/observations/0/collected", "2026-11-22T13:00:00Z", "outside"),
        Mutation("\(result)/start", "2026-11-22T12:00:00", "no time in UTC"),
        Mutation("\(result)/observations/0/props/0/value", "two\nlines", "not one line"),
        Mutation("\(result)/findings/0/target/status/state", "met", "no state"),
        Mutation("\(result)/findings/0/target/status/state", "satisfied", "no run satisfies"),
    ]

    private let controls: ControlMap
    private let document: JSONValue

    init() throws {
        let sources = try SampleBundle.make(.fail)
        controls = sources.controls
        document = try JSONReader.read(Array(Projection.assessment.derive(sources).utf8)).jsonValue
    }

    @Test func whatWeWriteHasNoProblem() throws {
        #expect(OSCALReferences.problems(in: document, controls: controls) == [])
        for kind in Sample.Kind.allCases {
            #expect(try SampleBundle.make(kind).problems == [])
        }
    }

    @Test(arguments: mutations)
    func everyMutationIsCaught(_ mutation: Mutation) throws {
        let path = mutation.path.split(separator: "/").map { String($0) }
        let changed = try document.replacing(path[...], by: .string(mutation.value))
        let problems = OSCALReferences.problems(in: changed, controls: controls)
        #expect(problems.contains { $0.contains(mutation.problem) }, "\(problems)")
    }

    @Test func aUUIDThatStandsTwiceIsCaught() throws {
        let first = ["assessment-results", "results", "0", "observations", "0", "uuid"]
        let second = ["assessment-results", "results", "0", "observations", "1", "uuid"]
        let changed = try document.replacing(second[...], by: try document.at(first[...]))
        let problems = OSCALReferences.problems(in: changed, controls: controls)
        #expect(problems.contains { $0.contains("stands twice") })
    }

    @Test(arguments: ["related-risks", "related-observations"])
    func aFindingWithoutItsGroundsIsCaught(_ member: String) throws {
        let path = ["assessment-results", "results", "0", "findings", "0"]
        guard case .object(var finding) = try document.at(path[...]) else {
            Issue.record("no finding")
            return
        }
        finding[member] = nil
        let changed = try document.replacing(path[...], by: .object(finding))
        #expect(OSCALReferences.problems(in: changed, controls: controls).count == 1)
    }

    @Test func anEmptyListIsCaught() throws {
        let path = ["assessment-results", "results", "0", "observations", "0", "methods"]
        let changed = try document.replacing(path[...], by: .array([]))
        #expect(OSCALReferences.problems(in: changed, controls: controls).count == 1)
    }
}

extension BundleSources {
    /// Of both documents, as they would be written.
    var problems: [String] {
        get throws {
            try [Projection.assessment, .components].flatMap { projection in
                let text = Array(projection.derive(self).utf8)
                return OSCALReferences.problems(
                    in: try JSONReader.read(text).jsonValue, controls: controls)
            }
        }
    }
}

extension JSONValue {
    func at(_ path: ArraySlice<String>) throws -> JSONValue {
        guard let name = path.first else { return self }
        switch self {
        case .object(let members): return try #require(members[name]).at(path.dropFirst())
        case .array(let values):
            let index = try #require(Int(name))
            try #require(values.indices.contains(index))
            return try values[index].at(path.dropFirst())
        default: throw RecordError(at: 0, "no \(name)")
        }
    }

    func replacing(_ path: ArraySlice<String>, by new: JSONValue) throws -> JSONValue {
        guard let name = path.first else { return new }
        let changed = try at([name]).replacing(path.dropFirst(), by: new)
        switch self {
        case .object(var members):
            members[name] = changed
            return .object(members)
        case .array(var values):
            values[try #require(Int(name))] = changed
            return .array(values)
        default: throw RecordError(at: 0, "no \(name)")
        }
    }
}
