/// One thing that was found where the user pointed: vectors, or what cannot be tested and why.
package struct VectorInput: Sendable {
    package enum Kind: Equatable, Sendable {
        /// A prompt with or without its answers, or a projection that holds both; JSON.
        case acvp
        /// JSON.
        case wycheproof
        /// The text of .rsp and .fax files.
        case cavp
        /// The project's own tables.
        case kat
        /// No vectors, for this reason.
        case other(String)
        case unreadable(VectorFileError)
    }

    /// For reports: below the one folder that was given, else as the user gave it.
    package let name: String
    /// To open the file with; `-` is standard input.
    package let path: String
    package internal(set) var kind: Kind
    /// The answers that lie beside a prompt.
    package internal(set) var expected: String?
    /// Prompt and answers in one file, beside a prompt; or this file itself, where it is one.
    package internal(set) var projection: String?

    /// Standard input can be read once, so what was read of it is kept.
    private let standardInput: VectorBytes?

    init(name: String, path: String, kind: Kind, standardInput: VectorBytes? = nil) {
        self.name = DisplayName.of(name)
        self.path = path
        self.kind = kind
        self.standardInput = standardInput
    }

    /// Whether the file holds prompt and answers.
    package var isProjection: Bool { projection == path }

    package func read(limits: VectorLimits = VectorLimits()) throws(VectorFileError) -> VectorBytes
    {
        if let standardInput { return standardInput }
        return try VectorBytes.read(path, limits: limits)
    }
}
