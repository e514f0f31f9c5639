import ArgumentParser
import CommandSupport
import Glibc

/// The bundle that `run` leaves of itself, made by `fipsmark-evidence`.
struct EvidenceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Leave a bundle of evidence in this folder (fipsmark-evidence).",
            discussion: "Results, policy, environment and everything that is made of them, signed "
                + "by the module under test.", valueName: "folder"))
    var evidence: String?

    @Option(
        help: ArgumentHelp(
            "The private key of the bundle: a file, or a PKCS #11 URI.", valueName: "file|uri"))
    var key: String?

    @Flag(help: "Leave the bundle without a signature.")
    var noSign = false

    func validate() throws {
        if evidence == nil && (key != nil || noSign) {
            throw ValidationError("--key and --no-sign need --evidence")
        }
        if evidence != nil && noSign == (key != nil) {
            throw ValidationError(
                "--evidence needs --key FILE or --no-sign; 'fipsmark evidence keygen' makes a key")
        }
    }

    /// Before an hour of work, not after it.
    func requireProgramAndKey() throws(CommandError) {
        if evidence == nil { return }
        if try ask(["check-key"] + signature) == nil {
            throw CommandError("no bundle could be signed, for the reason above")
        }
    }

    private var signature: [String] { key.map { ["--key", $0] } ?? ["--no-sign"] }

    /// What the program printed, or nil where it failed, and said why.
    private func ask(_ arguments: [String]) throws(CommandError) -> [UInt8]? {
        let program = try CompanionProgram.evidence.executable()
        let child: ChildProcess
        do throws(ChildProcess.StartFault) {
            child = try ChildProcess(arguments, of: program)
        } catch {
            throw CommandError("cannot make evidence: \(program): \(error.message)")
        }
        let (bytes, _) = child.collect(seconds: 600, limitBytes: 1 << 16)
        return child.wait() == .code(0) ? bytes : nil
    }

    /// - Parameter results: results.json as this program writes it.
    func leave(_ results: String, _ modules: ModuleOptions) throws(CommandError) {
        guard let evidence else { return }
        if mkdir(evidence, 0o755) != 0 && errno != EEXIST {
            throw CommandError("cannot make \(evidence): \(String(cString: strerror(errno)))")
        }
        let file = "\(evidence)/.results-\(getpid()).json"
        try ReportFile.write(results, to: file)
        defer { unlink(file) }
        var arguments = ["create", file, "--output", evidence, "--observe"]
        arguments += ["--provider", modules.provider.providerPath]
        if let path = modules.provider.configurationPath { arguments += ["--module-config", path] }
        if let path = modules.policy.certificates.certificates {
            arguments += ["--certificates", path]
        }
        guard let bytes = try ask(arguments + signature) else {
            throw CommandError("no bundle was left in \(evidence), for the reason above")
        }
        StandardError.say("evidence in \(String(decoding: bytes, as: UTF8.self).dropLast())")
    }
}
