package import BenchRecord

/// What is wrong with a measurement on the face of it, without any other to compare it with.
package enum BenchSanity {
    /// Names of features in the fingerprint's `cpuFeatures`, as x86 and as aarch64 call them.
    private static let hashing: Set<String> = ["sha_ni", "sha2"]
    private static let encrypting: [Set<String>] = [["aes", "pclmulqdq"], ["aes", "pmull"]]

    private static let wide: Set<String> = ["avx512f", "avx512vl", "vaes", "vpclmulqdq"]

    /// OpenSSL's GCM has code for VAES since 3.1 (openssl pull request 17239).
    private static func hasWideCode(_ record: BenchRecord) -> Bool {
        let version = record.fingerprint.fields["openssl.version"]?.split(separator: " ").last ?? ""
        let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        return numbers.count == 2 && (numbers[0] > 3 || numbers[0] == 3 && numbers[1] >= 1)
    }

    package static func findings(_ record: BenchRecord) -> [String] {
        let features = Set(
            (record.fingerprint.fields["cpuFeatures"] ?? "").split(separator: " ").map(String.init))
        var findings: [String] = []
        let hashes = !features.isDisjoint(with: hashing)
        let ciphers = encrypting.contains { $0.isSubset(of: features) }
        // With 512 bits at a time a byte takes a quarter of a cycle, with 128 two thirds of one.
        let widely = features.isSuperset(of: wide) && hasWideCode(record)
        for point in longest(record.points) {
            guard let cycles = point.cyclesPerByte else { continue }
            let found =
                "\(point.module): \(point.algorithm) \(point.operation) takes "
                + "\(decimal(cycles)) cycles a byte"
            if point.algorithm == "SHA2-256" && hashes && cycles > 5 {
                findings.append(
                    "sha-acceleration-not-active: \(found), though the processor has "
                        + "instructions for it; look at OPENSSL_ia32cap and the module's build")
            }
            // Of a shorter message the tag and the set-up are too great a part.
            let isWide = widely && point.module == "openssl" && point.messageBytes >= 4096
            let limit = isWide ? 0.45 : 1.5
            if point.algorithm == "ACVP-AES-GCM" && cycles > limit && cycles <= 1.5 {
                findings.append(
                    "vaes-acceleration-not-active: \(found), though the processor has VAES and "
                        + "AVX-512 and the module has code for them; look at OPENSSL_ia32cap and "
                        + "the module's build")
            }
            if point.algorithm == "ACVP-AES-GCM" && ciphers && cycles > 1.5 {
                findings.append(
                    "aes-acceleration-not-active: \(found), though the processor has "
                        + "instructions for it; look at OPENSSL_ia32cap and the module's build")
            }
        }
        return findings + disagreement(record, hashes)
    }

    /// Two implementations that use the same instructions for the same hash take the same time.
    private static func disagreement(_ record: BenchRecord, _ hashes: Bool) -> [String] {
        let points = longest(record.points).filter {
            $0.algorithm == "SHA2-256" && $0.messageBytes >= 4096
        }
        guard hashes, points.count == 2, points[0].messageBytes == points[1].messageBytes,
            let first = points[0].cyclesPerByte, let second = points[1].cyclesPerByte,
            first <= 5, second <= 5, abs(first / second - 1) > 0.05
        else { return [] }
        return [
            "sha256-modules-disagree: \(points[0].module) takes \(decimal(first)) cycles a byte, "
                + "\(points[1].module) \(decimal(second)), though both use the processor's "
                + "instructions; one of the two was measured wrongly or is slowed down"
        ]
    }

    /// The longest message of each operation, where what a byte costs is all that counts.
    private static func longest(_ points: [BenchRecord.Point]) -> [BenchRecord.Point] {
        points.filter { point in
            point.state == .measured && point.messageBytes >= 1024
                && !points.contains {
                    $0.module == point.module && $0.algorithm == point.algorithm
                        && $0.operation == point.operation && $0.state == .measured
                        && $0.messageBytes > point.messageBytes
                }
        }
    }

    private static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }
}

extension BenchRecord.Point {
    package var cyclesPerByte: Double? {
        guard messageBytes > 0, let cycles = estimate?.milliCycles else { return nil }
        return Double(cycles) / 1000 / Double(messageBytes)
    }
}
