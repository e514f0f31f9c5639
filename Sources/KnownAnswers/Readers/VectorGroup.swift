package import Algorithms

/// What the cases of one group share.
package struct VectorGroup {
    package let tgId: Int
    package let algorithm: Algorithm
    /// The revision of the set: a few formats differ between two of them.
    let revision: String
    private let values: [PropertyValue]

    init(tgId: Int, algorithm: Algorithm, revision: String, values: [PropertyValue]) {
        self.tgId = tgId
        self.algorithm = algorithm
        self.revision = revision
        self.values = values
    }

    package func text(_ property: GroupProperty) -> String? {
        place(of: property).map { values[$0].text }
    }

    /// By index, since a value that is looked at whole is copied.
    private func place(of property: GroupProperty) -> Int? {
        for index in values.indices where values[index].property == property { return index }
        return nil
    }

    /// A property that the executor cannot do without.
    func require(_ property: GroupProperty) throws(Unsupported) -> String {
        guard let text = text(property) else {
            throw Unsupported(.missingField, "the group has no \(property.name)")
        }
        return text
    }

    func requireInteger(_ property: GroupProperty) throws(Unsupported) -> Int {
        guard let place = place(of: property) else {
            throw Unsupported(.missingField, "the group has no \(property.name)")
        }
        if let integer = values[place].integer { return integer }
        throw Unsupported(.missingField, "\(property.name) is '\(values[place].text)', no number")
    }

    func requireBoolean(_ property: GroupProperty) throws(Unsupported) -> Bool {
        switch try require(property) {
        case "true": return true
        case "false": return false
        case let other:
            throw Unsupported(.missingField, "\(property.name) is '\(other)', not true or false")
        }
    }

    func integer(_ property: GroupProperty) throws(Unsupported) -> Int? {
        place(of: property) == nil ? nil : try requireInteger(property)
    }

    /// The direction of a cipher: true for `encrypt`.
    func requireEncrypting() throws(Unsupported) -> Bool {
        switch try require(.direction) {
        case "encrypt": return true
        case "decrypt": return false
        case let other: throw Unsupported(.testType, "direction \(other)")
        }
    }

    func requireHash() throws(Unsupported) -> Hash {
        let name = try require(.hashAlg)
        guard let hash = Hash(rawValue: name) else {
            throw Unsupported(.notInTable, "hashAlg \(name)")
        }
        return hash
    }

    func requireCurve() throws(Unsupported) -> Curve {
        let name = try require(.curve)
        guard let curve = Curve(rawValue: name) else {
            throw Unsupported(.notInTable, "curve \(name)")
        }
        return curve
    }
}

/// A property of a group with its value, read as a number once where it is one.
struct PropertyValue {
    let property: GroupProperty
    let integer: Int?
    private let word: String

    init(_ property: GroupProperty, integer: Int) {
        self.property = property
        self.integer = integer
        word = ""
    }

    init(_ property: GroupProperty, text: String) {
        self.property = property
        integer = nil
        word = text
    }

    var text: String { integer.map { String($0) } ?? word }
}

extension VectorGroup {
    /// Whether the module makes the IV: `ivGen` is `internal`. CCM has no such property.
    func isMakingIV() throws(Unsupported) -> Bool {
        guard text(.direction) == "encrypt" else { return false }
        switch text(.ivGen) ?? "external" {
        case "external": return false
        case "internal": return true
        case let other: throw Unsupported(.testType, "ivGen \(other)")
        }
    }

    /// Lengths that the group may state, in bits, and that must be whole bytes.
    func requireBytes(_ properties: GroupProperty...) throws(Obstacle) {
        for property in properties {
            let bits = try obstructed { () throws(Unsupported) in try integer(property) ?? 0 }
            if bits & 7 != 0 { throw .byteOriented(property.name, bits: bits) }
        }
    }
}
