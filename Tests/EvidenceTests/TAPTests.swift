import Approval
import Evidence
import Testing

@Suite struct TAPTests {
    private func lines(_ sources: BundleSources) throws -> [Substring] {
        let tap = try #require(Projection.optional.first { $0.name == "tap" })
        let text = tap.derive(sources)
        #expect(text.hasSuffix("\n"))
        // Every character that some reader ends a line at.
        return text.unicodeScalars.dropLast().split(omittingEmptySubsequences: false) {
            [0xA, 0xB, 0xC, 0xD, 0x85, 0x2028, 0x2029].contains($0.value)
        }.map { Substring($0) }
    }

    @Test(arguments: Sample.Kind.allCases) func countsAreThoseOfTheRun(_ kind: Sample.Kind) throws {
        let sources = try FormatSample.sources(kind)
        let checks = sources.results.checks
        let lines = try lines(sources)
        #expect(lines[0] == "TAP version 14")
        #expect(lines[1] == "1..\(checks.count)")
        let tests = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        for (place, test) in tests.enumerated() { #expect(test.contains("ok \(place + 1) - ")) }
        #expect(tests.count == checks.count)
        let wrong = tests.filter { $0.hasPrefix("not ") && !$0.contains(" # todo ") }
        #expect(wrong.count == (kind == .pass ? 0 : 1))
        #expect(wrong.allSatisfy { $0.contains("kat/SHA2-256/1.0/1/openssl") })
        #expect(
            tests.count { $0.contains(" # todo warning: fail") } == checks.count { $0.isWarning })
        #expect(
            tests.count { $0.contains(" # SKIP ") }
                == checks.count { [.notChecked, .notApplicable].contains($0.outcome) })
        // Diagnostics stand below what is not ok alone, and are closed.
        let open = lines.indices.filter { lines[$0] == "  ---" }
        #expect(open.count == tests.count { $0.hasPrefix("not ") })
        #expect(open.allSatisfy { lines[$0 - 1].hasPrefix("not ok ") })
        #expect(lines.count { $0 == "  ..." } == open.count)
    }

    @Test func aFailureTellsTheCase() throws {
        let lines = try lines(FormatSample.sources(.fail))
        #expect(
            lines.contains("    - \"case 1, md: expected 00; openssl fail words; gcrypt pass 00\""))
        #expect(lines.contains("  message: \"words\""))
    }

    /// TAP 13 has no escapes: what follows any number sign is a directive if it reads as one.
    @Test func hostileWordsAreNoDirective() throws {
        for name in ["# SKIP", "#todo", "a #  Skip it", "# Todo # SKIP"] {
            let sources = try FormatSample.sources(
                .fail, text: FormatSample.hostile,
                changes: [("\"kat/SHA2-256/1.0/1/openssl\"", "\"\(name)\"")])
            let lines = try lines(sources)
            let tests = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
            #expect(tests.count == 9)
            let failed = try #require(tests.first { $0.hasPrefix("not ok 4 ") })
            for rest in failed.split(separator: "#").dropFirst() {
                let word = rest.drop { $0 == " " }.prefix(4).lowercased()
                #expect(word != "skip" && word != "todo", "\(failed)")
            }
            #expect(lines.allSatisfy { $0.utf8.count < 5000 })
        }
    }

    @Test func numberSignsAndBackslashesAreEscaped() throws {
        let lines = try lines(FormatSample.sources(.pass, text: "C# and \\n"))
        #expect(lines.contains("ok 3 - state/openssl: C\\# and \\\\n"))
    }
}
