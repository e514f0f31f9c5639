import Approval
package import CanonicalJSON

extension Results {
    /// Reads a whole `results.json`, each member of it and no other.
    ///
    /// - Throws: `RecordError` with the byte, for another version or a changed document.
    package init(_ text: [UInt8]) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        let start = reader.position
        guard let asOf = CalendarDate(try reader.string("asOf")) else {
            throw RecordError(at: start, "asOf is no date")
        }
        self.asOf = asOf
        checks = try reader.list("checks", Check.init)
        crossCheck = try reader.string("crossCheck")
        crossCheckRequired = try reader.flag("crossCheckRequired")
        headline = try reader.string("headline")
        inputs = try reader.list("inputs", Input.init)
        libraries = try reader.list("libraries", Library.init)
        modules = try reader.list("modules", Module.init)
        if modules.first?.role != "openssl" || Set(modules.map(\.role)).count != modules.count {
            throw RecordError(
                at: reader.position, "expected the module under test, openssl, and each once")
        }
        points = try reader.list("points", Point.init)
        let version = reader.position
        let schemaVersion = try reader.string("schemaVersion")
        if schemaVersion != Results.schemaVersion {
            throw RecordError(
                at: version,
                "schemaVersion \(schemaVersion), and this program knows "
                    + "\(Results.schemaVersion); use the fipsmark that wrote the file")
        }
        try reader.key("selfTests")
        try reader.open()
        forcedSelfTests = try reader.list("forced", SelfTest.init)
        loadSelfTests = try reader.list("load", SelfTest.init)
        try reader.close()
        let place = reader.position
        sets = try reader.list("sets", VectorSet.init)
        if sets.reduce(0, { $0 + $1.cases }) >= 1 << 40 {
            throw RecordError(at: place, "more than 2^40 cases")
        }
        startedAt = try reader.string("startedAt")
        try reader.key("tool")
        try reader.open()
        let tool = reader.position
        if try reader.string("name") != "fipsmark" {
            throw RecordError(at: tool, "the record is not fipsmark's")
        }
        toolVersion = try reader.string("version")
        try reader.close()
        trials = try reader.list("trials", Trial.init)
        vectors = try reader.list("vectors", VectorFile.init)
        verdict = try reader.word("verdict")
        try reader.close()
        try reader.finish()
    }
}

extension Results.Check {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        id = try reader.string("id")
        observed = try reader.string("observed")
        outcome = try reader.word("outcome")
        severity = try reader.word("severity")
        title = try reader.string("title")
        try reader.close()
    }
}

extension Results.Input {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        file = try reader.string("file")
        message = try reader.string("message")
        outcome = try reader.word("outcome")
        try reader.close()
    }
}

extension Results.Library {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        name = try reader.string("name")
        path = try reader.string("path")
        sha256 = try reader.string("sha256")
        version = try reader.string("version")
        try reader.close()
    }
}

extension Results.Module {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        approvedMode = try reader.flag("approvedMode")
        buildInformation = try reader.string("buildInformation")
        try reader.key("certificate")
        certificate = try Results.CertificateMatch(&reader)
        name = try reader.string("name")
        path = try reader.string("path")
        reachedThrough = try reader.string("reachedThrough")
        role = try reader.string("role")
        sha256 = try reader.string("sha256")
        version = try reader.string("version")
        try reader.close()
    }
}

extension Results.CertificateMatch {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        asOf = try reader.string("asOf")
        basis = try reader.string("basis")
        caveat = try reader.string("caveat")
        id = try reader.string("id")
        level = try reader.string("level")
        module = try reader.string("module")
        others = try reader.list("others") { item throws(RecordError) in try item.string() }
        source = try reader.string("source")
        standard = try reader.string("standard")
        statement = try reader.string("statement")
        status = try reader.string("status")
        sunset = try reader.string("sunset")
        tableDate = try reader.string("tableDate")
        try reader.close()
    }
}

