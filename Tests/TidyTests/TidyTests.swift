import Foundation
import Testing

/// The rules of the house that a compiler does not know.
@Suite struct TidyTests {
    private static let sources = Tree.files(["Sources", "Tests"], [".swift", ".c", ".h"])

    /// ARCHITECTURE.md's arrows, and no others. Do not add one to make this pass.
    private static let arrows: [String: Set<String>] = [
        "Algorithms": [], "Approval": ["Algorithms", "CanonicalJSON"], "CanonicalJSON": [],
        "OpenSSLModule": ["Algorithms", "COpenSSL"], "GcryptModule": ["Algorithms", "CGcrypt"],
        "KernelModule": ["Algorithms", "CKernel"],
        "KnownAnswers": ["Algorithms", "Approval", "CHexadecimal", "CJSONText", "CMemory"],
        "NodeChecks": ["Algorithms", "Approval"],
        "BenchRecord": [],
        "Throughput": ["Algorithms", "Approval", "BenchRecord", "CProbes", "Statistics"],
        "VectorFiles": ["CCompression"],
        "Reports": [
            "Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "KnownAnswers", "NodeChecks",
            "Throughput",
        ],
        "Markup": [],
        "Evidence": ["Algorithms", "Approval", "BenchRecord", "CanonicalJSON", "Markup"],
        "EvidenceSigning": ["Algorithms", "Evidence", "OpenSSLModule"],
        "fipsmark-evidence": [
            "Algorithms", "Approval", "ArgumentParser", "BenchRecord", "CEvidence",
            "CRuntime", "CanonicalJSON", "ChangePoints", "CommandSupport", "Evidence",
            "EvidenceSigning", "OpenSSLModule",
        ],
        "CommandSupport": [
            "Algorithms", "Approval", "ArgumentParser", "CPolicy", "CRuntime", "OpenSSLModule",
        ],
        "Wrapper": ["Algorithms", "Approval"], "Statistics": [], "ChangePoints": ["Statistics"],
        "BenchExports": ["BenchRecord"], "HistoryPlots": ["BenchRecord"],
        "Fleet": [
            "Approval", "BenchRecord", "CCompression", "CanonicalJSON", "Dispatch", "Evidence",
            "Markup", "Statistics",
        ],
        "fipsmark-fleet": [
            "Algorithms", "Approval", "ArgumentParser", "BenchRecord", "CRuntime", "CanonicalJSON",
            "CommandSupport", "Evidence", "EvidenceSigning", "Fleet", "OpenSSLModule", "Yams",
        ],
        // No node carries these, so they may import Foundation, which is larger than it.
        "History": [
            "BenchExports", "BenchRecord", "ChangePoints", "Foundation", "GRDB", "Statistics",
        ],
        "fipsmark-history": [
            "ArgumentParser", "BenchExports", "BenchRecord", "ChangePoints", "Foundation",
            "History", "HistoryPlots", "Statistics",
        ],
        "fipsmark": [
            "Algorithms", "Approval", "ArgumentParser", "BenchRecord", "CKATs", "CRuntime",
            "CTrials", "CanonicalJSON", "CommandSupport", "GcryptModule", "KernelModule",
            "KnownAnswers", "NodeChecks",
            "OpenSSLModule", "Reports", "Throughput", "VectorFiles", "Wrapper",
        ],
    ]

    @Test func importsFollowTheArrows() throws {
        for path in Tree.files(["Sources"], [".swift"]) {
            let target = path.split(separator: "/")[1]
            let allowed = try #require(TidyTests.arrows[String(target)], "\(target) has no arrows")
            for line in try Tree.lines(path) {
                let words = line.split(separator: " ").filter { $0 != "package" }
                guard words.first == "import", let module = words.last else { continue }
                // What comes with the toolchain is no target's business.
                if ["FoundationEssentials", "Glibc", "Synchronization"].contains(module) {
                    continue
                }
                #expect(allowed.contains(String(module)), "\(path) imports \(module)")
            }
        }
    }

    /// Engines see gates: nothing but the modules, the gate and the tool may name a module.
    @Test func enginesHoldNoModule() throws {
        for path in Tree.files(
            ["Sources/KnownAnswers", "Sources/Throughput", "Sources/Reports", "Sources/Wrapper"],
            [".swift"])
        {
            for line in try Tree.lines(path) {
                #expect(!line.contains("any Module)") && !line.contains("ungated"), "\(path)")
            }
        }
    }

    @Test(arguments: sources)
    func filesAndLinesAreShort(_ path: String) throws {
        let lines = try Tree.lines(path)
        #expect(lines.count <= 401, "\(path) has \(lines.count) lines")
        for (number, line) in lines.enumerated() {
            #expect(line.count <= 100, "\(path):\(number + 1) is \(line.count) wide")
            #expect(!line.hasSuffix(" "), "\(path):\(number + 1) ends in a space")
        }
    }

    /// A function fits on a screen: 70 lines from its head to its closing brace.
    @Test(arguments: Tree.files(["Sources"], [".swift"]))
    func functionsFitOnAScreen(_ path: String) throws {
        var heads: [(indent: Int, line: Int)] = []
        for (number, line) in try Tree.lines(path).enumerated() {
            let indent = line.prefix { $0 == " " }.count
            let code = line.dropFirst(indent)
            if code.contains("func ") || code.hasPrefix("init(") || code.contains(" init(") {
                heads.append((indent, number))
            } else if code == "}" {
                if let last = heads.last, last.indent == indent {
                    #expect(number - last.line < 70, "\(path):\(last.line + 1)")
                }
                // Requirements of a protocol have a head and no end of their own.
                heads.removeAll { $0.indent >= indent }
            }
        }
    }

    @Test(arguments: sources.filter { !$0.hasPrefix("Tests/TidyTests") })
    func nothingIsLeftOver(_ path: String) throws {
        let banned = ["TODO", "FIXME", "XXX", "fatalError(", "try!", "FIPS certified"]
        for (number, line) in try Tree.lines(path).enumerated() {
            for word in banned { #expect(!line.contains(word), "\(path):\(number + 1) \(word)") }
        }
    }

    /// Every shipped file is embedded, and stands as SHA256SUMS recorded it.
    @Test func vectorsAreEmbeddedAndRecorded() throws {
        let files = Tree.files(["KATs"], [".kat"]).map { String($0.dropFirst("KATs/".count)) }
        let embedded = try Tree.lines("Sources/CKATs/CKATs.c").joined(separator: "\n")
        let recorded = try Tree.lines("KATs/SHA256SUMS").filter { !$0.isEmpty }
        #expect(recorded.count == files.count && !files.isEmpty)
        for file in files {
            #expect(embedded.contains("#embed \"../../KATs/\(file)\""), "\(file)")
            #expect(embedded.contains("FILE_OF(\"\(file)\""), "\(file)")
            #expect(recorded.contains { $0.hasSuffix("  \(file)") }, "\(file)")
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
        process.currentDirectoryURL = Tree.root.appending(path: "KATs")
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
