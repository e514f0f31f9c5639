/// One machine on which a laboratory tested a module, as its CMVP record lists it.
package struct TestedEnvironment: Sendable, Equatable {
    /// The operating system and its version, as PRETTY_NAME of os-release(5) begins.
    package let system: String
    /// As uname(2) has it.
    package let machine: String
    /// Words that name the processor.
    package let processor: String

    package init(system: String, machine: String, processor: String) {
        self.system = system
        self.machine = machine
        self.processor = processor
    }

    package var text: String { "\(system) on \(machine), \(processor)" }

    /// `Red Hat Enterprise Linux 9` also names 9.4, and not 90.
    package func isSystem(_ name: String) -> Bool {
        guard name.hasPrefix(system) else { return false }
        guard let next = name.dropFirst(system.count).first else { return true }
        return next == " " || next == "."
    }

    /// Processors write marks into their names, as in `Intel(R) Xeon(R) Silver 4216 CPU`.
    package func isProcessor(_ name: String) -> Bool {
        let words = TestedEnvironment.words(name)
        return TestedEnvironment.words(processor).allSatisfy(words.contains)
    }

    private static func words(_ name: String) -> [String] {
        name.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
            .map(String.init).filter { !["r", "tm", "cpu"].contains($0) }
    }
}
