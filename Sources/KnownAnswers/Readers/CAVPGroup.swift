import Algorithms

extension CAVPPlan.Section {
    /// Whether the section encrypts or decrypts, where its titles say so.
    var isEncrypting: Bool? {
        for title in titles {
            switch title.uppercased() {
            case "ENCRYPT": return true
            case "DECRYPT": return false
            default: continue
            }
        }
        return nil
    }
}

/// Makes the properties of a group, as ACVP would state them, out of a section.
struct CAVPGroup: ~Escapable {
    private let family: CAVPFamily
    private let section: CAVPPlan.Section
    private let body: CAVPCursor
    private let preamble: CAVPCursor
    private let shape: CAVPShape

    @_lifetime(copy text)
    init(
        file: String, text: Span<UInt8>, _ family: CAVPFamily, _ section: CAVPPlan.Section,
        preamble: Range<Int>, _ shape: CAVPShape
    ) {
        self.family = family
        self.section = section
        self.shape = shape
        body = CAVPCursor(file: file, text: text, section.body)
        self.preamble = CAVPCursor(file: file, text: text, preamble)
    }

    func properties() throws(VectorError) -> [PropertyValue] {
        var values = try stated()
        values.append(PropertyValue(.testType, text: testType))
        values += implied().filter { implied in
            !values.contains { $0.property == implied.property }
        }
        return values
    }

    private var testType: String {
        switch family {
        case .blockCipher(_, isMonteCarlo: true), .digest(_, isMonteCarlo: true): "MCT"
        case .extendableOutput(_, let testType): testType
        default: "AFT"
        }
    }

    /// What titles and lines say in so many words.
    private func stated() throws(VectorError) -> [PropertyValue] {
        var values: [PropertyValue] = []
        for entry in shape.entries {
            guard let meaning = entry.meanings.first else { continue }
            let name = String(decoding: entry.name, as: UTF8.self)
            switch meaning {
            case .property(let property, let times):
                guard let text = value(of: name) else { continue }
                guard let number = Int(text), (0..<1 << 40).contains(number) else {
                    throw body.error("\(name) is '\(text.prefix(20))', no number")
                }
                values.append(PropertyValue(property, integer: number * times))
            case .flag(let property):
                guard let text = value(of: name) else { continue }
                values.append(PropertyValue(property, text: text.lowercased()))
            default: continue
            }
        }
        return values
    }

    /// The section's own value, else the file's.
    private func value(of name: String) -> String? {
        if let setting = section.settings.first(where: { $0.name == name }) {
            return setting.value
        }
        return preamble.firstValue(of: name).map { preamble.text.string($0) }
    }

    /// What follows from the family, the titles and the first values.
    private func implied() -> [PropertyValue] {
        switch family {
        case .blockCipher(let mode, _):
            direction(section.isEncrypting)
                + keyLength("KEY", halved: mode == .xts) + (mode == .xts ? tweak : [])
        case .gcm(let encrypting), .ccm(let encrypting):
            direction(encrypting) + keyLength("KEY")
        case .keyWrap(_, let encrypting, let inverse):
            direction(encrypting) + keyLength("K")
                + [PropertyValue(.kwCipher, text: inverse ? "inverse" : "cipher")]
        case .cmac(let verifying):
            [PropertyValue(.direction, text: verifying ? "ver" : "gen")]
        case .drbg(let name): generator(isCounter: name == "ctrDRBG")
        case .ecdsa: curve
        case .digest, .extendableOutput, .hmac, .other: []
        }
    }

    private func direction(_ encrypting: Bool?) -> [PropertyValue] {
        guard let encrypting else { return [] }
        return [PropertyValue(.direction, text: encrypting ? "encrypt" : "decrypt")]
    }

    /// All keys of a section have the length of the first.
    private func keyLength(_ name: String, halved: Bool = false) -> [PropertyValue] {
        guard let key = body.firstValue(of: name) else { return [] }
        return [PropertyValue(.keyLen, integer: 4 * key.count / (halved ? 2 : 1))]
    }

    private var tweak: [PropertyValue] {
        let isNumber = body.firstValue(of: "DATAUNITSEQNUMBER") != nil
        return [PropertyValue(.tweakMode, text: isNumber ? "number" : "hex")]
    }

    /// `AES-128 use df`, `3KeyTDEA no df`, `SHA-256`.
    private func generator(isCounter: Bool) -> [PropertyValue] {
        let title = section.titles.first ?? ""
        let reseeds = body.firstValue(of: "ENTROPYINPUTRESEED") != nil
        var values = [PropertyValue(.reSeed, text: reseeds ? "true" : "false")]
        if let bits = body.firstValue(of: "RETURNEDBITS") {
            values.append(PropertyValue(.returnedBitsLen, integer: 4 * bits.count))
        }
        if isCounter {
            let cipher = title.split(separator: " ").first.map(String.init) ?? ""
            let isTDEA = title.uppercased().contains("TDEA")
            values.append(PropertyValue(.mode, text: isTDEA ? "TDES" : cipher))
            let derives = title.lowercased().contains("use df")
            values.append(PropertyValue(.derFunc, text: derives ? "true" : "false"))
        } else {
            let hash = Hash(mentionedIn: title.uppercased())
            values.append(PropertyValue(.mode, text: hash?.rawValue ?? title))
        }
        return values
    }

    /// `P-256,SHA-256`; FIPS 186-2 signs with SHA-1 alone, and its sections name no hash.
    private var curve: [PropertyValue] {
        let parts = (section.titles.first ?? "").split(separator: ",").map {
            $0.filter { $0 != " " }
        }
        var values: [PropertyValue] = []
        if let curve = parts.first { values.append(PropertyValue(.curve, text: curve)) }
        let name = parts.count > 1 ? parts[1] : "SHA-1"
        let hash = Hash(mentionedIn: name.uppercased())?.rawValue ?? name
        values.append(PropertyValue(.hashAlg, text: hash))
        let methods = [
            ("EXTRA RANDOM BITS", "extra bits"), ("TESTING CANDIDATES", "testing candidates"),
        ]
        for title in section.titles {
            for (words, mode) in methods where title.uppercased().contains(words) {
                values.append(PropertyValue(.secretGenerationMode, text: mode))
            }
        }
        return values
    }
}
