package import Approval
import CanonicalJSON
package import NodeChecks

/// Reads a file of waivers: JSON with strings only, whole or not at all.
package enum WaiverFile {
    static let format = "fipsmark waivers 1"

    package static func read(_ text: [UInt8]) throws(CertificateFileError) -> [Waiver] {
        do throws(RecordError) {
            return try waivers(try JSONReader.read(text))
        } catch {
            let before = text.prefix(error.position)
            throw CertificateFileError(
                line: 1 + before.count { $0 == UInt8(ascii: "\n") }, message: error.message)
        }
    }

    private static func waivers(_ root: JSONNode) throws(RecordError) -> [Waiver] {
        try root.requireOnly(["format", "waivers"])
        if try root.string("format") != format {
            throw RecordError(at: try root.member("format").position, "expected \(format)")
        }
        var waivers: [Waiver] = []
        for node in try root.elements("waivers") {
            try node.requireOnly(["expires", "id", "owner", "reason"])
            let id = try said(node, "id")
            // A waiver for what is no check would be taken for one that holds.
            if NodeCheck.named(id)?.id != id {
                throw RecordError(at: try node.member("id").position, "there is no check \(id)")
            }
            if waivers.contains(where: { $0.check == id }) {
                throw RecordError(at: node.position, "\(id) is waived twice")
            }
            let day = try said(node, "expires")
            guard let expires = CalendarDate(day) else {
                throw RecordError(
                    at: try node.member("expires").position,
                    "'\(day)' is no date, such as 2026-12-31")
            }
            waivers.append(
                Waiver(
                    check: id, owner: try said(node, "owner"), reason: try said(node, "reason"),
                    expires: expires))
        }
        return waivers
    }

    /// Nobody waives anonymously or for no reason.
    private static func said(_ node: JSONNode, _ name: String) throws(RecordError) -> String {
        let text = try node.string(name)
        if text.allSatisfy(\.isWhitespace) {
            throw RecordError(at: try node.member(name).position, "'\(name)' is empty")
        }
        return text
    }
}
