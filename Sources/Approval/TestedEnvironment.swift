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

    /// Whether each word stands in the name, in which marks may stand too, as in
    /// `Intel(R) Xeon(R) Silver 4216 CPU`.
    package func isProcessor(_ name: String) -> Bool {
        let padded = TestedEnvironment.padded(name)
        for word in processor.split(separator: " ") where !padded.contains(" \(word) ") {
            return false
        }
        return true
    }

    /// With one space around each word, as which a mark counts too.
    private static func padded(_ name: String) -> String {
        var bytes: [UInt8] = [32]
        for byte in name.utf8 {
            let isMark = byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
            bytes.append(isMark ? 32 : byte)
        }
        bytes.append(32)
        return String(decoding: bytes, as: UTF8.self)
    }
}
