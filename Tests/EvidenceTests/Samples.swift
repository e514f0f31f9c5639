import CanonicalJSON
import Evidence
import OpenSSLModule
import Testing

/// Small runs, each with one check of every kind.
enum Sample {
    enum Kind: String, CaseIterable {
        case pass
        case fail
        case unknown
    }

    /// - Parameter text: stands wherever a run has words from elsewhere.
    static func results(_ kind: Kind, text: String = "words") -> [UInt8] {
        let outcome = kind.rawValue
        let record: JSONValue = [
            "schemaVersion": "1.4", "tool": ["name": "fipsmark", "version": "0.1.0"],
            "startedAt": "2026-11-22T12:00:00Z", "asOf": "2026-11-22",
            "verdict": .string(outcome),
            "headline": .string(
                "\(outcome.uppercased())  \(kind == .pass ? 1 : 0)/1 right, "
                    + "\(kind == .fail ? 1 : 0) wrong; libgcrypt agrees"),
            "modules": .array([module("openssl", text), module("gcrypt", text)]),
            "libraries": .array([
                [
                    "name": "libcrypto", "version": .string(text), "path": "/lib/libcrypto.so.3",
                    "sha256": .string(digest("c")),
                ]
            ]),
            "crossCheck": "available", "crossCheckRequired": "no",
            "vectors": .array([["file": .string(text), "sha256": .string(digest("d"))]]),
            "selfTests": .object([
                "load": .array([selfTest(text)]), "forced": .array([selfTest(text)]),
            ]),
            "checks": .array(checks(outcome, text)), "inputs": .array([]),
            "sets": .array([set(kind, text)]), "points": .array(points(text)),
            "trials": .array([trial(text)]),
        ]
        return Array(record.canonicalLine.utf8)
    }

    static func digest(_ digit: String) -> String { String(repeating: digit, count: 64) }

    private static func module(_ role: String, _ text: String) -> JSONValue {
        [
            "role": .string(role), "name": .string(text), "version": "3.5.7",
            "buildInformation": "3.5.7", "path": .string("/usr/lib/\(role).so"),
            "sha256": .string(digest(role == "openssl" ? "a" : "b")), "reachedThrough": "OpenSSL",
            "approvedMode": "yes",
            "certificate": [
                "id": "", "asOf": "2026-11-22", "basis": "none", "caveat": "",
                "level": "", "module": "", "others": .array([]), "source": "", "standard": "",
                "statement": "unknown to table dated 2026-04-15", "status": "unknown to the table",
                "sunset": "", "tableDate": "2026-04-15",
            ],
        ]
    }

    private static func selfTest(_ text: String) -> JSONValue {
        [
            "type": "KAT_Digest", "description": .string(text), "phase": "Pass",
            "durationNanoseconds": 1000,
        ]
    }

    private static func checks(_ outcome: String, _ text: String) -> [JSONValue] {
        func check(_ id: String, _ outcome: String, _ severity: String) -> JSONValue {
            [
                "id": .string(id), "title": .string(text), "outcome": .string(outcome),
                "severity": .string(severity), "observed": .string(text),
            ]
        }
        return [
            check("certificate/openssl", "notchecked", "warning"),
            check("self-test/openssl/KAT_Digest/\(text)", "pass", "required"),
            check("state/openssl", "pass", "required"),
            check(
                "kat/SHA2-256/1.0/1/openssl", outcome == "unknown" ? "error" : outcome, "required"),
            check("kat/SHA2-256/1.0/1/gcrypt", "pass", "required"),
            check("cross-check/SHA2-256/1.0/1", "pass", "required"),
            check("name/openssl/digest/MD5", "pass", "warning"),
            check("limit/openssl/hmac-short-gen/HMAC", "pass", "required"),
            check("probe/openssl/tdea3-enc/tdea-encryption", "fail", "warning"),
        ]
    }

    private static func set(_ kind: Kind, _ text: String) -> JSONValue {
        func group(_ module: String, _ kind: Kind) -> JSONValue {
            [
                "check": .string("kat/SHA2-256/1.0/1/\(module)"), "tgId": 1,
                "module": .string(module), "pass": .integer(kind == .pass ? 1 : 0),
                "fail": .integer(kind == .fail ? 1 : 0),
                "error": .integer(kind == .unknown ? 1 : 0), "unsupported": 0, "refused": 0,
                "notComparable": 0,
                "reasons": .array([]),
            ]
        }
        let finding: JSONValue = [
            "tgId": 1, "tcId": 1, "field": "md", "expected": "00",
            "answers": .array([
                ["module": "openssl", "verdict": "fail", "reason": "fail", "value": .string(text)],
                ["module": "gcrypt", "verdict": "pass", "reason": "pass", "value": "00"],
            ]),
        ]
        return [
            "file": .string(text), "set": "SHA2-256", "revision": "1.0", "family": "SHA-2",
            "cases": 1, "durationNanoseconds": 1000,
            "groups": .array([group("openssl", kind), group("gcrypt", .pass)]),
            "findings": .array(kind == .fail ? [finding] : []),
        ]
    }

    private static func points(_ text: String) -> [JSONValue] {
        [
            [
                "algorithm": "SHA2-256", "operation": "hash", "messageBytes": 16384,
                "module": "openssl", "state": "measured", "picosecondsPerOperation": 8_000_000,
                "bytesPerSecond": 2_048_000_000, "spreadPerMille": 9, "batches": 9,
                "operationsPerBatch": 12,
            ],
            [
                "algorithm": "SHA2-256", "operation": "hash", "messageBytes": 64,
                "module": "gcrypt", "state": "not offered", "reason": .string(text),
            ],
        ]
    }

    private static func trial(_ text: String) -> JSONValue {
        [
            "probe": "tdea-encryption", "module": "openssl", "rule": "tdea3-enc",
            "standard": "disallowed", "certificate": "", "listing": "", "conduct": .string(text),
            "contrast": "works", "strictest": "not approved", "disagreement": "",
        ]
    }
}
