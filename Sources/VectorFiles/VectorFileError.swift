/// Why the bytes of a vector file could not be had.
package struct VectorFileError: Error, Equatable, Sendable, CustomStringConvertible {
    package let file: String
    /// In the file as it lies there, compressed or not.
    package let position: Int?
    package let message: String

    package init(file: String, position: Int? = nil, message: String) {
        self.file = DisplayName.of(file)
        self.position = position
        self.message = message
    }

    package var description: String {
        guard let position else { return "\(file): \(message)" }
        return "\(file): byte \(position): \(message)"
    }
}

/// Names as a report can show them: a file may have a name of two lines, a message has one.
package enum DisplayName {
    package static func of(_ name: String) -> String {
        var shown = ""
        for scalar in name.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
