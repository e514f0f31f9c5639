/// Groups of the shipped vectors, written as CAVP writes them.
struct CAVPText {
    let file: String
    /// The ACVP set that it is read as.
    let setName: String
    private(set) var text: String
    private let group: VectorDocument.Group
    private let names: [(column: String, name: String)]
    private let decidesByWord: Bool

    /// Nil where CAVP has no file for such a group.
    init?(_ set: String, _ group: VectorDocument.Group) {
        guard let form = CAVPForm.of(set, group) else { return nil }
        self.group = group
        setName = set
        file = form.file
        names = form.names
        decidesByWord = form.decidesByWord
        text = "# CAVS 11.1\r\n"
        if group.isSlow { text += "# AESVS MCT test data for \(form.mode)\n" }
        text += "\n" + form.titles.map { "[\($0)]\n" }.joined() + "\n"
        for (number, line) in group.cases.enumerated() { add(line, number) }
    }

    private mutating func add(_ line: String, _ number: Int) {
        if group.isSlow { return addResults(line) }
        if names.first?.name != "Len" { text += "COUNT = \(number)\r\n" }
        let isRight = group.value("testPassed", line) != "false"
        for (column, name) in names {
            guard let value = group.value(column, line) else { continue }
            if decidesByWord && !isRight && column == "pt" { continue }
            text += "\(name) = \(value == "-" ? "" : value)\r\n"
        }
        if group.columns.contains("testPassed") {
            text +=
                decidesByWord ? (isRight ? "" : "FAIL\n") : "Result = \(isRight ? "P" : "F (1)")\n"
        }
        text += "\n"
    }

    /// One Monte Carlo case: digests, or for AES the four values of each block.
    private mutating func addResults(_ line: String) {
        let results = Array(group.value("resultsArray", line) ?? "")
        if let seed = group.value("msg", line) {
            text += "Seed = \(seed)\n\n"
            for (number, md) in results.parts(of: [seed.count]).enumerated() {
                text += "COUNT = \(number)\nMD = \(md[0])\n\n"
            }
            return
        }
        let lengths = ["key", "iv", "pt", "ct"].compactMap { column in
            let isData = column == "pt" || column == "ct"
            let value = group.value(column, line)
            return (isData ? value ?? group.value(column == "pt" ? "ct" : "pt", line) : value)?
                .count
        }
        let titles =
            lengths.count == 4
            ? ["KEY", "IV", "PLAINTEXT", "CIPHERTEXT"] : ["KEY", "PLAINTEXT", "CIPHERTEXT"]
        for (number, values) in results.parts(of: lengths).enumerated() {
            text += "COUNT = \(number)\n"
            for (title, value) in zip(titles, values) { text += "\(title) = \(value)\n" }
            text += "\n"
        }
    }
}

extension [Character] {
    fileprivate func parts(of lengths: [Int]) -> [[String]] {
        var parts: [[String]] = []
        var start = 0
        while start < count {
            parts.append([])
            for length in lengths {
                parts[parts.count - 1].append(String(self[start..<start + length]))
                start += length
            }
        }
        return parts
    }
}

/// What a CAVP file of a set looks like.
private struct CAVPForm {
    var file: String
    var titles: [String] = []
    var names: [(column: String, name: String)]
    var decidesByWord = false
    var mode = ""

    static func of(_ set: String, _ group: VectorDocument.Group) -> CAVPForm? {
        let encrypting = group.property("direction") == "encrypt"
        let mode = set.split(separator: "-").last.map(String.init) ?? ""
        let bytes = { (name: String) in (Int(group.property(name)) ?? 0) / 8 }
        switch set {
        case "ACVP-AES-ECB", "ACVP-AES-CBC", "ACVP-AES-CFB8", "ACVP-AES-CFB128", "ACVP-AES-OFB":
            return CAVPForm(
                file: "\(mode)\(group.isSlow ? "MCT" : "MMT")128.rsp",
                titles: [encrypting ? "ENCRYPT" : "DECRYPT"],
                names: [
                    ("key", "KEY"), ("iv", "IV"), ("pt", "PLAINTEXT"), ("ct", "CIPHERTEXT"),
                ], mode: mode)
        case "ACVP-AES-XTS":
            return CAVPForm(
                file: "XTSGenAES128.rsp", titles: [encrypting ? "ENCRYPT" : "DECRYPT"],
                names: [("key", "Key"), ("tweakValue", "i"), ("pt", "PT"), ("ct", "CT")])
        case "ACVP-AES-GCM":
            let lengths = ["keyLen", "ivLen", "payloadLen", "aadLen", "tagLen"]
            return CAVPForm(
                file: encrypting ? "gcmEncryptExtIV128.rsp" : "gcmDecrypt128.rsp",
                titles: zip(["Keylen", "IVlen", "PTlen", "AADlen", "Taglen"], lengths).map {
                    "\($0) = \(group.property($1))"
                },
                names: [
                    ("key", "Key"), ("iv", "IV"), ("pt", "PT"), ("aad", "AAD"), ("ct", "CT"),
                    ("tag", "Tag"),
                ], decidesByWord: true)
        case "ACVP-AES-CCM":
            let lengths = [("Alen", "aadLen"), ("Plen", "payloadLen"), ("Nlen", "ivLen")]
            return CAVPForm(
                file: encrypting ? "VADT128.rsp" : "DVPT128.rsp",
                titles: [
                    lengths.map { "\($0) = \(bytes($1))" }.joined(separator: ", ")
                        + ", Tlen = \(bytes("tagLen"))"
                ],
                names: [
                    ("key", "Key"), ("iv", "Nonce"), ("aad", "Adata"), ("pt", "Payload"),
                    ("ct", "CT"),
                ])
        case "ACVP-AES-KW", "ACVP-AES-KWP":
            let inverse = group.property("kwCipher") == "inverse" ? "_inv" : ""
            return CAVPForm(
                file: "\(mode)_\(encrypting ? "AE" : "AD")_128\(inverse).txt",
                names: [("key", "K"), ("pt", "P"), ("ct", "C")], decidesByWord: true)
        default: return ofHashes(set, group)
        }
    }

