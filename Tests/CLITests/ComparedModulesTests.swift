import Foundation
import Testing

/// Trap 18: times under FIPS hold reseeding, pair-wise tests and indicators, and those of the
/// default provider do not. They are not compared unless asked for, and never without saying so.
@Suite struct ComparedModulesTests {
    @Test func anotherModulesTimesAreNotComparedUnnamed() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let base = try folder.file("a.json", record("OpenSSL Default Provider 3.0.19"))
        let candidate = try folder.file("b.json", record("OpenSSL FIPS Provider 3.5.7"))
        let refused = try Fipsmark.run(["compare", base, candidate], folder: folder)
        expectError(refused, status: 2, "these differ: openssl.version")
        let forced = try Fipsmark.run(["compare", base, candidate, "--force"], folder: folder)
        #expect(forced.output.contains("compared though these differ: openssl.version"))
    }

    private func record(_ module: String) -> String {
        let replicate = """
            {"picoseconds":1000,"rawMedianPicoseconds":1000,"batches":100,"cleanBatches":90,
            "operationsPerBatch":10,"bins":[{"megahertz":3000,"batches":90,"picoseconds":1000}]}
            """
        return """
            {"schema":"fipsmark-bench/1","toolVersion":"1","startedAt":"","finishedAt":"",
            "profile":"standard","fingerprint":{"fields":{"openssl.version":"\(module)"}},
            "quietness":{"grade":"A","cleanPerMille":900,"remarks":[]},
            "points":[{"id":"p","module":"openssl","algorithm":"a","operation":"o",
            "messageBytes":0,"workload":"w/1","workloadDigest":"","state":"measured","reason":"",
            "estimate":{"picoseconds":1000,"lowerPicoseconds":1,"upperPicoseconds":1,
            "rawMedianPicoseconds":1},"replicates":[\(replicate),\(replicate),\(replicate)]}]}
            """
    }
}
