import BenchRecord

/// A record made by hand: two sizes of one operation, a signature with its verification, and a
/// point without a number.
enum Made {
    static func record() -> BenchRecord {
        BenchRecord(
            toolVersion: "0.1.0", startedAt: "2026-02-01T00:00:00Z",
            finishedAt: "2026-02-01T00:00:15Z", profile: "standard",
            fingerprint: BenchRecord.Fingerprint(fields: [
                "cpuModel": "Some CPU", "openssl.version": "3.5.7", "note": "a \"b\" \\ c\nd",
            ]),
            quietness: BenchRecord.Quietness(grade: "B", cleanPerMille: 720, remarks: []),
            points: [
                point("ACVP-AES-GCM", "AES-256 seal", 1024, 500_125, (499_000, 502_000)),
                point("ECDSA-sigGen", "P-256", 0, 25_000_000, (24_900_000, 25_100_000)),
                point("ECDSA-sigVer", "P-256", 0, 80_000_000, (79_000_000, 81_000_000)),
                BenchRecord.Point(
                    id: "openssl/KDF/counter/0", module: "openssl", algorithm: "KDF",
                    operation: "counter", messageBytes: 0, workload: "kdf/1", workloadDigest: "",
                    state: .inconclusive, reason: "3 of 400 | clean"),
            ])
    }

    static func point(
        _ algorithm: String, _ operation: String, _ messageBytes: Int, _ picoseconds: Int,
        _ interval: (Int, Int)
    ) -> BenchRecord.Point {
        BenchRecord.Point(
            id: "openssl/\(algorithm)/\(operation)/\(messageBytes)", module: "openssl",
            algorithm: algorithm, operation: operation, messageBytes: messageBytes,
            workload: "made/1", workloadDigest: "00", state: .measured,
            estimate: BenchRecord.Estimate(
                picoseconds: picoseconds, lowerPicoseconds: interval.0,
                upperPicoseconds: interval.1, milliCycles: picoseconds * 3,
                cycleSource: "frequency probe", rawMedianPicoseconds: picoseconds + 20_000),
            replicates: [picoseconds / 1000 * 1000, picoseconds + 1000].map {
                BenchRecord.Replicate(
                    picoseconds: $0, rawMedianPicoseconds: $0, batches: 80, cleanBatches: 70,
                    operationsPerBatch: 200, bins: [])
            })
    }
}
