import Algorithms

/// How the fixed information of SP 800-56C is put together of a case's values: ACVP's
/// `fixedInfoPattern`, concatenated (KDA JSON specification, section on fixed information).
struct FixedInfo {
    private enum Part {
        case field(VectorField)
        /// The identifier, then the ephemeral data where there are any.
        case party(VectorField, VectorField)
        case octets([UInt8])
    }

    private let parts: [Part]
    private let memory = Growing()

    /// - Parameter outputBits: what `l` stands for, in 32 bits.
    init(_ group: VectorGroup, outputBits: Int) throws(Unsupported) {
        let encoding = group.text(.fixedInfoEncoding) ?? "concatenation"
        if encoding != "concatenation" {
            throw Unsupported(.testType, "fixedInfoEncoding \(encoding)")
        }
        var rest = Substring(try group.require(.fixedInfoPattern))
        var parts: [Part] = []
        while !rest.isEmpty {
            let end = FixedInfo.separator(in: rest) ?? rest.endIndex
            parts.append(try FixedInfo.part(rest[..<end], outputBits: outputBits))
            rest = rest[end...].dropFirst(2)
        }
        self.parts = parts
    }

    /// Where the next "||" stands.
    private static func separator(in text: Substring) -> Substring.Index? {
        let characters = text.utf8
        var index = characters.startIndex
        while let bar = characters[index...].firstIndex(of: UInt8(ascii: "|")) {
            let next = characters.index(after: bar)
            if next < characters.endIndex, characters[next] == UInt8(ascii: "|") { return bar }
            index = next
        }
        return nil
    }

    private static func part(_ name: Substring, outputBits: Int) throws(Unsupported) -> Part {
        // A short string is compared in one step, a part of one character by character.
        switch String(name) {
        case "uPartyInfo":
            return .party(.fixedInfoPartyUPartyId, .fixedInfoPartyUEphemeralData)
        case "vPartyInfo":
            return .party(.fixedInfoPartyVPartyId, .fixedInfoPartyVEphemeralData)
        case "l":
            return .octets(
                [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: outputBits >> $0) })
        case "t": return .field(.t)
        case "algorithmId": return .field(.algorithmId)
        case "label": return .field(.label)
        case "context": return .field(.context)
        case _ where name.hasPrefix("literal[") && name.hasSuffix("]"):
            return .octets(try literal(name.dropFirst("literal[".count).dropLast()))
        default: throw Unsupported(.testType, "'\(name)' in fixedInfoPattern")
        }
    }

    private static func literal(_ digits: Substring) throws(Unsupported) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            guard rest.utf8.count >= 2, let octet = UInt8(rest.prefix(2), radix: 16) else {
                throw Unsupported(.testType, "literal[\(digits)] in fixedInfoPattern")
            }
            octets.append(octet)
            rest = rest.dropFirst(2)
        }
        return octets
    }

    /// The information of one case, valid until the next.
    @_lifetime(immortal)
    func joined(_ vector: borrowing VectorCase) throws(Obstacle) -> Span<UInt8> {
        memory.begin()
        for part in parts {
            switch part {
            case .field(let field):
                try require(field, vector)
                memory.append(vector.bytes(field))
            case .party(let identifier, let ephemeral):
                try require(identifier, vector)
                memory.append(vector.bytes(identifier))
                memory.append(vector.bytes(ephemeral))
            case .octets(let octets):
                memory.append(octets.span)
            }
        }
        return memory.whole
    }

    private func require(
        _ field: VectorField, _ vector: borrowing VectorCase
    ) throws(Obstacle) {
        var needed = FieldSet()
        needed.insert(field)
        try vector.require(needed)
    }
}

/// The optional fields of OtherInfo (ANS X9.42; RFC 2631, section 2.1.2), as ACVP encodes them:
/// each in its tag, its octets the contents; empty ones are left out.
struct TaggedInfo {
    private static let fields: [VectorField] = [
        .partyUInfo, .partyVInfo, .suppPubInfo, .suppPrivInfo,
    ]
    private let memory = Growing()

    /// The information of one case, valid until the next.
    @_lifetime(immortal)
    func joined(_ vector: borrowing VectorCase) throws(Obstacle) -> Span<UInt8> {
        memory.begin()
        for (index, field) in TaggedInfo.fields.enumerated() {
            let octets = vector.bytes(field)
            if octets.isEmpty { continue }
            // Context-specific and constructed, with the length in its definite form.
            var head: [UInt8] = [0xa0 + UInt8(index)]
            if octets.count < 128 {
                head.append(UInt8(octets.count))
            } else if octets.count < 1 << 16 {
                head += [0x82, UInt8(octets.count >> 8), UInt8(octets.count & 0xff)]
                if octets.count < 256 { head.replaceSubrange(1..<3, with: [0x81]) }
            } else {
                throw .contradiction("\(field.name) of \(octets.count) bytes")
            }
            memory.append(head.span)
            memory.append(octets)
        }
        return memory.whole
    }
}

/// Memory in which several values are joined, which grows to the longest and is kept.
final class Growing {
    private var scratch = Scratch(count: 1 << 10)
    private var used = 0

    func begin() { used = 0 }

    func append(_ octets: Span<UInt8>) {
        if octets.isEmpty { return }
        if used + octets.count > scratch.count {
            let larger = Scratch(count: 2 * (used + octets.count))
            larger.copy(from: whole)
            scratch = larger
        }
        var target = scratch.mutableSpan(used..<used + octets.count)
        for index in octets.indices { target[index] = octets[index] }
        used += octets.count
    }

    var whole: Span<UInt8> {
        @_lifetime(immortal) get { scratch.span(first: used) }
    }
}
