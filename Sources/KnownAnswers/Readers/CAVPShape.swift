import Algorithms

/// The names that stand in the files of one family, and what each means to a case.
struct CAVPShape {
    enum Meaning: Equatable {
        case octets(VectorField)
        /// A number in hexadecimal, which may begin with half a byte.
        case number(VectorField)
        /// Bits written as the digits 0 and 1; their number is the payload's length.
        case bitString(VectorField)
        /// A number, times a factor: lengths are in bits here, and in bytes in some files.
        case integer(VectorField, times: Int)
        case property(GroupProperty, times: Int)
        /// `True` or `False`.
        case flag(GroupProperty)
        /// `P`, `Pass`, `F`, `Fail`, with or without the reason.
        case result
        /// Begins a case, and says nothing else.
        case count
    }

    struct Entry {
        /// In upper case.
        let name: [UInt8]
        /// One for each time that the name may stand in a case.
        let meanings: [Meaning]

        init(_ name: String, _ meanings: Meaning...) {
            self.name = Array(name.utf8)
            self.meanings = meanings
        }
    }

    let entries: [Entry]
    /// The names that may begin a case: the first of them that stands in a section does.
    let openings: [String]
    /// What answers a case; one that is negative has nothing else.
    let answers: FieldSet
    /// What a case holds that passes, where a result says so.
    let passing: FieldSet
    /// Whether a case may end in the word FAIL.
    let mayFail: Bool
    /// Whether all of a section is one case, of a hundred results.
    let isMonteCarlo: Bool

    private init(
        _ entries: [Entry], openings: [String] = [], answers: FieldSet, passing: FieldSet = [],
        mayFail: Bool = false, isMonteCarlo: Bool = false
    ) {
        self.entries = [Entry("COUNT", .count)] + entries
        self.openings = ["COUNT"] + openings
        self.answers = answers
        self.passing = passing
        self.mayFail = mayFail
        self.isMonteCarlo = isMonteCarlo
    }

    /// The entry of a name; `hint` is where it probably is.
    @inline(__always)
    func index(of name: Range<Int>, in text: Span<UInt8>, hint: Int) -> Int? {
        if hint < entries.count, text.spells(entries[hint].name, in: name) { return hint }
        return entries.firstIndex { text.spells($0.name, in: name) }
    }

    init(_ family: CAVPFamily, encrypting: Bool) {
        switch family {
        case .blockCipher(.xts, _): self = .xts(encrypting)
        case .blockCipher(let mode, let isMonteCarlo):
            self = .blockCipher(mode, encrypting, isMonteCarlo)
        case .gcm(let encrypting): self = .gcm(encrypting)
        case .ccm(let encrypting): self = .ccm(encrypting)
        case .keyWrap(_, let encrypting, _): self = .keyWrap(encrypting)
        case .cmac(let verifying): self = .cmac(verifying)
        case .digest(_, let isMonteCarlo): self = .digest(isMonteCarlo)
        case .extendableOutput(_, let testType): self = .extendableOutput(testType)
        case .hmac: self = .hmac
        case .drbg: self = .drbg
        case .ecdsa(let mode): self = .ecdsa(mode)
        case .other(_, let opening, _): self = CAVPShape([], openings: [opening], answers: [])
        }
    }

    private static func blockCipher(
        _ mode: BlockCipherMode, _ encrypting: Bool, _ isMonteCarlo: Bool
    ) -> CAVPShape {
        func data(_ field: VectorField) -> Meaning {
            mode == .cfb1 ? .bitString(field) : .octets(field)
        }
        return CAVPShape(
            [
                Entry("KEY", .octets(.key)), Entry("IV", .octets(.iv)),
                Entry("PLAINTEXT", data(.pt)), Entry("CIPHERTEXT", data(.ct)),
            ], answers: encrypting ? [.ct] : [.pt], isMonteCarlo: isMonteCarlo)
    }

    private static func xts(_ encrypting: Bool) -> CAVPShape {
        CAVPShape(
            [
                Entry("DATAUNITLEN", .integer(.payloadLen, times: 1)),
                Entry("KEY", .octets(.key)), Entry("I", .octets(.tweakValue)),
                Entry("DATAUNITSEQNUMBER", .integer(.sequenceNumber, times: 1)),
                Entry("PT", .octets(.pt)), Entry("CT", .octets(.ct)),
            ], answers: encrypting ? [.ct] : [.pt])
    }

    private static func gcm(_ encrypting: Bool) -> CAVPShape {
        CAVPShape(
            [
                Entry("KEY", .octets(.key)), Entry("IV", .octets(.iv)),
                Entry("PT", .octets(.pt)), Entry("AAD", .octets(.aad)),
                Entry("CT", .octets(.ct)), Entry("TAG", .octets(.tag)),
                Entry("KEYLEN", .property(.keyLen, times: 1)),
                Entry("IVLEN", .property(.ivLen, times: 1)),
                Entry("PTLEN", .property(.payloadLen, times: 1)),
                Entry("AADLEN", .property(.aadLen, times: 1)),
                Entry("TAGLEN", .property(.tagLen, times: 1)),
            ], answers: encrypting ? [.ct, .tag] : [.pt], mayFail: !encrypting)
    }

