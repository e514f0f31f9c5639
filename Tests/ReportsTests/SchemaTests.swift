import Algorithms
import Foundation
import Testing

@testable import KnownAnswers
@testable import Throughput

/// The schema knows what the tables may put into a record; `Scripts/check-schema` validates whole
/// ones.
@Suite struct SchemaTests {
    private let definitions: [String: Any]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Reports/results.schema.json")
        let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        definitions = try #require((schema as? [String: Any])?["$defs"] as? [String: Any])
    }

    @Test func everyFamily() throws {
        let family = try #require(definitions["family"] as? [String: Any])
        let names = Algorithm.Family.allCases.map(\.rawValue) + [SetResult.familyOfOthers]
        #expect(family["enum"] as? [String] == names)
    }

    @Test func everyAlgorithmAndPoint() throws {
        let (algorithm, operation) = (try pattern("algorithm"), try pattern("operation"))
        for row in Algorithm.table {
            #expect(row.name.wholeMatch(of: algorithm) != nil, "\(row.name)")
        }
        for point in Point.all(.full) {
            #expect(point.operation.wholeMatch(of: operation) != nil, "\(point.operation)")
        }
    }

    private func pattern(_ name: String) throws -> Regex<AnyRegexOutput> {
        let definition = try #require(definitions[name] as? [String: Any])
        return try Regex(try #require(definition["pattern"] as? String))
    }
}
