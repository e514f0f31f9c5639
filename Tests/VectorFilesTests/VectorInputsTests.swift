import Foundation
import Testing
import VectorFiles

@Suite struct VectorInputsTests {
    private static let prompt = #"{"vsId": 1, "algorithm": "SHA2-256", "testGroups": []}"#
    private static let table = "set SHA2-256 1.0\ncases 1\n"

    private let files: Files

    init() throws { files = try Files() }

    private func find(_ names: String...) -> [VectorInput] {
        VectorInputs.find(paths: names.map { files.path($0) })
    }

    /// Of the whole folder.
    private func names() -> [String] { VectorInputs.find(paths: [files.path]).map(\.name) }

    private func reason(_ input: VectorInput?) -> String {
        switch input?.kind {
        case .other(let reason): reason
        case .unreadable(let error): error.message
        default: "none"
        }
    }

    @Test func setsHaveTheirAnswersWithThem() throws {
        let names = [
            "a/prompt.json", "a/expectedResults.json", "a/internalProjection.json",
            "b/X-prompt.json", "b/X-expectedResults.json", "b/Y-prompt.json",
            "c/prompt-X.json", "c/internalProjection-X.json", "c/expectedResults-Y.json",
            "d/prompt.json",
        ]
        for name in names { try files.write(name, Self.prompt) }
        for tool in Tool.allCases {
            let bytes = try tool.compress(Data(Self.prompt.utf8))
            try files.write("d/expectedResults.json\(tool.ending)", bytes)
            try files.write("\(tool)/prompt.json\(tool.ending)", bytes)
            try files.write("\(tool)/expectedResults.json\(tool.ending)", bytes)
            try files.write("\(tool)/expectedResults.json", Self.prompt)
        }
        let found = VectorInputs.find(paths: [files.path])
        func expect(_ name: String, _ expected: String?, _ projection: String?) {
            let input = found.first { $0.name == name }
            #expect(input?.kind == .acvp, "\(name)")
            #expect(input?.expected == expected.map { files.path($0) }, "\(name)")
            #expect(input?.projection == projection.map { files.path($0) }, "\(name)")
            #expect(input?.isProjection == false, "\(name)")
        }
        expect("a/prompt.json", "a/expectedResults.json", "a/internalProjection.json")
        expect("b/X-prompt.json", "b/X-expectedResults.json", nil)
        expect("b/Y-prompt.json", nil, nil)
        expect("c/prompt-X.json", nil, "c/internalProjection-X.json")
        expect("d/prompt.json", "d/expectedResults.json.gz", nil)
        for tool in Tool.allCases {
            let ending = tool.ending
            expect("\(tool)/prompt.json\(ending)", "\(tool)/expectedResults.json\(ending)", nil)
        }
        // Answers that belong to no prompt, or that their prompt does not need, are told.
        let others = found.filter { $0.kind != .acvp }
        #expect(
            others.map(\.name) == [
                "bzip2/expectedResults.json", "c/expectedResults-Y.json",
                "d/expectedResults.json.bz2", "d/expectedResults.json.xz",
                "gzip/expectedResults.json", "xz/expectedResults.json",
            ])
        for other in others { #expect(reason(other) == "answers without their prompt") }
        #expect(found.count == others.count + 8)
    }

    @Test func filesGivenAloneAreWhatTheyAre() throws {
        for name in ["prompt", "expectedResults", "internalProjection"] {
            try files.write("\(name).json", Self.prompt)
        }
        #expect(reason(find("expectedResults.json").first) == "answers without their prompt")
        let projection = try #require(find("internalProjection.json").first)
        #expect(projection.kind == .acvp && projection.isProjection)
        let prompt = try #require(find("prompt.json").first)
        #expect(prompt.expected == files.path("expectedResults.json"))
        #expect(prompt.projection == files.path("internalProjection.json"))
        #expect(find("expectedResults.json", "prompt.json").map(\.path) == [prompt.path])
        // Nothing belongs to a prompt that cannot be tested.
        try files.write("prompt.json", "")
        let left = VectorInputs.find(paths: [files.path])
        #expect(left.map(\.kind).filter { $0 == .acvp }.count == 1)
        #expect(left.map(reason) == ["answers without their prompt", "none", "an empty file"])
    }

