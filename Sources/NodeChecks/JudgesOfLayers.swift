import Approval

extension NodeCheck {
    static var layerJudges: [NamedJudge] {
        [
            ("L01", { judge(0, $0) }), ("L02", { judge(1, $0) }), ("L03", { judge(2, $0) }),
            ("L04", { judge(3, $0) }),
        ]
    }

    private static func judge(_ layer: Int, _ view: NodeView) -> Finding {
        let method = "ELF headers and Go's build information of each file (debug/buildinfo)"
        let report = LayerReport()
        for file in view.layers.found where file.layer == layer { report.add(file, view) }
        if report.lines.isEmpty {
            return .notApplicable("none is here: " + LayerFiles.lookedFor(layer), method: method)
        }
        // In the order of `Standing`.
        let outcomes: [CheckOutcome] = [
            .notApplicable, .informational, .pass, .informational, .unknown, .fail,
        ]
        return Finding(
            outcomes[report.worst], expected: "validated modules, in FIPS mode by default",
            observed: report.summary, method: method, evidence: report.lines)
    }
}

/// What was found of the files of one layer.
private final class LayerReport {
    private typealias Standing = LayerDecision.Standing

    private(set) var lines: [String] = []
    private(set) var worst = 0
    private var worstLine = ""
    private var counts = [0, 0, 0, 0, 0, 0]
    private var seen: [(device: UInt64, number: UInt64)] = []
    private var isFull = false

    /// So many files are read, each within milliseconds.
    private static let limit = 64

    func add(_ found: LayerFiles.Found, _ view: NodeView) {
        let name = view.files.name(found.path)
        if let fault = found.fault { return add(name, Standing.unread, fault) }
        if isFull { return }
        if seen.count >= LayerReport.limit {
            isFull = true
            return add("more files", Standing.unread, "\(LayerReport.limit) were read")
        }
        switch view.files.open(found.path) {
        case .failed(let reading):
            if reading == .absent { return add(name, Standing.told, "a link to what is not there") }
            add(name, Standing.unread, reading.fault ?? "")
        case .file(let file):
            // One file may have many names.
            for other in seen where other.device == file.device && other.number == file.number {
                return
            }
            seen.append((file.device, file.number))
            read(file, name, found.isNamed, view)
        }
    }

    private func read(_ file: HostFile, _ name: String, _ isNamed: Bool, _ view: NodeView) {
        let executable = ExecutableFile(file)
        if let fault = file.fault { return add(name, Standing.unread, fault) }
        if !executable.damage.isEmpty { return add(name, Standing.unread, executable.damage) }
        if !executable.otherKind.isEmpty {
            // A licence beside the plugins.
            if isNamed || executable.otherKind != "no ELF file" {
                add(name, Standing.told, executable.otherKind)
            }
            return
        }
        guard let build = GoBuildInformation.read(executable) else {
            let libraries = executable.libraries
            return add(
                name, Standing.told,
                "no Go program, needs " + (libraries.isEmpty ? "no library" : libraries))
        }
        if build.version.isEmpty {
            return add(name, Standing.unread, "its Go build information is damaged")
        }
        let linked = executable.linkedCryptography()
        let decision = LayerDecision(build, linked, view.certificates, asOf: view.asOf)
        var text = name + ": " + build.facts
        if let linked, !linked.isEmpty { text += "; links " + linked }
        if let fault = file.fault { return add(text, Standing.unread, fault) }
        add(text, decision.standing, decision.reason)
    }

    @inline(never)
    private func add(_ text: String, _ standing: Int, _ reason: String) {
        let line = text + ": " + reason
        if lines.isEmpty || standing > worst {
            worst = standing
            worstLine = line
        }
        lines.append(line)
        counts[standing] += 1
    }

    /// The worst file, and how many there are of each standing.
    var summary: String {
        let names = [
            "without cryptography", "no Go programs", "validated", "undecided", "unreadable",
            "of no validated module",
        ]
        var words = ""
        for index in names.indices.reversed() where counts[index] > 0 {
            words += (words.isEmpty ? " (" : ", ") + "\(counts[index]) " + names[index]
        }
        return worstLine + words + ")"
    }
}
