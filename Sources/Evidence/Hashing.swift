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
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == most {
                return "\(shown)… (\(text.unicodeScalars.count) characters, whole in results.json)"
            }
            let isControl = scalar.properties.generalCategory == .control
            shown.unicodeScalars.append(isControl ? " " : scalar)
            count += 1
        }
        return shown
    }
}
