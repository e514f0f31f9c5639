package import Algorithms

/// What the cases of one group share.
package struct VectorGroup {
    package let tgId: Int
    package let algorithm: Algorithm
    /// The fields that each case has, in order.
    let columns: [VectorField]
    private let values: [PropertyValue]

    init(
        tgId: Int, algorithm: Algorithm, columns: [VectorField], values: [PropertyValue]
    ) {
        self.tgId = tgId
        self.algorithm = algorithm
        self.columns = columns
        self.values = values
    }

    package func text(_ property: GroupProperty) -> String? {
        values.first { $0.property == property }?.text
    }

    func has(_ field: VectorField) -> Bool { columns.contains(field) }

    /// A property that the executor cannot do without.
    func require(_ property: GroupProperty) throws(Unsupported) -> String {
        guard let text = text(property) else {
            throw Unsupported(.missingField, "the group has no \(property.name)")
        }
        return text
    }

    func requireInteger(_ property: GroupProperty) throws(Unsupported) -> Int {
        for value in values where value.property == property {
            if let integer = value.integer { return integer }
            throw Unsupported(.missingField, "\(property.name) is '\(value.text)', no number")
        }
        throw Unsupported(.missingField, "the group has no \(property.name)")
    }

    func requireBoolean(_ property: GroupProperty) throws(Unsupported) -> Bool {
        switch try require(property) {
        case "true": return true
        case "false": return false
        case let other:
            throw Unsupported(.missingField, "\(property.name) is '\(other)', not true or false")
        }
    }

    @inline(__always)
    func requireColumns(_ fields: VectorField...) throws(Unsupported) {
        for field in fields where !columns.contains(field) {
            throw Unsupported(.missingField, "the group has no column \(field.name)")
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
