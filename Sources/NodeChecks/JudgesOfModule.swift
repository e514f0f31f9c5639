import Algorithms
import Approval

extension NodeCheck {
    private static let forced = "OSSL_PROVIDER_self_test with OSSL_SELF_TEST_set_callback"

    static func selfTests(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.selfTests]
        let expected = "every self-test passes, the integrity test among them"
        guard let result = sheet.value("self-test") else { return notLoaded(view) }
        let events = sheet.all("forced")
        let failed = events.filter { $0.count > 2 && $0[2] != "Pass" }
        var finding = Finding(
            .pass, expected: expected, observed: "\(events.count) self-tests passed",
            method: forced,
            evidence: events.map { event in
                let microseconds = event.count > 3 ? (Int(event[3]) ?? 0) / 1_000 : 0
                return "\(event.prefix(3).joined(separator: " ")) \(microseconds) µs"
            })
        if result != "passed" || !failed.isEmpty {
            finding.outcome = .fail
            finding.observed =
                result != "passed" ? result : failed[0].prefix(2).joined(separator: " ") + " failed"
        } else if events.isEmpty {
            finding.outcome = .fail
            finding.severity = .warning
            finding.observed = "they passed, but the module exposes no callback: none is listed"
        } else if !events.contains(where: { $0.first == "Module_Integrity" }) {
            finding.outcome = .fail
            finding.observed += ", but no Module_Integrity among them"
        }
        return finding
    }

    private static func notLoaded(_ view: NodeView) -> Finding {
        let cause = view.sheets[.module].integrityFault.map { "; \($0)" } ?? ""
        return Finding(
            .fail, expected: "a module that loads",
            observed: (view.provider.failure?.message ?? "the module was not loaded") + cause,
            method: forced)
    }

    static func moduleMAC(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.module]
        let expected = "HMAC-SHA2-256 of the file under OpenSSL's public key is module-mac"
        let method = "libcrypto's SHA-256 over the file; the configuration"
        guard let computed = sheet.value("mac"), let recorded = sheet.value("mac", 1) else {
            let place = sheet.value("mac-missing") ?? "the configuration"
            return .notApplicable(
                "\(place) records no module-mac: the module carries its own value, and O06 the "
                    + "verdict", method: method)
        }
        var evidence = [
            "computed \(computed)", "recorded \(recorded)", sheet.value("mac", 2) ?? "",
        ]
        if computed == recorded {
            return Finding(
                .pass, expected: expected, observed: "they are equal", method: method,
                evidence: evidence)
        }
        // The vendor's key is in the vendor's program, which an image may be without.
        let program = sheet.value("mac-program") ?? ""
        let answer = sheet.value("mac-program", 1) ?? "no openssl program was asked"
        let asked = program.isEmpty ? answer : "\(program) fipsinstall -verify: \(answer)"
        evidence.append(asked)
        if answer == "passed" {
            return Finding(
                .pass, expected: "HMAC-SHA2-256 of the file under its vendor's key is module-mac",
                observed: "the key is not OpenSSL's public one; \(asked)",
                method: method + "; fipsinstall -verify of the openssl program beside libcrypto",
                evidence: evidence)
        }
        // A module that passes its own integrity test was built with a key of its own.
        if view.provider.identity != nil {
            return .notApplicable(
                "they differ (\(asked)), and the module's own integrity test passes: its vendor "
                    + "built it with another key, and O06 carries the verdict", method: method)
        }
        return Finding(
            .fail, expected: expected,
            observed:
                "they differ: the file was altered, or the configuration was made for another",
            method: method, evidence: evidence)
    }

    static func installStatus(_ view: NodeView) -> Finding {
        let program = view.programSettings.fips
        let written = program?.value("install-status") ?? program?.value("install-mac")
        let method = "fipsmodule.cnf; the self-tests that ran at load"
        let sheet = view.sheets[.module]
        let events = sheet.all("load-event")
        let ran = events.filter { ($0.first ?? "").hasPrefix("KAT") }.count
        if view.provider.identity == nil {
            return .notChecked("the module was not loaded", method: method)
        }
        if events.isEmpty {
            return .notChecked(
                "the module tells nothing of its load: it exposes no callback", method: method)
        }
        var finding = Finding(
            .pass, expected: "known answers are computed at every load",
            observed: "\(ran) ran at load", method: method)
        if written != nil { finding.observed += "; install-status is there and skips nothing" }
        let deferred = program?.value("defer-tests").map { $0 != "0" } ?? false
        if ran == 0 && deferred {
            finding.expected = "known answers are computed before their algorithm is first used"
            finding.observed =
                "none ran at load: defer-tests has each wait for the first use of its algorithm; "
                + "O06 runs them all"
        } else if ran == 0 {
            finding.outcome = .fail
            finding.observed =
                "none ran at load"
                + (written == nil ? "" : ": install-status has the module skip them")
            // A strict policy does not take another machine's word for the self-tests.
            if view.options.policy == .validated && written != nil { finding.severity = .required }
        }
        return finding
    }

    static func hardening(_ view: NodeView) -> Finding {
        let options = view.sheets[.program].all("option")
        let section = view.programSettings.fips
        func value(_ name: String) -> String? {
            options.first { $0.first == name && $0.count > 1 }?[1] ?? section?.value(name)
        }
        let method = "OSSL_PROVIDER_get_params; the FIPS section"
        let deciding = ["security-checks", "conditional-errors", "tls1-prf-ems-check"]
        let known = deciding.filter { value($0) != nil }
        if known.isEmpty { return .notChecked("the module tells no options", method: method) }
        let off = known.filter { value($0) == "0" }
        return Finding(
            off.isEmpty ? .pass : .fail,
            expected: known.map { "\($0) = 1" }.joined(separator: ", "),
            observed: off.isEmpty ? "all are on" : off.map { "\($0) = 0" }.joined(separator: ", "),
            method: method, evidence: options.map { $0.joined(separator: " = ") })
    }

    static func knownAnswers(_ view: NodeView) -> Finding {
        let sets = view.sheets[.knownAnswers].all("known-answers").filter { $0.count > 3 }
        if sets.isEmpty { return notLoaded(view) }
        func sum(_ index: Int) -> Int { sets.reduce(0) { $0 + (Int($1[index]) ?? 0) } }
        let (right, wrong, errors) = (sum(1), sum(2), sum(3))
        let bad = sets.filter { $0[2] != "0" || $0[3] != "0" }.map { $0[0] }
        let outcome: CheckOutcome =
            wrong > 0 ? .fail : errors > 0 ? .error : right == 0 ? .unknown : .pass
        return Finding(
            outcome, expected: "the published answers, each from the FIPS provider",
            observed: "\(right) right, \(wrong) wrong, \(errors) errors in \(sets.count) sets"
                + (bad.isEmpty ? "" : ": \(bad.joined(separator: ", "))"),
            method: "fipsmark kat, a selection",
            evidence: sets.map { "\($0[0]) \($0[1]), \((Int($0.last ?? "") ?? 0) / 1_000) µs" })
    }

    static func indicators(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        let method = "fips-indicator, redhat-fips-indicator, OSSL_INDICATOR_set_callback"
        let approved = program.all("approved").filter { $0.count > 1 }
        let refused = program.all("rejection").filter { $0.count > 1 }
        if approved.isEmpty { return .missing(program) }
        if program.value("approved-provider") == nil {
            return .notApplicable("programs have no FIPS provider, see O03", method: method)
        }
        let words = (approved + refused).map { $0[1] }
        if !words.contains("done, approved") && !words.contains("done, not approved") {
            return .notApplicable(
                "the module has none: that it serves what fips=yes asks for is all it says",
                method: method)
        }
        let wrong = approved.filter { $0[1] == "done, not approved" }.map { $0[0] }
        let marked = refused.filter { $0[1] == "done, not approved" }.map { $0[0] }
        return Finding(
            wrong.isEmpty ? .pass : .fail, expected: "1 after approved services, 0 after others",
            observed: wrong.isEmpty
                ? "right for \(approved.count) approved services; \(marked.count) others are marked"
                : "0 after \(wrong.joined(separator: ", "))",
            method: method, evidence: marked.map { "marked as not approved: \($0)" })
    }

    static func faults(_ view: NodeView) -> Finding {
        let method = "child processes; the corruption that OSSL_SELF_TEST offers, copies in memory"
        if !view.sheets.injectsFaults {
            return .notChecked("it takes half a minute; run with --inject-faults", method: method)
        }
        let sheet = view.sheets[.faults]
        let points = sheet.all("point").filter { $0.count > 2 }
        let flips = sheet.all("flip-outcome").filter { $0.count > 1 }
        func flipped(_ word: String) -> Int {
            flips.first { $0[0] == word }.flatMap { Int($0[1]) } ?? 0
        }
        let refused = points.filter { $0[2] == "refused" }.count
        let stopped = points.filter { ["refused", "died"].contains($0[2]) }.count
        let served = points.filter { ["answered", "unnoticed"].contains($0[2]) }
        let altered = sheet.value("altered-mac")
        let count = Int(sheet.value("flips") ?? "") ?? 0
        var finding = Finding(
            .pass, expected: "every fault stops the module: it serves nothing any more",
            observed: "\(refused) of \(points.count) corrupted self-tests refused; altered "
                + "module-mac \(altered ?? "not tried"); \(count) flipped bits: "
                + "\(flipped("refused")) refused at load, \(flipped("died")) died, "
                + "\(flipped("hung")) hung, \(flipped("answered")) answered",
            method: method,
            evidence: points.map { $0.joined(separator: " ") }
                + ["bits from seed \(sheet.value("flips", 1) ?? "")"]
                + sheet.all("answered-with-bit").map { "answered with bit \($0[0]) flipped" })
        let isServed = !served.isEmpty || flipped("answered") > 0 || altered == "answered"
        if isServed {
            finding.outcome = .fail
        } else if let fault = sheet.value("fault") ?? sheet.fault {
            finding.outcome = .unknown
            finding.observed = "\(fault); \(finding.observed)"
        } else if points.isEmpty || stopped < points.count || count == 0 {
            finding.outcome = .unknown
        }
        return finding
    }
}
