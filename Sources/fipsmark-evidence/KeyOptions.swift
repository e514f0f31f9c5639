import Algorithms
import ArgumentParser
import CommandSupport
import Evidence
import EvidenceSigning
import Glibc
import OpenSSLModule

/// With what evidence is signed, and where.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The private key: a file, or a PKCS #11 URI.",
            discussion: "A file must be readable by its owner alone. The module under test signs "
                + "with it; a key behind a URI (pkcs11:…) stays in its token.",
            valueName: "file|uri"))
    var key: String?

    @Flag(help: "Write the bundle without a signature.")
    var noSign = false

    @Flag(
        help: ArgumentHelp(
            "Sign outside the module under test.",
            discussion: "By what libcrypto offers, where the module is in its error state or not "
                + "on this machine. The bundle says so."))
    var outside = false

    func validate() throws {
        if noSign == (key != nil) {
            throw ValidationError(
                "pass --key FILE or --no-sign; 'fipsmark evidence keygen' makes a key")
        }
        if outside && key == nil { throw ValidationError("--outside needs --key") }
    }

    /// - Parameter module: the provider that is loaded, and whether it is the one of the run.
    /// - Returns: nil where nobody signs.
    func signer(
        _ module: (provider: OpenSSLModule, isUnderTest: Bool)?
    ) throws(CommandError) -> (key: SigningKey, signer: Manifest.Signer)? {
        guard let key, !outside, !isInToken else { return try signerOutside() }
        guard let module else { return nil }
        return (
            try KeyFiles.signingKey(key, in: module.provider),
            module.isUnderTest ? .moduleUnderTest : .anotherModule
        )
    }

    /// For commands that test nothing, and so load no module under test.
    func signerOutside() throws(CommandError) -> (key: SigningKey, signer: Manifest.Signer)? {
        guard let key else { return nil }
        return (
            isInToken ? try KeyOptions.token(key) : try KeyFiles.signingKey(key, in: nil), .outside
        )
    }

    private var isInToken: Bool { key?.hasPrefix("pkcs11:") == true }

    /// Before libcrypto is called for the first time.
    func prepare() { if isInToken { DefaultContext.leaveToTheSystem() } }

    private static func token(_ uri: String) throws(CommandError) -> SigningKey {
        do throws(ModuleError) {
            return try SigningKey(uri: uri)
        } catch {
            throw CommandError(error)
        }
    }
}

/// What 'run --evidence' asks before it begins.
struct KeyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-key", abstract: "Say whether a key can sign evidence.",
        shouldDisplay: false)

    @OptionGroup var keys: KeyOptions

    func run() throws {
        keys.prepare()
        leaving { () throws(CommandError) in
            _ = try keys.signerOutside()
            return .passed
        }
    }
}

struct KeyGeneration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a key that signs evidence, in the FIPS module.",
        discussion: """
            Writes the private key (PKCS #8, mode 0600) to the file, and the public one beside \
            it, with '.pub.pem' in the place of '.pem'. Give the public key to whoever verifies.

            Example: fipsmark evidence keygen --output key.pem
            """)

    @Option(help: "P-256 or P-384; what is weaker is refused.")
    var curve = SigningKey.Strength.p256

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The file of the private key.", valueName: "file"))
    var output: String

    @OptionGroup(title: "Module") var provider: ProviderOptions

    func run() throws {
        leaving { () throws(CommandError) in
            var status = stat()
            let publicPath =
                (output.hasSuffix(".pem") ? String(output.dropLast(4)) : output) + ".pub.pem"
            for path in [output, publicPath] where lstat(path, &status) == 0 {
                throw CommandError("\(path) exists; a key is not written over, choose another name")
            }
            do throws(ModuleError) {
                let key = try SigningKey(generating: curve, in: try provider.load())
                let pem = try key.privatePEM()
                do throws(CommandError) {
                    try ReportFile.write(pem, to: output, mode: 0o600)
                    try ReportFile.write(key.publicPEM, to: publicPath)
                } catch {
                    throw ModuleError.couldNotRun(error.message)
                }
            } catch {
                throw CommandError(error)
            }
            let fingerprint = try KeyFiles.verificationKey(publicPath).fingerprint(
                LibraryHashing.of(nil))
            StandardError.say("SHA-256 of the public key: \(fingerprint)")
            try ReportFile.writeToStandardOutput("\(output)\n\(publicPath)\n")
            return .passed
        }
    }
}

extension SigningKey.Strength: ExpressibleByArgument {}
