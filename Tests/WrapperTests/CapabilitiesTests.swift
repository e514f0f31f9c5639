import Algorithms
import Approval
import Testing
import Wrapper

/// What is announced follows the gate and the module, and nothing else.
@Suite struct CapabilitiesTests {
    private func registrations(
        _ module: ToyModule, _ dialect: Dialect? = nil, purpose: Purpose = .test
    ) throws -> [JSON] {
        try Capabilities(Gate(module, for: purpose), for: dialect).registrations
    }

    private func named(_ name: String, _ registrations: [JSON]) -> [JSON] {
        registrations.filter { $0["algorithm"] == .string(name) }
    }

    @Test func whatIsNotOfferedIsNotAnnounced() throws {
        let all = try registrations(ToyModule())
        for (name, missing) in [
            ("SHA2-384", "SHA2-384"), ("SHAKE-256", "SHAKE-256"), ("ACVP-AES-GCM", "GCM"),
            ("ACVP-AES-CCM", "CCM"), ("ACVP-AES-XTS", "XTS"), ("ACVP-AES-KWP", "KWP"),
            ("ACVP-AES-GMAC", "GMAC"), ("HMAC-SHA2-256", "HMAC"), ("ctrDRBG", "DRBG"),
        ] {
            #expect(!named(name, all).isEmpty, "\(name)")
            let rest = try registrations(ToyModule(missing: [missing]))
            #expect(named(name, rest).isEmpty, "\(name)")
        }
        // The toy has no curves.
        #expect(named("ECDSA", all).isEmpty && named("DetECDSA", all).isEmpty)
    }

    @Test func aModuleThatFailsIsNotOneThatLacks() throws {
        #expect(throws: ModuleError.failed(call: "EVP_MD_fetch", detail: "broken")) {
            try Capabilities(Gate(FailingModule(), for: .test))
        }
    }

    /// What only a test may do is not announced by a gate for services.
    @Test func theGateDecides() throws {
        let test = named("ACVP-AES-GCM", try registrations(ToyModule()))
        #expect(test.map { $0["ivGen"] } == ["external", "internal"])
        #expect(test[0]["tagLen"] == .integers([32, 64, 96, 104, 112, 120, 128]))
        let service = named("ACVP-AES-GCM", try registrations(ToyModule(), purpose: .service))
        #expect(service.map { $0["ivGen"] } == ["internal"])
        #expect(service[0]["tagLen"] == .integers([96, 104, 112, 120, 128]))
    }

    @Test func lengthsComeFromTheRules() throws {
        let all = try registrations(ToyModule(missing: ["CMAC-192"]))
        #expect(
            named("HMAC-SHA2-256", all) == [
                [
                    "algorithm": "HMAC-SHA2-256", "revision": "1.0",
                    "keyLen": [["min": 112, "max": 524_288, "increment": 8]],
                    "macLen": [["min": 32, "max": 256, "increment": 8]],
                ]
            ])
        // SP 800-38E, section 4: no XTS with keys of 192 bits.
        #expect(named("ACVP-AES-XTS", all)[0]["keyLen"] == [128, 256])
        #expect(
            named("CMAC-AES", all)[0]["capabilities"] == [
                [
                    "direction": ["gen", "ver"], "keyLen": [128, 256],
                    "msgLen": [["min": 0, "max": 65536, "increment": 8]],
                    "macLen": [["min": 8, "max": 128, "increment": 8]],
                ]
            ])
        // Only a test may make a code below 64 bits (SP 800-38B, Appendix A.2).
        let services = named("CMAC-AES", try registrations(ToyModule(), purpose: .service))
        let macLen: JSON = [["min": 64, "max": 128, "increment": 8]]
        guard case .array(let capabilities)? = services[0]["capabilities"] else {
            Issue.record("no capabilities")
            return
        }
        #expect(capabilities[0]["macLen"] == macLen)
        #expect(named("ACVP-AES-CCM", all)[0]["tagLen"] == [32, 48, 64, 80, 96, 112, 128])
    }

    /// Each acvptool ends its run on a name that it does not know.
    @Test func dialectsAnnounceWhatTheirClientKnows() throws {
        let module = ToyModule()
        let old = try registrations(module, .boringSSL2022)
        let new = try registrations(module, .boringSSL)
        let aws = try registrations(module, .awsLC)
        for name in ["hashDRBG", "ACVP-AES-OFB", "ACVP-AES-CBC-CS1"] {
            #expect(named(name, old + new + aws).isEmpty, "\(name)")
        }
        #expect(named("SHA3-256", old).isEmpty && !named("SHA3-256", new).isEmpty)
        #expect(named("ACVP-AES-CFB128", new).isEmpty && !named("ACVP-AES-CFB128", aws).isEmpty)
        #expect(named("ACVP-AES-GCM", old).count == 1 && named("ACVP-AES-GCM", new).count == 2)
        // A client that cannot ask for a part of a code, or for the inverse cipher function.
        #expect(named("HMAC-SHA2-256", old)[0]["macLen"] == [256])
        #expect(named("ACVP-AES-KW", new)[0]["kwCipher"] == ["cipher"])
        #expect(
            named("ACVP-AES-KW", try registrations(module))[0]["kwCipher"]
                == ["cipher", "inverse"])
    }

    /// An offer that is only known by asking for the thing itself.
    @Test func ownIVsAreTried() throws {
        let module = ToyModule(missing: ["own IV"])
        let found = named("ACVP-AES-GCM", try registrations(module))
        #expect(found.map { $0["ivGen"] } == ["external"])
    }
}
