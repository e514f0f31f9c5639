package import Algorithms

/// What is known about a name under which some library offers an algorithm.
package struct NameEntry: Sendable, Equatable {
    package let operation: KnownName.Operation
    /// Every spelling, in upper case.
    package let names: [String]
    /// The rule of the name's best service.
    package let ruleID: String
    /// The ACVP algorithms (`Algorithm.name`) whose vector sets test it; empty where none does.
    package let algorithms: [String]

    init(
        _ operation: KnownName.Operation, _ names: [String], _ ruleID: String,
        _ algorithms: [String] = []
    ) {
        self.operation = operation
        self.names = names
        self.ruleID = ruleID
        self.algorithms = algorithms
    }

    /// Every name that libcrypto 3.0 to 3.5 and libgcrypt 1.10 and 1.11 enumerate, by operation.
    ///
    /// Object identifiers are left out: each comes with an alias that is here.
    package static let all: [NameEntry] =
        ciphers + digests + macs + derivationFunctions + randomBitGenerators + signatures
        + keyExchanges + keyEncapsulations + asymmetricCiphers + keyManagers

    /// The most specific entry for any spelling of a library's name: aliases such as AES256, which
    /// libcrypto has for AES-256-CBC, also stand in entries for all modes.
    package static func entry(for known: KnownName) -> NameEntry? {
        ([known.name] + known.aliases).flatMap { entries(spelled: $0) }
            .filter { $0.operation == known.operation }
            .min { $0.algorithms.count < $1.algorithms.count }
    }

    /// The same name under the spelling that comes first in this entry: libraries list aliases in
    /// an order of their own, and the IDs of checks must not change with it.
    func canonical(_ known: KnownName) -> KnownName {
        let spellings = [known.name] + known.aliases
        let spelled = Set(spellings.map { $0.uppercased() })
        let first = names.first { spelled.contains($0) } ?? known.name
        return KnownName(
            operation: known.operation, name: first,
            aliases: spellings.filter { $0.uppercased() != first })
    }

    /// The entries of every operation that has this name, in upper or lower case.
    package static func entries(spelled name: String) -> [NameEntry] {
        bySpelling[name.uppercased()] ?? []
    }

    private static let bySpelling = all.reduce(into: [String: [NameEntry]]()) { index, entry in
        for name in entry.names {
            index[name, default: []].append(entry)
        }
    }

    /// Every pattern with every size in place of its `#`.
    static func spelled(_ patterns: String..., sizes: [String]) -> [String] {
        patterns.flatMap { pattern in
            sizes.map { size in
                pattern.map { $0 == "#" ? size : String($0) }.joined()
            }
        }
    }

    /// Every pattern with the key sizes of AES, Camellia and ARIA.
    static func keySizes(_ patterns: String...) -> [String] {
        patterns.flatMap { spelled($0, sizes: ["128", "192", "256"]) }
    }
}
