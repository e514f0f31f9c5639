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
        let outcome: CheckOutcome =
            switch report.worst {
            case .noCryptography: .notApplicable
            case .told, .undecided: .informational
            case .validated: .pass
            case .unread: .unknown
            case .against: .fail
            }
        return Finding(
            outcome, expected: "validated modules, in FIPS mode by default",
            observed: report.summary, method: method, evidence: report.lines)
    }
}

/// What was found of the files of one layer.
private final class LayerReport {
    typealias Standing = LayerDecision.Standing

    private(set) var lines: [String] = []
    private(set) var worst = Standing.noCryptography
    private var worstLine = ""
    private var counts = [Int](repeating: 0, count: Standing.allCases.count)
    private var seen: [(device: UInt64, number: UInt64)] = []
    private var isFull = false

    /// So many files are read, each within milliseconds.
    private static let limit = 64

    func add(_ found: LayerFiles.Found, _ view: NodeView) {
        let name = view.files.name(found.path)
        if let fault = found.fault { return add(name, .unread, fault) }
        if isFull { return }
        if seen.count >= LayerReport.limit {
            isFull = true
            return add("more files", .unread, "\(LayerReport.limit) were read")
        }
        switch view.files.open(found.path) {
        case .failed(let reading):
            if reading == .absent { return add(name, .told, "a link to what is not there") }
            add(name, .unread, reading.fault ?? "")
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
        if let fault = file.fault { return add(name, .unread, fault) }
        if !executable.damage.isEmpty { return add(name, .unread, executable.damage) }
        if !executable.otherKind.isEmpty {
            // A licence beside the plugins.
            if isNamed || executable.otherKind != "no ELF file" {
                add(name, .told, executable.otherKind)
            }
            return
        }
        guard let build = GoBuildInformation.read(executable) else {
            let libraries = executable.libraries
            return add(
                name, .told,
                "no Go program, needs " + (libraries.isEmpty ? "no library" : libraries))
        }
        if build.version.isEmpty {
            return add(name, .unread, "its Go build information is damaged")
        }
        let linked = executable.linkedCryptography()
        let decision = LayerDecision(build, linked, view.certificates, asOf: view.asOf)
        var text = name + ": " + build.facts
        if let linked, !linked.isEmpty { text += "; links " + linked }
        if let fault = file.fault { return add(text, .unread, fault) }
        add(text, decision.standing, decision.reason)
    }

    @inline(never)
    private func add(_ text: String, _ standing: Standing, _ reason: String) {
        let line = text + ": " + reason
        if lines.isEmpty || standing.rawValue > worst.rawValue {
            worst = standing
            worstLine = line
        }
        lines.append(line)
        counts[standing.rawValue] += 1
    }

    /// The worst file, and how many there are of each standing.
    var summary: String {
        var words = ""
        for standing in Standing.allCases.reversed() where counts[standing.rawValue] > 0 {
            words += words.isEmpty ? " (" : ", "
            words += "\(counts[standing.rawValue]) \(standing.words)"
        }
        return worstLine + words + ")"
    }
}

extension LayerDecision.Standing {
    fileprivate var words: String {
        switch self {
        case .noCryptography: "without cryptography"
        case .told: "no Go programs"
        case .validated: "validated"
        case .undecided: "undecided"
        case .unread: "unreadable"
        case .against: "of no validated module"
        }
    }
}