    private static func ofHashes(_ set: String, _ group: VectorDocument.Group) -> CAVPForm? {
        let name = set.replacing("SHA2-", with: "SHA").replacing("/", with: "_")
            .replacing("SHA3-", with: "SHA3_").replacing("SHA-1", with: "SHA1")
            .replacing("SHAKE-", with: "SHAKE")
        if set.hasPrefix("SHAKE") {
            return CAVPForm(
                file: "\(name)ShortMsg.rsp",
                names: [("len", "Len"), ("outLen", "Outputlen"), ("msg", "Msg"), ("md", "Output")])
        }
        if set.hasPrefix("SHA") {
            return CAVPForm(
                file: "\(name)\(group.isSlow ? "Monte" : "ShortMsg").rsp",
                names: [("len", "Len"), ("msg", "Msg"), ("md", "MD")])
        }
        if set.hasPrefix("HMAC-") {
            return CAVPForm(
                file: "HMAC.rsp", titles: ["L=\(name.dropFirst(5))"],
                names: [("key", "Key"), ("msg", "Msg"), ("mac", "Mac")])
        }
        if set == "CMAC-AES" {
            return CAVPForm(
                file: group.property("direction") == "ver"
                    ? "CMACVerAES128.rsp" : "CMACGenAES128.rsp",
                names: [("key", "Key"), ("message", "Msg"), ("mac", "Mac")])
        }
        return set.hasSuffix("DRBG") ? ofGenerators(set, group) : ofSignatures(set, group)
    }

    private static func ofGenerators(_ set: String, _ group: VectorDocument.Group) -> CAVPForm {
        let mode = group.property("mode").replacing("SHA2-", with: "SHA-")
        let derives = group.property("derFunc") == "true" ? " use df" : " no df"
        return CAVPForm(
            file: "\(set.dropLast(4).uppercased())_DRBG.rsp",
            titles: [
                set == "ctrDRBG" ? mode + derives : mode,
                "PredictionResistance = "
                    + (group.property("predResistance") == "true" ? "True" : "False"),
                "ReturnedBitsLen = \(group.property("returnedBitsLen"))",
            ],
            names: [
                ("entropyInput", "EntropyInput"), ("nonce", "Nonce"),
                ("persoString", "PersonalizationString"),
                ("entropyInputReseed", "EntropyInputReseed"),
                ("additionalInputReseed", "AdditionalInputReseed"),
                ("additionalInput1", "AdditionalInput"), ("entropyInputPR1", "EntropyInputPR"),
                ("additionalInput2", "AdditionalInput"), ("entropyInputPR2", "EntropyInputPR"),
                ("returnedBits", "ReturnedBits"),
            ])
    }

    private static func ofSignatures(_ set: String, _ group: VectorDocument.Group) -> CAVPForm? {
        let files = [
            "ECDSA-keyVer": "PKV.rsp", "ECDSA-sigGen": "SigGen.txt", "ECDSA-sigVer": "SigVer.rsp",
        ]
        guard let file = files[set] else { return nil }
        let hash = group.property("hashAlg").replacing("SHA2-", with: "SHA-")
        return CAVPForm(
            file: file,
            titles: [group.property("curve") + (hash.isEmpty ? "" : ",\(hash)")],
            names: [
                ("message", "Msg"), ("d", "d"), ("qx", "Qx"), ("qy", "Qy"), ("k", "k"),
                ("r", "R"), ("s", "S"),
            ])
    }
}

extension VectorDocument.Group {
    /// Empty where the group has none of that name.
    func property(_ name: String) -> String {
        let words = head.split(separator: " ").map(String.init)
        return words.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
            ?? ""
    }

    /// Without the cases that are wrong on purpose where CAVP has no way to say so.
    func sayableInCAVP(_ set: String) -> VectorDocument.Group {
        let decides = ["GCM", "CCM", "KW", "KWP", "CMAC-AES"].contains { set.hasSuffix($0) }
        let isDecision = ["decrypt", "ver"].contains(property("direction"))
        if decides && isDecision || property("curve") != "" { return self }
        let cases = isSlow ? cases.prefix(1) : cases[...]
        return VectorDocument.Group(
            head: head, columns: columns.filter { $0 != "testPassed" },
            cases: cases.filter { value("testPassed", $0) != "false" }.map { line in
                let words = line.split(separator: " ").map(String.init)
                return zip(columns, words).filter { $0.0 != "testPassed" }.map(\.1)
                    .joined(separator: " ")
            })
    }
}
