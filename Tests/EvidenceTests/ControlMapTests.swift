import CanonicalJSON
import Evidence
import Testing

@Suite struct ControlMapTests {
    private let controls: ControlMap

    init() throws { controls = try ControlMap(SampleBundle.controlText) }

    @Test func everyCheckHasItsGroup() throws {
        let expected = [
            "certificate/openssl": "certificate", "environment/kernel": "configuration",
            "self-test/openssl/Module_Integrity/HMAC": "integrity",
            "self-test/openssl/KAT_Digest/SHA2": "self-tests", "self-test/openssl": "self-tests",
            "self-test/gcrypt": "self-tests", "state/openssl": "state", "state/kernel": "state",
            "kat/SHA2-256/1.0/1/openssl": "known-answers", "input/a.json": "known-answers",
            "cross-check/SHA2-256/1.0/1": "known-answers",
            "kat/KAS-ECC-SSC/Sp800-56Ar3/1/openssl": "key-establishment",
            "cross-check/ctrDRBG/1.0/1": "key-establishment",
            "kat/KDF/1.0/1/openssl": "key-establishment",
            "kat/ACVP-AES-XTS/1.0/1/gcrypt": "storage", "kat/PBKDF/1.0/1/openssl": "storage",
            "kat/ACVP-AES-KWP/1.0/1/openssl": "storage",
            "limit/openssl/hmac-short-gen/HMAC": "refusals",
            "probe/openssl/tdea3-enc/tdea-encryption": "refusals",
            "name/openssl/digest/MD5": "names",
        ]
        for (check, group) in expected {
            #expect(controls.group(ofCheck: check)?.id == group, "\(check)")
        }
        #expect(controls.group(ofCheck: "bench/openssl") == nil)
        for kind in Sample.Kind.allCases {
            for check in try SampleBundle.make(kind).results.checks {
                #expect(controls.group(ofCheck: check.id) != nil, "\(check.id)")
            }
        }
    }

    @Test func onlyWhatARunExecutesIsEverSatisfied() {
        let satisfied = Set(controls.groups.flatMap(\.satisfies))
        #expect(satisfied == ["si-6_obj.a-1", "si-7.1_obj-1"])
        #expect(ControlMap.executed == satisfied)
        #expect(!controls.groups.contains { $0.id == "state" && !$0.satisfies.isEmpty })
    }

    @Test func groupsSayWhatAPersonNeeds() {
        for group in controls.groups {
            #expect(!group.meaning.isEmpty && !group.remedy.isEmpty, "\(group.id)")
            #expect(!(group.objectives + group.supports).isEmpty, "\(group.id)")
        }
        for objective in controls.objectives {
            #expect(objective.id.hasPrefix(objective.control + "_obj"))
            #expect(["LMH", "MH", "H"].contains(objective.baselines))
            #expect(!objective.statement.contains("{{"))
        }
    }

    @Test func rulesOfTheSystemAreFound() throws {
        let environment = try SampleBundle.make(.pass).environment
        #expect(environment.operatingSystem == "rhel")
        let group = try #require(controls.groups.first { $0.id == "configuration" })
        let rules = controls.securityRules(of: group, on: "rhel").map(\.id)
        #expect(rules == ["RHEL-09-671010", "RHEL-09-215105", "RHEL-09-672020"])
        #expect(controls.securityRules(of: group, on: "debian").isEmpty)
    }

    @Test(arguments: [
        // An objective that is nowhere, satisfaction beyond what a run executes, a stray rule.
        (#""supports": ["ca-7_obj.d""#, #""supports": ["ca-7_obj.z""#),
        (#""satisfies": []"#, #""satisfies": ["sc-13_obj.b"]"#),
        (#""group": "storage""#, #""group": "stores""#),
        (#""kind": "verification""#, #""kind": "certification""#),
        (#""id": "ac-17.2_obj""#, #""id": "sc-13_obj.b""#),
        ("fipsmark controls 1", "fipsmark controls 2"),
    ])
    func aTableThatIsWrongIsRefused(_ old: String, _ new: String) throws {
        var text = String(decoding: SampleBundle.controlText, as: UTF8.self)
        try #require(text.contains(old))
        text.replace(old, with: new, maxReplacements: 1)
        #expect(throws: RecordError.self) { try ControlMap(Array(text.utf8)) }
    }
}
