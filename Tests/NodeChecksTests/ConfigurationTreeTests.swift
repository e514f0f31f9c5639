import Foundation
import NodeChecks
import Testing

/// openssl.cnf and its includes, on real files.
@Suite struct ConfigurationTreeTests {
    private final class Files {
        let root: String

        init(_ files: [String: String]) throws {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "fipsmark-tree-\(UUID().uuidString)")
            root = folder.path
            for (path, text) in files {
                let place = URL(filePath: root + path)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: place)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: root) }

        func settings(include: String? = nil, directory: String = "/work") -> ProviderSettings {
            ProviderSettings(
                ConfigurationTree(
                    path: "/etc/openssl.cnf", host: HostTree(root: root),
                    includeDirectory: include, workingDirectory: directory))
        }
    }

    private static let sound = """
        config_diagnostics = 1
        openssl_conf = openssl_init # whatever follows
        .include /etc/fipsmodule.cnf
        [openssl_init]
        providers = provider_sect
        alg_section = algorithm_sect
        [provider_sect]
        fips = fips_sect
        base = base_sect
        [base_sect]
        activate = 1
        [algorithm_sect]
        default_properties = "fips=yes"
        """
    private static let module = "[fips_sect]\nactivate = 1\nmodule-mac = AA:BB\n"

    /// Lines end as libcrypto ends them, and no other character ends one.
    @Test func linesEndWithALineFeed() throws {
        let text =
            "openssl_conf = main\r\n\t[ main ]\r\r\nproviders = \\\r\nsome\r\n"
            + "[some]\nfirst = a\u{2028}b\u{0B} # c\nsecond\t=\t'd # e' # f\r\n"
        let files = try Files(["/etc/openssl.cnf": text])
        let settings = files.settings()
        #expect(settings.providers.map(\.name) == ["first", "second"])
        #expect(settings.providers.map(\.section) == ["a\u{2028}b\u{0B}", "d # e"])
    }

    @Test func aSoundConfigurationHasNoCause() throws {
        let files = try Files([
            "/etc/openssl.cnf": ConfigurationTreeTests.sound,
            "/etc/fipsmodule.cnf": ConfigurationTreeTests.module,
        ])
        let settings = files.settings()
        #expect(settings.causes == [])
        #expect(settings.tree.files == ["/etc/openssl.cnf", "/etc/fipsmodule.cnf"])
        #expect(settings.fips?.value("module-mac") == "AA:BB")
        #expect(settings.moduleConfiguration == "/etc/fipsmodule.cnf")
        #expect(settings.defaultProperties == "fips=yes")
    }

    /// Trap 9, and what issues of OpenSSL report.
    @Test(arguments: [
        ("", "has no 'openssl_conf"),
        ("nodejs_conf = openssl_init\n", "nodejs_conf is read by one program alone"),
        ("openssl_conf = elsewhere\n", "names no 'providers'"),
        (sound.replacing(".include /etc/fipsmodule.cnf", with: ""), "is not included"),
        (sound.replacing("fips = fips_sect", with: "fips = fips_section"), "[fips_section]"),
        (sound.replacing("fips = fips_sect\n", with: ""), "and no fips"),
        (sound.replacing("/etc/fipsmodule.cnf", with: "fipsmodule.cnf"), "is relative"),
        (sound.replacing("\"fips=yes\"", with: "fips=no"), "no 'default_properties"),
        (sound.replacing("/etc/fips", with: "/usr/local/ssl/fips"), "cannot be read"),
    ])
    func aBrokenConfigurationNamesItsCause(_ text: String, _ cause: String) throws {
        let files = try Files([
            "/etc/openssl.cnf": text, "/etc/fipsmodule.cnf": ConfigurationTreeTests.module,
        ])
        let causes = files.settings().causes
        #expect(causes.contains { $0.contains(cause) }, "\(causes)")
    }

    @Test func deactivationIsTold() throws {
        let files = try Files([
            "/etc/openssl.cnf": ConfigurationTreeTests.sound,
            "/etc/fipsmodule.cnf": "[fips_sect]\nactivate = 0\nmodule-mac = AA\n",
        ])
        #expect(files.settings().causes.contains { $0.contains("'activate = 0'") })
    }

    @Test func relativePathsAreFollowedAsLibcryptoDoes() throws {
        let main = ConfigurationTreeTests.sound.replacing("/etc/fipsmodule.cnf", with: "m.cnf")
        let module = ConfigurationTreeTests.module
        let here = try Files(["/etc/openssl.cnf": main, "/work/m.cnf": module])
        #expect(here.settings().tree.files.last == "/work/m.cnf")
        let there = try Files(["/etc/openssl.cnf": main, "/include/m.cnf": module])
        #expect(there.settings(include: "/include").causes == [])
        let pragma = try Files([
            "/etc/openssl.cnf": ".pragma includedir:/include\n" + main, "/include/m.cnf": module,
        ])
        #expect(pragma.settings().causes == [])
    }

    @Test func aDirectoryIsIncludedByItsEndings() throws {
        let files = try Files([
            "/etc/openssl.cnf": ".include = /etc/parts\n", "/etc/parts/a.cnf": "a = 1\n",
            "/etc/parts/b.conf": "b = 2\n", "/etc/parts/c.txt": "c = 3\n",
        ])
        let tree = files.settings().tree
        #expect(tree.files.count == 3)
        #expect(tree.setting("default", "b")?.value == "2")
        #expect(tree.setting("default", "c") == nil)
    }

    @Test func aLoopEnds() throws {
        let files = try Files([
            "/etc/openssl.cnf": ".include /etc/a.cnf\n.include /etc/a.cnf\n",
            "/etc/a.cnf": ".include /etc/openssl.cnf\n.include /etc/openssl.cnf\n",
        ])
        let tree = files.settings().tree
        #expect(tree.problems.contains { $0.contains("a loop") }, "\(tree.problems)")
        #expect(tree.files.count <= 64)
    }

    @Test func tenThousandSectionsAreRead() throws {
        let sections = (0..<10_000).map { "[s\($0)]\nactivate = 1\n" }.joined()
        let files = try Files([
            "/etc/openssl.cnf": ConfigurationTreeTests.sound + "\n" + sections,
            "/etc/fipsmodule.cnf": ConfigurationTreeTests.module,
        ])
        #expect(files.settings().causes == [])
        let settings = (0..<60_000).map { "k\($0) = 1\n" }.joined()
        let many = try Files(["/etc/openssl.cnf": settings])
        #expect(many.settings().tree.problems.contains { $0.contains("more than 50000 settings") })
    }

    @Test func aPipeInItsPlaceIsNotOpened() throws {
        let files = try Files(["/etc/other": ""])
        #expect(mkfifo(files.root + "/etc/openssl.cnf", 0o600) == 0)
        let tree = files.settings().tree
        #expect(tree.unreadableKind?.contains("a FIFO") == true, "\(tree.problems)")
    }

    @Test func valuesAreReadAsConfigHasThem() throws {
        let files = try Files([
            "/etc/openssl.cnf":
                "a = 'one # two' # three\r\nb = long \\\nline\nother::c = 3\n[other]\nd=\"4\"\n"
        ])
        let tree = files.settings().tree
        #expect(tree.setting("default", "a")?.value == "one # two")
        #expect(tree.setting("default", "b")?.value == "long line")
        #expect(tree.setting("other", "c")?.value == "3")
        #expect(tree.setting("other", "d")?.value == "4")
    }
}
