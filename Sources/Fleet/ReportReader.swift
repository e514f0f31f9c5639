import BenchRecord
import CanonicalJSON
package import Evidence

/// Reads what a fleet wants of a report, and steps over the rest.
package enum ReportReader {
    /// Every canonical report of ours begins so; Sonobuoy's own JSON does not.
    package static func looksLikeReport(_ text: [UInt8]) -> Bool {
        text.starts(with: Array("{\"asOf\":\"".utf8))
    }

    package static func looksLikeSonobuoy(_ text: [UInt8]) -> Bool {
        text.starts(with: Array("{\"items\":[".utf8))
    }

    /// An envelope of DSSE, as `fipsmark evidence sign` writes it.
    package static func looksLikeEnvelope(_ text: [UInt8]) -> Bool {
        text.starts(with: Array("{\"payload\":\"".utf8))
    }

    /// An acceptance that somebody signed.
    package static func readSigned(
        _ text: [UInt8], place: String, _ trust: FleetTrust
    ) throws(FleetProblem) -> NodeReport {
        let envelope: Envelope
        do throws(RecordError) {
            envelope = try Envelope(
                text.last == newline ? text : text + [newline], isForeign: false)
            if envelope.payloadType != Envelope.acceptanceType {
                throw RecordError(
                    at: 0,
                    "the envelope is over '\(Evidence.line(envelope.payloadType, most: 60))', and "
                        + "only those of 'fipsmark evidence sign' are read")
            }
        } catch {
            throw FleetProblem(place, "byte \(error.position): \(Evidence.line(error.message))")
        }
        var report = try read(envelope.payload, name: "", place: place, trust.hashing)
        if report.kind != .acceptance { throw FleetProblem(place, "it holds no acceptance") }
        report.vouching = trust.vouching(envelope)
        return report
    }

    private static let newline = UInt8(ascii: "\n")

    /// - Parameter name: of the file or folder: a run does not say which node it was on.
    package static func read(
        _ text: [UInt8], name: String, place: String, _ hashing: any Hashing
    ) throws(FleetProblem) -> NodeReport {
        do throws(RecordError) {
            var report =
                looksLikeSonobuoy(text) ? try sonobuoy(text) : try canonical(text)
            if report.node.isEmpty { report.node = name }
            report.place = place
            report.source = place
            report.digest = hashing.sha256(text)
            try checkName(report.node)
            return report
        } catch {
            throw FleetProblem(place, "byte \(error.position): \(Evidence.line(error.message))")
        }
    }

    static func checkName(_ name: String) throws(RecordError) {
        let count = name.utf8.count
        if count == 0 {
            throw RecordError(
                at: 0, "it names no node; keep it in a file or folder of the node's name")
        }
        if count > FleetLimits.nameBytes {
            throw RecordError(
                at: 0,
                "the node's name has \(count) bytes, and names have at most "
                    + "\(FleetLimits.nameBytes)")
        }
        // Those of RFC 1123 are fewer; what is left of others would do something to a terminal.
        if name.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) {
            throw RecordError(
                at: 0, "the node's name has white space or characters beyond printable ASCII")
        }
    }

    private static func canonical(_ text: [UInt8]) throws(RecordError) -> NodeReport {
        var reader = try CanonicalReader(text)
        try reader.open()
        try reader.skip("asOf")
        var layers = NodeReport(kind: .acceptance)
        try reader.key("checks")
        try reader.eachElement { item throws(RecordError) in
            // Those of a run tell more than a fleet asks, and begin with another member.
            if item.startsWith("{\"controls\":") {
                try check(&item, into: &layers)
            } else {
                try item.skip()
            }
        }
        if reader.hasKey("cmvpTable") { return try acceptance(&reader, layers) }
        return try run(&reader)
    }

    /// One check of `accept`, of which the letter of its ID tells the layer.
    private static func check(
        _ reader: inout CanonicalReader, into report: inout NodeReport
    ) throws(RecordError) {
        try reader.open()
        try reader.skip("controls")
        try reader.skip("durationMicroseconds")
        try reader.skip("evidence")
        try reader.skip("expected")
        let id = try reader.string("id")
        try reader.skip("method")
        try reader.skip("observed")
        let outcome = try reader.string("outcome")
        try reader.skip("remedy")
        try reader.skip("requirements")
        let severity = try reader.string("severity")
        try reader.skip("title")
        var isWaived = false
        if reader.hasKey("waiver") {
            try reader.open()
            try reader.skip("expires")
            isWaived = try reader.flag("holds")
            try reader.skip("owner")
            try reader.skip("reason")
            try reader.close()
        }
        try reader.close()
        let layer = InfrastructureLayer.ofCheck(id)
        let isInfrastructure = InfrastructureLayer.isInfrastructure(id)
        var verdict: NodeReport.Verdict
        switch (outcome, severity) {
        case ("fail", "required"): verdict = .none
        case ("error", "required"), ("unknown", "required"): verdict = .unknown
        // `accept` warns of a layer that does not pass; in a scope that is on it must.
        case ("fail", _) where isInfrastructure: verdict = .none
        case ("error", _) where isInfrastructure, ("unknown", _) where isInfrastructure:
            verdict = .unknown
        case ("fail", "warning"): verdict = .partial
        case ("pass", _): verdict = .full
        default: return
        }
        let isBad = verdict == .none || verdict == .unknown
        if isWaived && isBad { verdict = .partial }
        if isBad && !isWaived && report.badChecks.count < 8 {
            report.badChecks.append(Evidence.line(id, most: 8))
        }
        report.lower(layer, verdict)
    }

    private static func acceptance(
        _ reader: inout CanonicalReader, _ layers: NodeReport
    ) throws(RecordError) -> NodeReport {
        var report = layers
        try reader.skip()
        try reader.skip("exitCode")
        try reader.skip("failOnWarn")
        try reader.skip("headline")
        try reader.skip("hostRoot")
        try reader.key("node")
        try reader.open()
        report.certificate = number(try reader.string("certificate"))
        report.kernel = try reader.word("kernel")
        try reader.skip("machine")
        report.node = try reader.string("name")
        report.moduleVersion = try reader.string("openssl")
        try reader.skip("platform")
        try reader.skip("release")
        try reader.close()
        report.policy = try reader.string("policy")
        report.profile = try reader.string("profile")
        report.nameLayers()
        try version(&reader, "1.0")
        report.verdict = try reader.word("status")
        try reader.skip("summary")
        report.startedAt = try moment(&reader, "time")
        try reader.skip("tool")
        try reader.skip("untestedGroups")
        try reader.close()
        try reader.finish()
        return report
    }

    private static func run(_ reader: inout CanonicalReader) throws(RecordError) -> NodeReport {
        var report = NodeReport(kind: .run)
        try reader.skip("crossCheck")
        try reader.skip("crossCheckRequired")
        try reader.skip("headline")
        try reader.skip("inputs")
        try reader.skip("libraries")
        try reader.key("modules")
        var count = 0
        try reader.eachElement { item throws(RecordError) in
            count += 1
            if count == 1 { try module(&item, into: &report) } else { try item.skip() }
        }
        if count == 0 { throw RecordError(at: reader.position, "the run has no module") }
        try reader.skip("points")
        try version(&reader, Results.schemaVersion)
        try reader.skip("selfTests")
        try reader.skip("sets")
        report.startedAt = try moment(&reader, "startedAt")
        try reader.skip("tool")
        try reader.skip("trials")
        try reader.skip("vectors")
        let verdict: Results.Verdict = try reader.word("verdict")
        report.verdict = verdict.ofNode
        report.layers = [InfrastructureLayer.operatingSystem: report.verdict]
        try reader.close()
        try reader.finish()
        return report
    }

    /// The module under test stands first.
    private static func module(
        _ reader: inout CanonicalReader, into report: inout NodeReport
    ) throws(RecordError) {
        try reader.open()
        try reader.skip("approvedMode")
        try reader.skip("buildInformation")
        try reader.key("certificate")
        try reader.open()
        try reader.skip("asOf")
        try reader.skip("basis")
        try reader.skip("caveat")
        report.certificate = try reader.string("id")
        try reader.skip("level")
        try reader.skip("module")
        try reader.skip("others")
        try reader.skip("source")
        try reader.skip("standard")
        try reader.skip("statement")
        report.certificateStatus = try reader.string("status")
        report.sunset = try reader.string("sunset")
        try reader.skip("tableDate")
        try reader.close()
        try reader.skip("name")
        try reader.skip("path")
        try reader.skip("reachedThrough")
        try reader.skip("role")
        report.moduleDigest = try reader.string("sha256")
        report.moduleVersion = try reader.string("version")
        try reader.close()
    }

    private static func sonobuoy(_ text: [UInt8]) throws(RecordError) -> NodeReport {
        var report = NodeReport(kind: .sonobuoy)
        var reader = try CanonicalReader(text)
        try reader.open()
        try reader.skip("items")
        try reader.key("meta")
        try reader.open()
        try reader.skip("cmvpTable")
        // FIPS PASS node=… openssl=3.1.2 cert=4985 kernel=on checks=41/41
        for field in try reader.string("headline").split(separator: " ") {
            if field.hasPrefix("openssl=") { report.moduleVersion = String(field.dropFirst(8)) }
            if field.hasPrefix("cert=") { report.certificate = number(String(field.dropFirst(5))) }
            if field.hasPrefix("kernel=") {
                report.kernel = NodeReport.Kernel(rawValue: String(field.dropFirst(7))) ?? .unknown
            }
        }
        report.verdict = try reader.word("status")
        try reader.skip("type")
        try reader.close()
        let start = reader.position
        if try reader.string("name") != "fipsmark" {
            throw RecordError(at: start, "the results are not fipsmark's")
        }
        try reader.skip("status")
        try reader.close()
        try reader.finish()
        return report
    }

    /// `unknown` and `none` are no numbers.
    private static func number(_ text: String) -> String {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : ""
    }

    private static func version(
        _ reader: inout CanonicalReader, _ known: String
    ) throws(RecordError) {
        let start = reader.position
        let found = try reader.string("schemaVersion")
        if found != known {
            throw RecordError(
                at: start,
                "schemaVersion \(found), and this program knows \(known); use the "
                    + "fipsmark that wrote the file")
        }
    }

    private static func moment(
        _ reader: inout CanonicalReader, _ name: StaticString
    ) throws(RecordError) -> Int {
        let start = reader.position
        guard let seconds = UTCTime.seconds(try reader.string(name)) else {
            throw RecordError(at: start, "\(name) is no time such as 2026-01-31T12:00:00Z")
        }
        return seconds
    }
}

extension Results.Verdict {
    fileprivate var ofNode: NodeReport.Verdict {
        switch self {
        case .pass: .full
        case .fail: .none
        case .unknown: .unknown
        }
    }
}
