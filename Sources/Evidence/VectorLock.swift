package import CanonicalJSON

/// Which vectors were run: every file with its digest and where it was published.
package struct VectorLock: Sendable {
    package static let format = "fipsmark vectors 1"

    package struct File: Sendable, Equatable {
        package let file: String
        package let sha256: String
        /// Cases of its sets.
        package let cases: Int
        /// `yes` where it is one of the files that ship, letter for letter.
        package let ships: Bool
        /// Where its values were published, and the package they were taken from; empty for files
        /// that somebody brought.
        package let origins: [String]

        package init(file: String, sha256: String, cases: Int, ships: Bool, origins: [String]) {
            self.file = file
            self.sha256 = sha256
            self.cases = cases
            self.ships = ships
            self.origins = origins
        }
    }

    package let files: [File]

    package init(files: [File]) { self.files = files }

    package var json: JSONValue {
        [
            "format": .string(VectorLock.format),
            "files": .array(
                files.map { file in
                    [
                        "file": .string(file.file), "sha256": .string(file.sha256),
                        "cases": .integer(file.cases), "ships": .string(file.ships ? "yes" : "no"),
                        "origins": .array(file.origins.map { .string($0) }),
                    ]
                }),
        ]
    }

    package init(_ text: [UInt8]) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        files = try reader.list("files") { item throws(RecordError) in
            try item.open()
            let cases = try item.count("cases")
            let file = try item.string("file")
            let origins = try item.list("origins") { origin throws(RecordError) in
                try origin.string()
            }
            let sha256 = try item.string("sha256")
            let ships = try item.flag("ships")
            try item.close()
            return File(file: file, sha256: sha256, cases: cases, ships: ships, origins: origins)
        }
        try reader.require("format", VectorLock.format)
        try reader.close()
        try reader.finish()
    }
}
