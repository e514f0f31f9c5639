/// Reads the cases of a vector set, one group after the other, whatever they are written in.
protocol VectorReader: ~Escapable, ~Copyable {
    /// Whether documents of the format have so many cases that executors are compiled for it.
    static var hasManyCases: Bool { get }

    /// Fills `vector` with the group's next case; false at the end of the group.
    mutating func nextCase(
        of group: VectorGroup, into vector: inout VectorCase
    ) throws(VectorError) -> Bool
}

/// A vector file that could not be read: which one, where, and what was found.
package struct VectorError: Error, Equatable, Sendable {
    package enum Place: Equatable, Sendable {
        case line(Int)
        /// Counted from 0.
        case byte(Int)
        case wholeFile
    }

    package let file: String
    package let place: Place
    package let message: String

    package init(file: String, place: Place, message: String) {
        self.file = file
        self.place = place
        self.message = message
    }

    package var description: String {
        switch place {
        case .line(let line): "\(file):\(line): \(message)"
        case .byte(let position): "\(file): byte \(position): \(message)"
        case .wholeFile: "\(file): \(message)"
        }
    }
}

extension VectorCase {
    /// A length that the format gives to the whole group, for executors to read as the case's.
    mutating func take(_ value: PropertyValue) {
        guard let field = value.property.field, let integer = value.integer, !has(field) else {
            return
        }
        set(field, integer: integer)
    }
}