extension Results.Point {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        algorithm = try reader.string("algorithm")
        let batches = reader.hasKey("batches") ? try reader.integer() : nil
        let bytesPerSecond = reader.hasKey("bytesPerSecond") ? try reader.integer() : nil
        messageBytes = try reader.count("messageBytes")
        module = try reader.string("module")
        operation = try reader.string("operation")
        if let batches, let bytesPerSecond {
            let operationsPerBatch = try reader.count("operationsPerBatch")
            let picoseconds = try reader.integer("picosecondsPerOperation")
            estimate = Estimate(
                picosecondsPerOperation: picoseconds, bytesPerSecond: bytesPerSecond,
                spreadPerMille: try reader.count("spreadPerMille"), batches: batches,
                operationsPerBatch: operationsPerBatch)
            reason = ""
        } else {
            estimate = nil
            reason = try reader.string("reason")
        }
        state = try reader.string("state")
        try reader.close()
    }
}

extension Results.SelfTest {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        description = try reader.string("description")
        durationNanoseconds = try reader.integer("durationNanoseconds")
        phase = try reader.string("phase")
        type = try reader.string("type")
        try reader.close()
    }
}

extension Results.VectorSet {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        cases = try reader.count("cases")
        durationNanoseconds = try reader.integer("durationNanoseconds")
        family = try reader.string("family")
        file = try reader.string("file")
        // There may be as many as cases; a few of each group are all that is ever shown.
        var kept: [Results.Finding] = []
        var ofGroup: [Int: Int] = [:]
        var count = 0
        try reader.key("findings")
        try reader.eachElement { item throws(RecordError) in
            let finding = try Results.Finding(&item)
            count += 1
            ofGroup[finding.tgId, default: 0] += 1
            let most = Results.VectorSet.mostFindings(kept: kept.count)
            if ofGroup[finding.tgId, default: 0] <= most {
                kept.append(finding)
            }
        }
        findings = kept
        findingCount = count
        let place = reader.position
        groups = try reader.list("groups", Results.Group.init)
        for (module, groups) in Dictionary(grouping: groups, by: \.module)
        where groups.reduce(0, { $0 + $1.counts.total }) != cases {
            throw RecordError(
                at: place, "the counts of \(Evidence.line(module)) are not those of \(cases) cases")
        }
        revision = try reader.string("revision")
        name = try reader.string("set")
        try reader.close()
    }
}

extension Results.Group {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        var counts = Results.Counts()
        try reader.open()
        check = try reader.string("check")
        counts.error = try reader.count("error")
        counts.fail = try reader.count("fail")
        module = try reader.string("module")
        counts.notComparable = try reader.count("notComparable")
        counts.pass = try reader.count("pass")
        reasons = try reader.list("reasons", Results.Reason.init)
        counts.refused = try reader.count("refused")
        tgId = try reader.count("tgId")
        counts.unsupported = try reader.count("unsupported")
        try reader.close()
        self.counts = counts
    }
}

extension Results.Reason {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        cases = try reader.count("cases")
        reason = try reader.string("reason")
        verdict = try reader.string("verdict")
        try reader.close()
    }
}

extension Results.Finding {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        answers = try reader.list("answers", Answer.init)
        expected = try reader.string("expected")
        field = try reader.string("field")
        tcId = try reader.count("tcId")
        tgId = try reader.count("tgId")
        try reader.close()
    }
}

extension Results.Finding.Answer {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        module = try reader.string("module")
        reason = try reader.string("reason")
        value = try reader.string("value")
        verdict = try reader.string("verdict")
        try reader.close()
    }
}

extension Results.Trial {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        certificate = try reader.string("certificate")
        conduct = try reader.string("conduct")
        contrast = try reader.string("contrast")
        disagreement = try reader.string("disagreement")
        listing = try reader.string("listing")
        module = try reader.string("module")
        probe = try reader.string("probe")
        rule = try reader.string("rule")
        standard = try reader.string("standard")
        strictest = try reader.string("strictest")
        try reader.close()
    }
}

extension Results.VectorFile {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        file = try reader.string("file")
        sha256 = try reader.string("sha256")
        try reader.close()
    }
}
