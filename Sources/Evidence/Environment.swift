package import CanonicalJSON

/// What was seen of the node beside the run: apart from the results, so that redaction never
/// touches those.
package struct Environment: Sendable {
    package static let format = "fipsmark environment 1"

    /// One fact, with what an assessor would type to see it.
    package struct Fact: Sendable, Equatable {
        /// Stable, such as `kernel/fips_enabled`.
        package let id: String
        package let title: String
        package let command: String
        /// Lines as the command printed them, or what the file held.
        package let output: String
        /// Whether it names a machine, a tenant or a person, and is replaced in a redaction.
        package let isIdentity: Bool

        package init(
            id: String, title: String, command: String, output: String, isIdentity: Bool = false
        ) {
            self.id = id
            self.title = title
            self.command = command
            self.output = output
            self.isIdentity = isIdentity
        }
    }

    /// A file that decides what cryptography is used.
    package struct File: Sendable, Equatable {
        /// `openssl`, `gcrypt`, `libcrypto`, `module configuration`.
        package let role: String
        package let path: String
        package let sha256: String
        package let bytes: Int
        /// Octal, such as `0644`.
        package let mode: String
        package let owner: String
        /// UTC; of a module's configuration no more can be told (it is the same on each machine).
        package let modifiedAt: String

        package init(
            role: String, path: String, sha256: String, bytes: Int, mode: String, owner: String,
            modifiedAt: String
        ) {
            self.role = role
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
            self.mode = mode
            self.owner = owner
            self.modifiedAt = modifiedAt
        }
    }

    /// Whether anything was looked at: a bare results.json says nothing of its node.
    package let isObserved: Bool
    /// UTC; the time of the run where nothing was observed.
    package let observedAt: String
    package let facts: [Fact]
    package let files: [File]

    package init(isObserved: Bool, observedAt: String, facts: [Fact], files: [File]) {
        self.isObserved = isObserved
        self.observedAt = observedAt
        self.facts = facts
        self.files = files
    }

    /// What the node is called: by Kubernetes where that says so, else by itself; nil where nobody
    /// looked.
    package var nodeName: String? {
        (fact("variable/NODE_NAME") ?? fact("host/name"))?.output
    }

    package func fact(_ id: String) -> Fact? { facts.first { $0.id == id } }

    package var json: JSONValue {
        [
            "format": .string(Environment.format), "observed": .string(isObserved ? "yes" : "no"),
            "observedAt": .string(observedAt),
            "facts": .array(
                facts.map { fact in
                    [
                        "id": .string(fact.id), "title": .string(fact.title),
                        "command": .string(fact.command), "output": .string(fact.output),
                        "identity": .string(fact.isIdentity ? "yes" : "no"),
                    ]
                }),
            "files": .array(
                files.map { file in
                    [
                        "role": .string(file.role), "path": .string(file.path),
                        "sha256": .string(file.sha256), "bytes": .integer(file.bytes),
                        "mode": .string(file.mode), "owner": .string(file.owner),
                        "modifiedAt": .string(file.modifiedAt),
                    ]
                }),
        ]
    }

    package init(_ text: [UInt8]) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        facts = try reader.list("facts") { item throws(RecordError) in
            try item.open()
            let command = try item.string("command")
            let id = try item.string("id")
            let isIdentity = try item.flag("identity")
            let output = try item.string("output")
            let title = try item.string("title")
            try item.close()
            return Fact(
                id: id, title: title, command: command, output: output, isIdentity: isIdentity)
        }
        files = try reader.list("files", File.init)
        try reader.require("format", Environment.format)
        isObserved = try reader.flag("observed")
        observedAt = try reader.string("observedAt")
        try reader.close()
        try reader.finish()
    }
}

extension Environment.File {
    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        bytes = try reader.count("bytes")
        mode = try reader.string("mode")
        modifiedAt = try reader.string("modifiedAt")
        owner = try reader.string("owner")
        path = try reader.string("path")
        role = try reader.string("role")
        sha256 = try reader.string("sha256")
        try reader.close()
    }
}

extension CanonicalReader {
    /// A member that has one value in this version.
    package mutating func require(_ name: StaticString, _ value: String) throws(RecordError) {
        let start = position
        let found = try string(name)
        if found != value {
            throw RecordError(
                at: start,
                "\(name) '\(found)', and this program knows '\(value)'; use the fipsmark that "
                    + "wrote the file")
        }
    }

    /// SHA-256 in hexadecimal, or nothing.
    mutating func digestOrNothing(_ name: StaticString) throws(RecordError) -> String {
        let start = position
        let found = try string(name)
        let isDigest = found.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
        if !found.isEmpty && !(isDigest && found.utf8.count == 64) {
            throw RecordError(at: start, "\(name) is no SHA-256")
        }
        return found
    }
}
