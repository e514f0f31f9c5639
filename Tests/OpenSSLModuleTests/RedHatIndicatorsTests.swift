import Algorithms
import Foundation
import Testing

@testable import OpenSSLModule

/// The table that providers of the RHEL family export, from a provider that exports one: it hands
/// all else on to the provider under test, and fipsinstall has tested it as it would any other.
@Suite struct RedHatIndicatorsTests {
    private static let source = """
        #include <dlfcn.h>
        #include <stddef.h>

        int OSSL_provider_init(const void *handle, const void *in, const void **out, void **context)
        {
            void *file = dlopen(PROVIDER, RTLD_NOW | RTLD_LOCAL);
            int (*init)(const void *, const void *, const void **, void **) =
                (__typeof__(init))dlsym(file, "OSSL_provider_init");
            return init != NULL && init(handle, in, out, context);
        }

        struct function { int id, approved; };
        struct algorithm { const char *names, *properties; const struct function *functions; };

        /* Of core_dispatch.h: 2 and 3 sign a digest, 8 to 10 a message in parts, 11 whole. */
        static const struct function parts[] = {
            { 2, 0 }, { 3, 0 }, { 8, 1 }, { 9, 1 }, { 10, 1 }, { 0, 0 } };
        static const struct function whole[] = { { 8, 1 }, { 11, 1 }, { 0, 0 } };
        static const struct function digests[] = { { 2, 1 }, { 3, 1 }, { 0, 0 } };
        static const struct function unfinished[] = { { 8, 1 }, { 9, 1 }, { 10, 0 }, { 0, 0 } };
        static const struct function strange[] = {
            { 8, 1 }, { 75, 1 }, { -3, 1 }, { 1 << 30, 1 }, { 10, 2 }, { 0, 0 } };
        static const struct algorithm signatures[] = {
            { "RSA:rsaEncryption", "provider=fips,fips=no", parts },
            { "ECDSA", "provider=fips,fips=yes", parts },
            { "RSA:rsaEncryption", "provider=fips,fips=yes", digests },
            { "DSA:dsaEncryption", "provider=fips,fips=yes", whole },
            { "ED25519", "provider=fips,fips=yes", unfinished },
            { "ED448", "provider=fips,fips=yes", strange },
            { "SM2", "provider=fips", parts }, { "POLY", NULL, parts },
            { "NONE", "fips=yes", NULL }, { NULL, NULL, NULL } };

        const struct algorithm *redhat_ossl_query_fipsindicator(int operation)
        {
            return operation == 12 ? signatures : NULL;
        }
        """

    /// A folder with the provider and its configuration, and the folder's end.
    private static func withProvider(
        _ body: (_ provider: String, _ configuration: ProviderConfiguration) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "fipsmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (code, provider) = (folder.path + "/fips.c", folder.path + "/fips.so")
        try Data(source.utf8).write(to: URL(filePath: code))
        try run([
            "clang", "-shared", "-fPIC", "-DPROVIDER=\"\(Provider.path)\"", "-o", provider, code,
        ])
        let configuration = folder.path + "/fipsmodule.cnf"
        try run(["openssl", "fipsinstall", "-quiet", "-module", provider, "-out", configuration])
        try body(provider, try ProviderConfiguration(path: configuration))
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments)")
    }

    @Test func theTableDecidesWhatIsApproved() throws {
        try RedHatIndicatorsTests.withProvider { provider, configuration in
            // A file that nobody has loaded says nothing.
            #expect(RedHatIndicators(providerPath: provider) == nil)
            let module = try OpenSSLModule(providerPath: provider, configuration: configuration)
            defer { withExtendedLifetime(module) {} }
            let indicators = try #require(RedHatIndicators(providerPath: provider))
            for (name, expected) in [
                ("ECDSA", Indicator.approved), ("ecdsa", .approved), ("RSA", .notApproved),
                ("DSA", .approved), ("DSAENCRYPTION", .approved), ("ED25519", .notApproved),
                ("ED448", .notApproved), ("SM2", .notApproved), ("POLY", .notApproved),
                ("NONE", .notApproved), ("ECDS", .notApproved), ("RSA-PSS", .notApproved),
            ] {
                #expect(indicators.ofSigningAMessage(name) == expected, "\(name)")
            }
        }
    }

    /// The table adds an opinion where there was none, and the stricter one counts.
    @Test func probesAskTheTable() throws {
        let ecdsa = ProbeOperation.sign(
            "EC", [ProbeParameter("group", .text("P-256"))], digest: "SHA2-256")
        let rsa = ProbeOperation.sign(
            "RSA", [ProbeParameter("bits", .integer(2048))], digest: "SHA2-256")
        let alone = try Provider.load()
        let withoutTheTable = [ProbeOutcome.done(.approved), .done(.none)]
        #expect(withoutTheTable.contains(alone.perform(ecdsa)))
        #expect(withoutTheTable.contains(alone.perform(rsa)))
        try RedHatIndicatorsTests.withProvider { provider, configuration in
            let module = try OpenSSLModule(providerPath: provider, configuration: configuration)
            #expect(module.perform(ecdsa) == .done(.approved))
            #expect(module.perform(rsa) == .done(.notApproved))
            // It speaks of signatures alone.
            #expect(module.perform(.digest("SHA2-256")) == alone.perform(.digest("SHA2-256")))
        }
    }

    @Test func aProviderWithoutTheTableIsNotAsked() throws {
        let module = try Provider.load()
        defer { withExtendedLifetime(module) {} }
        #expect(RedHatIndicators(providerPath: Provider.path) == nil)
    }
}
