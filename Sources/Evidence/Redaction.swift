/// Replaces what names a machine, a tenant or a person by pseudonyms that stay the same for one
/// organisation, so that runs of one node are still seen to be of one node.
package struct Redaction {
    /// Why it cannot be done.
    package struct Failure: Error {
        package let message: String
    }

    /// HMAC-SHA2-256 with the organisation's key.
    private let pseudonym: (String) -> [UInt8]?

    package init(pseudonym: @escaping (String) -> [UInt8]?) { self.pseudonym = pseudonym }

    /// The environment without names: facts that are identities get a pseudonym in the place of
    /// their output, and every other mention of them too. Environment variables and the kernel's
    /// command line are left out, since anything may stand in them.
    package func environment(_ environment: Environment) throws(Failure) -> Environment {
        let names = try replacements(environment)
        let kept = environment.facts.filter {
            !$0.id.hasPrefix("variable/") && $0.id != "kernel/command-line"
        }
        return Environment(
            isObserved: environment.isObserved, observedAt: environment.observedAt,
            facts: kept.map { fact in
                Environment.Fact(
                    id: fact.id, title: fact.title,
                    command: Redaction.replaced(fact.command, names),
                    output: fact.isIdentity
                        ? names.first { $0.name == fact.output }?.pseudonym ?? ""
                        : Redaction.replaced(fact.output, names), isIdentity: fact.isIdentity)
            },
            files: environment.files.map { file in
                Environment.File(
                    role: file.role, path: Redaction.replaced(file.path, names),
                    sha256: file.sha256, bytes: file.bytes, mode: file.mode, owner: file.owner,
                    modifiedAt: file.modifiedAt)
            })
    }

    /// The results keep their digest, and so the run its name: nothing is replaced in them. A name
    /// that stands in one of these files cannot be taken out of it.
    ///
    /// - Parameter files: path and bytes.
    package func requireNoNames(
        _ environment: Environment, in files: [(path: String, bytes: [UInt8])]
    ) throws(Failure) {
        for (name, _) in try replacements(environment) where Redaction.isTellable(name) {
            for file in files where Redaction.contains(file.bytes, Array(name.utf8)) {
                throw Failure(
                    message: "\(file.path) names '\(Evidence.line(name, most: 60))', which a "
                        + "redaction cannot take out of it; run fipsmark from a folder whose path "
                        + "does not name the node")
            }
        }
    }

    private func replacements(
        _ environment: Environment
    ) throws(Failure) -> [(name: String, pseudonym: String)] {
        var names: [(String, String)] = []
        for fact in environment.facts where fact.isIdentity {
            guard let octets = pseudonym(fact.output) else {
                throw Failure(message: "the key is too short for HMAC; it needs 16 bytes or more")
            }
            let kind = fact.id.split(separator: "/").last.map(String.init) ?? "name"
            names.append(
                (
                    fact.output,
                    "\(kind.lowercased())-\(Evidence.hexadecimal(Array(octets.prefix(8))))"
                ))
        }
        // A name inside another one is replaced after it.
        return names.sorted { $0.0.utf8.count > $1.0.utf8.count }
    }

    private static func replaced(
        _ text: String, _ names: [(name: String, pseudonym: String)]
    ) -> String {
        names.filter { isTellable($0.name) }.reduce(text) {
            $0.replacing($1.name, with: $1.pseudonym)
        }
    }

    /// What is shorter stands in too many words, and is replaced where it stands alone.
    private static func isTellable(_ name: String) -> Bool { name.utf8.count >= 3 }

    private static func contains(_ bytes: [UInt8], _ name: [UInt8]) -> Bool {
        guard let first = name.first, bytes.count >= name.count else { return false }
        var index = 0
        while index <= bytes.count - name.count {
            if bytes[index] == first && bytes[index..<index + name.count].elementsEqual(name) {
                return true
            }
            index += 1
        }
        return false
    }
}