    @Test(arguments: [
        (prompt, VectorInput.Kind.acvp), ("\u{feff} \r\n [\(prompt)]", .acvp),
        (#"[{"acvVersion": "1.0"}, {"vsId" : 1"#, .acvp),
        (#"{"a": "\"", "vsId": 1}"#, .acvp),
        (#"{"numberOfTests": 3, "testGroups": [{"tests": []}]}"#, .wycheproof),
        (#"{"generatorVersion": "0.8r12", "notes": {}"#, .wycheproof),
        ("[]", .other("JSON")), (#"{"notes": {"vsId": 1}, "a": "\"vsId\":"}"#, .other("JSON")),
        (table, .kat), ("# why\n\n\(table)", .kat), ("set up\nthe machine", .other("text")),
        ("# CAVS\r\n\r\n[L = 20]\r\n\r\nLen = 0\r\nMsg = 00\r\nMD = \(digest)\r\n", .cavp),
        ("[P-256,SHA-256]\nMsg = \(digest)\nResult = F\nFAIL\n", .cavp),
        ("[package]\nname = \"a\"\nedition = 2021\n", .other("text")),
        ("# Readme\n\nHow to do it: a = b\n", .other("text")), ("", .other("an empty file")),
        (" \n", .other("nothing but white space")), ("# only\n", .other("nothing but comments")),
        ("\u{1}\u{0}PNG", .other("binary data")), ("PK\u{3}\u{4}", .other("a zip archive")),
    ])
    func aKindIsToldByItsContent(_ text: String, _ kind: VectorInput.Kind) throws {
        for tool in [nil] + Tool.allCases {
            let plain = Data(text.utf8)
            try files.write("file", tool?.compress(plain) ?? plain)
            let input = try #require(find("file").first)
            if case .other(let beginning) = kind {
                #expect(reason(input).hasPrefix(beginning), "\(input.kind)")
            } else {
                #expect(input.kind == kind, "\(reason(input))")
            }
            #expect(try input.read().count == plain.count)
        }
    }

    /// A table whose head is broken is a broken table, not a text that was passed over.
    @Test func ourOwnEndingIsEnough() throws {
        try files.write("broken.kat", "sat SHA2-256 1.0\n")
        try files.write("empty.kat", "")
        #expect(VectorInputs.find(paths: [files.path]).map(\.kind) == [.kat, .kat])
    }

    @Test func shippedVectorsAreTables() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "KATs")
        let tables = VectorInputs.find(paths: [folder.path]).filter { $0.name.hasSuffix(".kat") }
        #expect(tables.count > 10)
        for table in tables {
            try files.write("copy", Data(contentsOf: URL(filePath: table.path)))
            #expect(find("copy").map(\.kind) == [.kat], "\(table.name)")
        }
    }

    @Test func oneBadFileLeavesTheOthers() throws {
        try files.write("good.json", Self.prompt)
        let compressed = try Tool.gzip.compress(Data(Self.prompt.utf8))
        try files.write("cut.gz", compressed.dropLast(4))
        try files.link("memory", to: "/proc/self/mem")
        try files.link("nowhere", to: "missing")
        #expect(mkfifo(files.path("pipe"), 0o600) == 0)
        let found = VectorInputs.find(paths: [files.path, files.path("missing"), ""])
        let expected = [
            "cut.gz": "the file ends before its data does", "good.json": "none",
            "memory": "Input/output error", "nowhere": "No such file", "pipe": "not a regular file",
            "missing": "No such file", "''": "the path is empty",
        ]
        #expect(found.count == expected.count)
        for input in found {
            let name = try #require(input.name.split(separator: "/").last)
            let wanted = try #require(expected[String(name)], "\(name)")
            #expect(reason(input).contains(wanted), "\(name): \(reason(input))")
        }
        // Root may read everything.
        if geteuid() != 0 {
            #expect(chmod(files.path("good.json"), 0) == 0)
            #expect(reason(find("good.json").first).contains("Permission denied"))
        }
    }

    @Test func foldersAreWalkedInOrderAndOnce() throws {
        for name in ["b/2.kat", "b/1.kat", "B.kat", "a.kat", "a/z.kat", "b/.hidden", ".git/c.kat"] {
            try files.write(name, Self.table)
        }
        try files.link("b/back", to: "..")
        try files.link("a/over", to: "../b")
        let outside = try Files()
        try outside.write("far.kat", Self.table)
        try files.link("c", to: outside.path)
        try files.link("d", to: outside.path)
        let found = VectorInputs.find(paths: [files.path + "//./"])
        let tables = found.filter { $0.kind == .kat }.map(\.name)
        #expect(tables == ["B.kat", "a.kat", "a/z.kat", "b/1.kat", "b/2.kat", "c/far.kat"])
        let links = found.filter { $0.kind != .kat }
        #expect(links.map(\.name) == ["a/over", "b/back", "d"])
        for link in links { #expect(reason(link) == "a link to a folder that is here already") }
    }

    @Test func namesTellFoldersApart() throws {
        try files.write("a/1.kat", Self.table)
        try files.write("b/1.kat", Self.table)
        let folders = [files.path("a/"), files.path("b"), files.path("a/./1.kat")]
        let found = VectorInputs.find(paths: folders)
        #expect(found.map(\.name) == [files.path("a/1.kat"), files.path("b/1.kat")])
        #expect(found.map(\.path) == found.map(\.name))
        #expect(VectorInputs.find(paths: [folders[0]]).map(\.name) == ["1.kat"])
    }

    @Test func depthHasALimit() throws {
        let deep = (1...16).map(String.init).joined(separator: "/")
        try files.write("\(deep)/last.kat", Self.table)
        #expect(names() == ["\(deep)/last.kat"])
        try files.write("\(deep)/17/beyond.kat", Self.table)
        let found = VectorInputs.find(paths: [files.path])
        #expect(found.map(\.name) == ["\(deep)/17", "\(deep)/last.kat"])
        #expect(reason(found.first).contains("more than 16 folders deep"))
    }

    @Test func anEmptyFolderIsTold() throws {
        try files.write("empty/.hidden", Self.table)
        let found = find("empty")
        #expect(found.map(\.name) == [files.path("empty")])
        #expect(reason(found.first) == "a folder without files")
    }

    @Test func oddNamesAreFoundAndShown() throws {
        for name in ["two\nlines.kat", "with space.kat", "größe.kat", "-", "a'\"b.kat"] {
            try files.write(name, Self.table)
        }
        let found = VectorInputs.find(paths: [files.path])
        let shown = ["-", "a'\"b.kat", "größe.kat", "two\\u{a}lines.kat", "with space.kat"]
        #expect(found.map(\.name) == shown)
        for input in found {
            #expect(input.kind == .kat)
            #expect(try input.read().count == Self.table.utf8.count)
        }
        let descriptor = (files.path + "/latin-").withCString { start -> Int32 in
            var bytes = Array(UnsafeBufferPointer(start: start, count: strlen(start)))
            bytes += [CChar(bitPattern: 0xfc), 0]
            return open(bytes, O_CREAT | O_WRONLY, 0o600)
        }
        #expect(descriptor >= 0 && close(descriptor) == 0)
        let more = VectorInputs.find(paths: [files.path])
        let odd = more.filter { reason($0).contains("its name is not UTF-8") }
        #expect(more.count == found.count + 1)
        #expect(odd.map(\.name) == ["latin-\u{fffd}"])
    }

    @Test func standardInputIsKept() throws {
        let bytes = try Tool.xz.compress(Data(Self.prompt.utf8))
        let handle = try #require(
            FileHandle(forReadingAtPath: files.write("input", bytes)))
        let table = try files.write("table.kat", Self.table)
        let found = VectorInputs.find(
            paths: ["-", table, "-"], standardInput: handle.fileDescriptor)
        #expect(found.map(\.name) == ["standard input", table])
        #expect(found.map(\.kind) == [.acvp, .kat])
        for _ in 1...2 {
            #expect(try found[0].read().count == Self.prompt.utf8.count)
        }
        let closed = VectorInputs.find(paths: ["-", table], standardInput: -1)
        #expect(reason(closed.first).contains("Bad file descriptor"))
        #expect(closed.last?.kind == .kat)
    }

    private static let digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
}
