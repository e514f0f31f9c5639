/// Digests by a module: Evidence has no cryptography of its own.
package protocol Hashing: AnyObject {
    /// 32 octets.
    func sha256(_ bytes: Span<UInt8>) -> [UInt8]
    /// 20 octets; for the names of RFC 9562, section 5.5 alone, where nothing is protected.
    func sha1(_ bytes: Span<UInt8>) -> [UInt8]
}

extension Hashing {
    package func sha256(_ text: String) -> String {
        Evidence.hexadecimal(sha256(Array(text.utf8).span))
    }

    package func sha256(_ bytes: [UInt8]) -> String { Evidence.hexadecimal(sha256(bytes.span)) }
}

/// Small things that every projection needs.
package enum Evidence {
    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// One line without control characters, no longer than a reader wants; what is cut off says so.
    package static func line(_ text: String, most: Int = 400) -> String {
        // Nearly all text is this, and a run has much of it.
        if text.utf8.count <= most && text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            return text
        }
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == most {
                return "\(shown)… (\(text.unicodeScalars.count) characters, whole in results.json)"
            }
            shown.unicodeScalars.append(isInvisible(scalar) ? " " : scalar)
            count += 1
        }
        return shown
    }

    /// What ends a line in some reader, turns the direction of text, hides, or is no character.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isNoncharacterCodePoint
        }
    }
}
