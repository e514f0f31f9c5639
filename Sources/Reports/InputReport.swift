import Approval

/// A file that somebody brought and that gave no vectors, or not all of its vectors.
package struct InputReport: Sendable, Equatable {
    package let file: String
    /// What is wrong, or what the file is instead.
    package let message: String
    /// Whether the file was to be read and could not be: one that merely lies beside vectors is
    /// told and harms nothing.
    package let isError: Bool

    package init(file: String, message: String, isError: Bool) {
        self.file = file
        self.message = message
        self.isError = isError
    }

    var check: Check? {
        if !isError { return nil }
        return Check(
            id: "input/\(file)", title: "the vectors of \(file)", outcome: .error,
            severity: .required, observed: message)
    }
}
