import CommandSupport

/// The reports that are made of what `accept` printed, or of what became of it.
extension AcceptProcess {
    /// The first line of the text, or what is to be said in its place.
    var headline: String {
        fault.map { "FIPS UNKNOWN \($0)" } ?? String(output.prefix { $0 != "\n" })
    }

    var sonobuoyResults: String {
        guard let fault else { return output }
        // In YAML's single quotes nothing is special but the quote.
        let message = fault.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''")
        return """
            name: fipsmark
            status: failed
            items:
            - name: accept
              status: failed
              details:
                message: '\(message)'

            """
    }

    /// One label to a line. Nothing is accepted that was not judged to its end.
    func features(expiry: String?) -> String {
        var text = expiry.map { "# +expiry-time=\($0)\n" } ?? ""
        func add(_ name: String, _ value: Substring) {
            text += "feature.node.kubernetes.io/fips.\(name)=\(AcceptProcess.labelValue(value))\n"
        }
        add("accepted", status == .passed ? "true" : "false")
        let lines = fault == nil ? output.split(separator: "\n") : []
        let status = lines.first { $0.hasPrefix("status ") }?.dropFirst(7).prefix { $0 != "," }
        add("status", status ?? "unknown")
        for word in lines.first?.split(separator: " ") ?? [] {
            if word.hasPrefix("cert=") { add("openssl-cert", word.dropFirst(5)) }
            if word.hasPrefix("kernel=") { add("kernel", word.dropFirst(7)) }
            if word.hasPrefix("openssl=") { add("openssl", word.dropFirst(8)) }
        }
        return text
    }

    /// A value of a label has letters, digits, '-', '_' and '.', 63 at most, and neither begins
    /// nor ends with a sign.
    private static func labelValue(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(63) {
            let isDigit = byte &- UInt8(ascii: "0") < 10
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
            if isDigit || isLetter {
                bytes.append(byte)
            } else if !bytes.isEmpty {
                bytes.append(byte == UInt8(ascii: "-") ? byte : UInt8(ascii: "."))
            }
        }
        while let last = bytes.last, last < UInt8(ascii: "0") { bytes.removeLast() }
        return bytes.isEmpty ? "unknown" : String(decoding: bytes, as: UTF8.self)
    }
}
