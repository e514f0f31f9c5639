import Algorithms
import Approval
import CTrials
import CommandSupport
import GcryptModule
import Glibc
import KnownAnswers
import NodeChecks
import OpenSSLModule

/// libgcrypt and GnuTLS in a process of their own, which they may end.
enum GcryptView {
    /// What both libraries offer.
    private static let algorithms: Set<String> = [
        "ACVP-AES-CBC", "ACVP-AES-CTR", "ACVP-AES-ECB", "ACVP-AES-GCM", "CMAC-AES",
        "HMAC-SHA2-256", "PBKDF", "SHA2-256", "SHA2-512", "SHA3-256", "ECDSA-sigGen",
        "ECDSA-sigVer",
    ]

    /// Of which fresh questions are made: not of AES-GCM and ECDSA, whose many combinations take
    /// longer than all else here together.
    private static let fresh: Set<String> = [
        "ACVP-AES-CTR", "CMAC-AES", "HMAC-SHA2-256", "SHA2-256",
    ]

    /// - Parameter arguments: the provider's file, and its configuration or nothing.
    static func write(_ arguments: [String]) throws(ModuleError) {
        guard arguments.count == 2 else { throw .couldNotRun("no module to compare with") }
        let gcrypt: GcryptModule
        do throws(ModuleError) {
            gcrypt = try GcryptModule()
        } catch {
            if case .selfTestFailed = error { FactRow.write(["self-test", error.message]) }
            FactRow.write(["missing", error.message])
            writeGnuTLS()
            return
        }
        let identity = gcrypt.identity
        FactRow.write(["library", identity.version, identity.path, identity.buildInformation])
        FactRow.write(["mode", identity.approvedMode ? "1" : "0"])
        FactRow.write(["operational", gcrypt.isOperational ? "1" : "0"])
        var note: UInt8 = 0
        // NT_FDO_INTEGRITY, which libgcrypt's own build adds (src/gen-note-integrity.sh).
        let length = ctrials_note(identity.path, "FDO", 0xCAFE_2A8E, &note, 1)
        FactRow.write(["integrity-note", length > 0 ? "1" : "0"])
        for probe in Probe.all {
            guard let question = probe.question, let said = gcrypt.indicator(question) else {
                continue
            }
            FactRow.write([
                "indicator", probe.id, said.rawValue, "\(probe.rule.status.isApproved ? 1 : 0)",
            ])
        }
        try compare(gcrypt, arguments[0], arguments[1].isEmpty ? nil : arguments[1])
        do throws(ModuleError) {
            _ = try gcrypt.runSelfTests()
            FactRow.write(["self-test", "passed"])
        } catch {
            FactRow.write(["self-test", error.message])
        }
        writeGnuTLS()
    }

    /// The same questions to both libraries: those that ship, and fresh ones of random and edge
    /// lengths, which the seed makes again.
    private static func compare(
        _ gcrypt: GcryptModule, _ path: String, _ configuration: String?
    ) throws(ModuleError) {
        let provider: OpenSSLModule
        do throws(ModuleError) {
            provider = try ProviderOptions.load(path, configurationPath: configuration)
        } catch {
            FactRow.write(["not-compared", error.message])
            return
        }
        let engine = KnownAnswerEngine([Gate(provider, for: .test), Gate(gcrypt, for: .test)])
        let files = ShippedVectors(of: algorithms)
        let seed = UInt64.random(in: .min ... .max)
        let text = String(seed, radix: 16)
        FactRow.write(["seed", text])
        do throws(CommandError) {
            for name in files.names { write(try AbridgedVectors.run(name, engine)) }
            var run = try FreshRun(seed: text, cases: 1, emit: nil, engine)
            for algorithm in Algorithm.table where fresh.contains(algorithm.name) {
                try run.run(algorithm)
            }
            for set in run.sets { write(set) }
        } catch {
            FactRow.write(["not-compared", error.message])
        }
    }

    private static func write(_ set: SetResult) {
        let (first, second) = (set.counts(.openssl), set.counts(.gcrypt))
        FactRow.write([
            "compared", set.file, "\(min(first.executed, second.executed))",
            "\(set.disagreements)", "\(first.fail)", "\(second.fail)",
            "\(first.error + second.error)",
        ])
        for finding in set.findings.prefix(5) {
            let answers = finding.answers.map {
                "\($0.role.rawValue) \($0.value ?? $0.verdict.word)"
            }
            FactRow.write([
                "difference", set.file, "group \(finding.tgId) case \(finding.tcId)",
                "\(finding.field): expected \(finding.expected); "
                    + answers.joined(separator: ", "),
            ])
        }
    }

    /// GnuTLS by its own word, and what it says of one hash.
    private static func writeGnuTLS() {
        typealias Text = @convention(c) (UnsafePointer<CChar>?) -> UnsafePointer<CChar>?
        typealias Number = @convention(c) () -> UInt32
        guard let library = dlopen("libgnutls.so.30", RTLD_NOW | RTLD_LOCAL),
            let version = dlsym(library, "gnutls_check_version"),
            let mode = dlsym(library, "gnutls_fips140_mode_enabled")
        else {
            let reason = dlerror().map { String(cString: $0) } ?? "not found"
            return FactRow.write(["gnutls-missing", reason])
        }
        let text = unsafeBitCast(version, to: Text.self)(nil).map { String(cString: $0) }
        FactRow.write([
            "gnutls", text ?? "unknown", "\(unsafeBitCast(mode, to: Number.self)())",
            operationState(library),
        ])
    }

    /// gnutls_fips140_get_operation_state after SHA-256 (GnuTLS 3.7.3 and later).
    private static func operationState(_ library: UnsafeMutableRawPointer) -> String {
        typealias Make = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> Int32
        typealias Use = @convention(c) (OpaquePointer?) -> Int32
        typealias Pop = @convention(c) () -> Int32
        typealias Hash =
            @convention(c) (Int32, UnsafeRawPointer, Int, UnsafeMutableRawPointer) -> Int32
        guard let make = dlsym(library, "gnutls_fips140_context_init"),
            let push = dlsym(library, "gnutls_fips140_push_context"),
            let pop = dlsym(library, "gnutls_fips140_pop_context"),
            let state = dlsym(library, "gnutls_fips140_get_operation_state"),
            let hash = dlsym(library, "gnutls_hash_fast")
        else { return "not told" }
        var context: OpaquePointer?
        var digest = [UInt8](repeating: 0, count: 32)
        // GNUTLS_DIG_SHA256 is 6.
        guard unsafeBitCast(make, to: Make.self)(&context) == 0,
            unsafeBitCast(push, to: Use.self)(context) == 0,
            unsafeBitCast(hash, to: Hash.self)(6, "abc", 3, &digest) == 0,
            unsafeBitCast(pop, to: Pop.self)() == 0
        else { return "not told" }
        switch unsafeBitCast(state, to: Use.self)(context) {
        case 1: return "approved"
        case 2: return "not approved"
        case 3: return "error"
        default: return "initial"
        }
    }
}