    /// Its lengths are in bytes (CCMVS, section 6), and its ciphertext holds the tag.
    private static func ccm(_ encrypting: Bool) -> CAVPShape {
        CAVPShape(
            [
                Entry("KEY", .octets(.key)), Entry("NONCE", .octets(.iv)),
                Entry("ADATA", .octets(.aad)), Entry("PAYLOAD", .octets(.pt)),
                Entry("CT", .octets(.ct)), Entry("RESULT", .result),
                Entry("ALEN", .property(.aadLen, times: 8)),
                Entry("PLEN", .property(.payloadLen, times: 8)),
                Entry("NLEN", .property(.ivLen, times: 8)),
                Entry("TLEN", .property(.tagLen, times: 8)),
            ], answers: encrypting ? [.ct] : [.testPassed], passing: encrypting ? [] : [.pt])
    }

    private static func keyWrap(_ encrypting: Bool) -> CAVPShape {
        CAVPShape(
            [
                Entry("K", .octets(.key)), Entry("P", .octets(.pt)), Entry("C", .octets(.ct)),
                Entry("PLAINTEXT LENGTH", .property(.payloadLen, times: 1)),
            ], answers: encrypting ? [.ct] : [.pt], mayFail: !encrypting)
    }

    private static func cmac(_ verifying: Bool) -> CAVPShape {
        CAVPShape(
            [
                Entry("KLEN", .integer(.keyLen, times: 8)),
                Entry("MLEN", .integer(.msgLen, times: 8)),
                Entry("TLEN", .integer(.macLen, times: 8)),
                Entry("KEY", .octets(.key)),
                Entry("MSG", .octets(.message)), Entry("MESSAGE", .octets(.message)),
                Entry("MAC", .octets(.mac)), Entry("OUTPUT", .octets(.mac)),
                Entry("RESULT", .result),
            ], answers: verifying ? [.testPassed] : [.mac])
    }

    private static var hmac: CAVPShape {
        CAVPShape(
            [
                Entry("KLEN", .integer(.keyLen, times: 8)),
                Entry("TLEN", .integer(.macLen, times: 8)),
                Entry("LEN", .integer(.msgLen, times: 1)),
                Entry("KEY", .octets(.key)), Entry("MSG", .octets(.msg)),
                Entry("MAC", .octets(.mac)), Entry("MD", .octets(.mac)),
            ], openings: ["LEN"], answers: [.mac])
    }

    private static func digest(_ isMonteCarlo: Bool) -> CAVPShape {
        CAVPShape(
            [
                Entry("LEN", .integer(.len, times: 1)),
                Entry("MSG", .octets(.msg)), Entry("SEED", .octets(.msg)),
                Entry("MD", .octets(.md)),
            ], openings: ["LEN"], answers: [.md], isMonteCarlo: isMonteCarlo)
    }

    private static func extendableOutput(_ testType: String) -> CAVPShape {
        CAVPShape(
            [
                Entry("LEN", .integer(.len, times: 1)),
                Entry("INPUT LENGTH", .integer(.len, times: 1)),
                Entry("OUTPUTLEN", .integer(.outLen, times: 1)),
                Entry("MSG", .octets(.msg)), Entry("OUTPUT", .octets(.md)),
                Entry("MINIMUM OUTPUT LENGTH (BITS)", .property(.minOutLen, times: 1)),
                Entry("MAXIMUM OUTPUT LENGTH (BITS)", .property(.maxOutLen, times: 1)),
            ], openings: ["LEN"], answers: [.md], isMonteCarlo: testType == "MCT")
    }

    private static var drbg: CAVPShape {
        CAVPShape(
            [
                Entry("ENTROPYINPUT", .octets(.entropyInput)), Entry("NONCE", .octets(.nonce)),
                Entry("PERSONALIZATIONSTRING", .octets(.persoString)),
                Entry("ENTROPYINPUTRESEED", .octets(.entropyInputReseed)),
                Entry("ADDITIONALINPUTRESEED", .octets(.additionalInputReseed)),
                Entry("ADDITIONALINPUT", .octets(.additionalInput1), .octets(.additionalInput2)),
                Entry("ENTROPYINPUTPR", .octets(.entropyInputPR1), .octets(.entropyInputPR2)),
                Entry("RETURNEDBITS", .octets(.returnedBits)),
                Entry("PREDICTIONRESISTANCE", .flag(.predResistance)),
                Entry("ENTROPYINPUTLEN", .property(.entropyInputLen, times: 1)),
                Entry("NONCELEN", .property(.nonceLen, times: 1)),
                Entry("PERSONALIZATIONSTRINGLEN", .property(.persoStringLen, times: 1)),
                Entry("ADDITIONALINPUTLEN", .property(.additionalInputLen, times: 1)),
                Entry("RETURNEDBITSLEN", .property(.returnedBitsLen, times: 1)),
            ], answers: [.returnedBits])
    }

    private static func ecdsa(_ mode: String) -> CAVPShape {
        let (opening, answers): (String, FieldSet) =
            switch mode {
            case "keyGen": ("D", [.d, .qx, .qy])
            case "keyVer": ("QX", [.testPassed])
            case "sigGen": ("MSG", [.r, .s])
            default: ("MSG", [.testPassed])
            }
        return CAVPShape(
            [
                Entry("MSG", .octets(.message)), Entry("D", .number(.d)),
                Entry("QX", .number(.qx)), Entry("QY", .number(.qy)), Entry("K", .number(.k)),
                Entry("R", .number(.r)), Entry("S", .number(.s)), Entry("RESULT", .result),
            ], openings: [opening], answers: answers)
    }
}
