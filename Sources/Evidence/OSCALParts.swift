import Approval
import BenchRecord
import CanonicalJSON

/// What OSCAL's documents are made of, by the rules of its data types: whatever a run has read
/// from elsewhere comes through here.
package enum OSCAL {
    /// The version whose schemas the tests validate against.
    package static let version = "1.2.1"
    /// Our own properties; a name, not a place.
    package static let nameSpace = "https://fipsmark.invalid/ns/evidence"

    /// A `string`: one line that is not empty, without white space at its ends.
    package static func value(_ text: String, most: Int = 400) -> String {
        let line = Evidence.line(text, most: most)
        let space = UInt8(ascii: " ")
        // Nearly every string of a run is fit as it is, and there are hundreds of thousands.
        if line.utf8.allSatisfy({ $0 < 0x80 }), let first = line.utf8.first, first != space,
            line.utf8.last != space
        {
            return line
        }
        var words = String.UnicodeScalarView()
        var isBehindSpace = false
        for scalar in line.unicodeScalars {
            if scalar.properties.isWhitespace {
                isBehindSpace = true
                continue
            }
            if isBehindSpace && !words.isEmpty { words.append(" ") }
            isBehindSpace = false
            words.append(scalar)
        }
        return words.isEmpty ? "none" : String(words)
    }

    /// A `markup-line`: the same with Markdown's own characters escaped, so that a text cannot
    /// become a link, an image or HTML in whatever shows it.
    package static func prose(_ text: String) -> String {
        let line = value(text)
        let special = Array("\\`<>&[]*_~^{}\"".utf8)
        if !line.utf8.contains(where: { special.contains($0) }) { return line }
        let octets = Array(line.utf8)
        var escaped: [UInt8] = []
        for (index, octet) in octets.enumerated() {
            // Within a word an underline marks nothing, and names are full of them.
            let isPlain =
                octet == UInt8(ascii: "_") && index > 0 && index + 1 < octets.count
                && isWord(octets[index - 1]) && isWord(octets[index + 1])
            if !isPlain && special.contains(octet) { escaped.append(UInt8(ascii: "\\")) }
            escaped.append(octet)
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isWord(_ octet: UInt8) -> Bool {
        (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet & 0xDF)
    }

    /// `1 check`, `2 checks`.
    static func checks(_ count: Int, _ kind: String = "") -> String {
        "\(count) \(kind)check\(count == 1 ? "" : "s")"
    }

    /// A `dateTime-with-timezone` in UTC as runs write it, or nil.
    package static func time(_ text: String) -> String? {
        // The years that the format knows.
        let isKnownYear = text.hasPrefix("19") || text.hasPrefix("2")
        return isKnownYear && UTCTime.seconds(text) != nil ? text : nil
    }

    /// Whether a text is a SHA-256 in the one form that OSCAL knows.
    package static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// A property of ours.
    static func property(_ name: String, _ value: String, class: String = "") -> JSONValue {
        var members: [String: JSONValue] = [
            "ns": .string(nameSpace), "name": .string(name), "value": .string(OSCAL.value(value)),
        ]
        if !`class`.isEmpty { members["class"] = .string(`class`) }
        return .object(members)
    }

    /// A property of OSCAL's own.
    static func named(_ name: String, _ value: String) -> JSONValue {
        ["name": .string(name), "value": .string(OSCAL.value(value))]
    }

    static func reference(_ uuid: String) -> JSONValue { .string("#" + uuid) }
}

/// The times of a run, as OSCAL wants them: none outside of start and end.
struct OSCALTimes {
    let started: String
    let observed: String

    init(_ sources: BundleSources) {
        // A source may hold any text for a time; the day of the rules is always one.
        let fallback = OSCAL.time("\(sources.results.asOf)T00:00:00Z") ?? "1970-01-01T00:00:00Z"
        let observed = OSCAL.time(sources.environment.observedAt)
        started = OSCAL.time(sources.results.startedAt) ?? observed ?? fallback
        self.observed = observed ?? started
    }

    var start: String { min(started, observed) }
    var end: String { max(started, observed) }
}

extension Results.CertificateMatch {
    /// A certificate of CMVP has a number; a module in process has none.
    var isNumbered: Bool {
        !id.isEmpty && id.utf8.count < 8
            && id.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether the file or the build was recognised, and not its name alone.
    var isExact: Bool {
        basis == Approval.CertificateMatch.Basis.file.rawValue
            || basis == Approval.CertificateMatch.Basis.build.rawValue
    }

    var address: String {
        "https://csrc.nist.gov/projects/cryptographic-module-validation-program/certificate/\(id)"
    }

    /// `fips-140-2` or `fips-140-3`.
    var validationType: String { standard == "FIPS 140-2" ? "fips-140-2" : "fips-140-3" }
}

extension BundleSources {
    /// What both of OSCAL's documents have above all.
    func oscalMetadata(_ title: String, _ times: OSCALTimes) -> JSONValue {
        var members: [String: JSONValue] = [
            "title": .string(title), "last-modified": .string(times.observed),
            "version": .string(runID), "oscal-version": .string(OSCAL.version),
            "remarks": .string(BundleSources.scope),
        ]
        if !options.marking.isEmpty {
            members["props"] = .array([OSCAL.named("marking", options.marking)])
        }
        return .object(members)
    }

    static let scope =
        "Self-test evidence, not a validation. Whether a control is satisfied is for an assessor "
        + "to say: a run shows what one module answered on one node at one time."

    /// The sources themselves, by digest. The documents lie one directory below.
    func oscalResources() -> [JSONValue] {
        digests.all.map { source in
            [
                "uuid": .string(uuid("oscal/source/\(source.path)")), "title": .string(source.path),
                "rlinks": .array([
                    [
                        "href": .string("../\(source.path)"), "media-type": "application/json",
                        "hashes": .array([
                            ["algorithm": "SHA-256", "value": .string(source.sha256)]
                        ]),
                    ]
                ]),
            ]
        }
    }
}
