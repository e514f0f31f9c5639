import Approval

extension NodeCheck {
    static var layerJudges: [NamedJudge] {
        [
            ("L01", { layer(.runtime, $0) }), ("L02", { layer(.kubernetes, $0) }),
            ("L03", { layer(.network, $0) }), ("L04", { layer(.storage, $0) }),
        ]
    }

    private static func layer(_ layer: InfrastructureLayer, _ view: NodeView) -> Finding {
        let method = "ELF headers and Go's build information of each file (debug/buildinfo)"
        let found = view.layers.found[layer.rawValue]
        let faults = view.layers.faults[layer.rawValue]
        var files = LayerReport()
        for one in found { files.add(one, view) }
        for fault in faults { files.add(fault, LayerDecision(.unread, "")) }
        guard let worst = files.worst else {
            return .notApplicable("none is here: \(layer.lookedFor)", method: method)
        }
        let outcome: CheckOutcome =
            switch worst.standing {
            case .noCryptography: .notApplicable
            case .told, .undecided: .informational
            case .validated: .pass
            case .unread: .unknown
            case .against: .fail
            }
        return Finding(
            outcome, expected: "validated modules, in FIPS mode by default",
            observed: files.summary, method: method, evidence: files.lines)
    }
}

/// What was found of the files of one layer.
private struct LayerReport {
    private(set) var lines: [String] = []
    private(set) var worst: LayerDecision?
    private var counts: [Int: Int] = [:]
    private var worstLine = ""
    private var seen: Set<[UInt64]> = []
    private var left = 0

    /// So many files are read, each within milliseconds; more are counted.
    private static let limit = 64

    mutating func add(_ found: LayerFiles.Found, _ view: NodeView) {
        let name = view.files.name(found.path)
        if seen.count >= Self.limit {
            if left == 0 { add("more files", LayerDecision(.unread, "\(Self.limit) were read")) }
            left += 1
            return
        }
        switch view.files.open(found.path) {
        case .failed(.absent):
            add(name, LayerDecision(.told, "a link to what is not there"))
        case .failed(let reading):
            add(name, LayerDecision(.unread, reading.fault ?? ""))
        case .file(let file):
            // One file may have many names.
            if !seen.insert(file.identity).inserted { return }
            read(file, name, found.isNamed, view)
        }
    }

    private mutating func read(_ file: HostFile, _ name: String, _ isNamed: Bool, _ view: NodeView)
    {
        let reading = ExecutableFile.read(file)
        var text = name
        var decision: LayerDecision
        switch reading {
        case .other(let kind):
            // A licence beside the plugins.
            if !isNamed && kind == "no ELF file" { return }
            decision = LayerDecision(.told, kind)
        case .damaged(let reason):
            decision = LayerDecision(.unread, reason)
        case .executable(let executable):
            switch GoBuildInformation.read(executable) {
            case .absent:
                decision = LayerDecision(.told, LayerReport.plain(executable))
            case .damaged:
                decision = LayerDecision(.unread, "its Go build information is damaged")
            case .found(let build):
                let linked = LinkedCryptography.find(executable)
                text += ": \(build.facts)"
                if case .package(let name) = linked { text += "; links \(name)" }
                decision = LayerDecision(
                    build, linked, view.certificates, asOf: view.asOf)
            }
        }
        if let fault = file.fault { decision = LayerDecision(.unread, fault) }
        add(text, decision)
    }

    /// A program that is none of Go's, by the libraries that it needs.
    private static func plain(_ executable: ExecutableFile) -> String {
        guard let libraries = executable.libraries else { return "no Go program, needs no library" }
        let known = ["libcrypto", "libssl", "libgcrypt", "libgnutls", "libnss3", "libmbedcrypto"]
        let needed = libraries.filter { library in known.contains { library.hasPrefix($0) } }
        return "no Go program, needs "
            + (needed.isEmpty ? "no known library of cryptography" : needed.joined(separator: ", "))
    }

    mutating func add(_ text: String, _ decision: LayerDecision) {
        let line = decision.reason.isEmpty ? text : "\(text): \(decision.reason)"
        lines.append(line)
        counts[decision.standing.rawValue, default: 0] += 1
        if decision.standing.rawValue > worst?.standing.rawValue ?? -1 {
            worst = decision
            worstLine = line
        }
    }

    /// The worst file, and how many there are of each standing.
    var summary: String {
        var words: [String] = []
        let names = [
            "without cryptography", "no Go programs", "validated", "undecided", "unreadable",
            "of no validated module",
        ]
        for standing in names.indices.reversed() {
            if let count = counts[standing] { words.append("\(count) \(names[standing])") }
        }
        return "\(worstLine) (\(words.joined(separator: ", ")))"
    }
}
