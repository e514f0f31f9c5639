import Foundation
import Testing

@testable import VectorFiles

@Suite struct VectorBytesTests {
    private static let text = digits(300_000)

    private func read(_ bytes: Data, limits: VectorLimits = VectorLimits()) throws -> Data {
        let files = try Files()
        return try contents(VectorBytes.read(files.write("file", bytes), limits: limits))
    }

    private func contents(_ bytes: VectorBytes) -> Data {
        let span = bytes.span
        return span.withUnsafeBufferPointer { Data($0) }
    }

    private func failure(
        _ bytes: Data, limits: VectorLimits = VectorLimits()
    ) throws -> VectorFileError {
        try #require(throws: VectorFileError.self) { try read(bytes, limits: limits) }
    }

    @Test(arguments: Tool.allCases)
    func readsWhatTheToolsCompress(_ tool: Tool) throws {
        let compressed = try tool.compress(Self.text)
        #expect(compressed.count < Self.text.count)
        #expect(try read(compressed) == Self.text)
        #expect(try read(tool.compress(Data())).isEmpty)
    }

    @Test(arguments: Tool.allCases)
    func membersFollowEachOther(_ tool: Tool) throws {
        let first = try tool.compress(Self.text)
        let second = try tool.compress(Data("second".utf8))
        let both = Self.text + Data("second".utf8)
        #expect(try read(first + second) == both)
        #expect(try read(first + second + Data(count: 512)) == both)
        let error = try failure(first + Data("second".utf8))
        #expect(error.position == first.count)
        #expect(error.message.contains("no further \(tool.rawValue)"))
        // What begins a second member must be a whole one.
        #expect(throws: VectorFileError.self) { try read(first + second.prefix(12)) }
    }

    @Test(arguments: Tool.allCases)
    func aByteThatChangedIsFound(_ tool: Tool) throws {
        let compressed = try tool.compress(Self.text)
        for position in [compressed.count / 2, compressed.count - 5] {
            var damaged = compressed
            damaged[position] ^= 0x10
            let error = try failure(damaged)
            #expect(error.message.hasPrefix("cannot decompress \(tool.rawValue): "), "\(error)")
            #expect(error.file.hasSuffix("/file"))
            // The checksum is the last chance to see it.
            let found = try #require(error.position)
            #expect(found > 0 && found <= compressed.count, "\(error)")
        }
    }

    @Test(arguments: Tool.allCases)
    func aFileThatEndsTooSoonIsFound(_ tool: Tool) throws {
        let compressed = try tool.compress(Self.text)
        for count in [12, compressed.count / 2, compressed.count - 1] {
            let error = try failure(compressed.prefix(count))
            #expect(error.message.contains("the file ends before its data does"), "\(error)")
            #expect(error.position == count)
        }
    }

    /// 1 GiB from less than a MiB.
    @Test(arguments: Tool.allCases)
    func aBombIsStopped(_ tool: Tool) throws {
        let bomb = try tool.zeros(members: 64)
        #expect(bomb.count < 2 << 20)
        var limits = VectorLimits()
        limits.bytes = 1 << 20
        let small = try failure(bomb, limits: limits)
        #expect(small.message.contains("more than the 1048576 bytes that are allowed"), "\(small)")
        #expect(try #require(small.position) < bomb.count / 32, "it was not stopped at once")
        let usual = try failure(bomb)
        #expect(usual.message.contains("more than 500 times as many"), "\(usual)")
        #expect(try #require(usual.position) < bomb.count / 8)
    }

    @Test(arguments: Tool.allCases)
    func theLimitItselfIsAllowed(_ tool: Tool) throws {
        let compressed = try tool.compress(Self.text)
        var limits = VectorLimits()
        limits.bytes = Self.text.count
        #expect(try read(compressed, limits: limits) == Self.text)
        limits.bytes -= 1
        #expect(throws: VectorFileError.self) { try read(compressed, limits: limits) }
        // A plain file takes no more than what is there already.
        #expect(try read(Self.text, limits: limits) == Self.text)
        limits.bytes = .max
        #expect(try read(compressed, limits: limits) == Self.text)
    }

    @Test func aDecoderMayNotAskForAllMemory() throws {
        var limits = VectorLimits()
        limits.decoderBytes = 1 << 20
        let error = try failure(Tool.xz.compress(Self.text), limits: limits)
        #expect(error.message.contains("of which 1 are allowed"), "\(error)")
    }

    @Test func plainFilesAreReadOrMapped() throws {
        #expect(try read(Self.text) == Self.text)
        #expect(try read(Data()).isEmpty)
        // Not compressed, whatever it begins like.
        #expect(try read(Data("BZh9 is text".utf8)) == Data("BZh9 is text".utf8))
        let files = try Files()
        let large = try files.write("large", "first")
        #expect(truncate(large, 80 << 20) == 0)
        let bytes = try VectorBytes.read(large)
        let span = bytes.span
        #expect(span.count == 80 << 20 && span[0] == UInt8(ascii: "f"))
        #expect(span[span.count - 1] == 0)
        // A size of 0 does not mean that there is nothing to read.
        #expect(try contents(VectorBytes.read("/proc/self/status")).starts(with: "Name:".utf8))
    }

    @Test func aMissingLibraryIsNamedWithItsPackage() throws {
        let reasons = [
            "libnone.so.9": "libnone.so.9: cannot open", "libc.so.6": "libc.so.6 has no ",
        ]
        for (library, reason) in reasons {
            for format in CompressionFormat.allCases {
                let error = try #require(throws: VectorFileError.self) {
                    _ = try Decompressor(
                        format, library: library, decoderBytes: 1 << 20, file: "file")
                }
                #expect(error.message.contains("install \(format.packages)"), "\(error)")
                #expect(error.message.contains(reason), "\(error)")
            }
        }
    }

    @Test func whatIsNoFileIsAnError() throws {
        let files = try Files()
        #expect(mkfifo(files.path("pipe"), 0o600) == 0)
        let expected = [
            files.path("missing"): "No such file", files.path: "it is a folder",
            files.path("pipe"): "not a regular file", "/proc/self/mem": "Input/output error",
        ]
        for (path, reason) in expected {
            let error = try #require(throws: VectorFileError.self) {
                _ = try VectorBytes.read(path)
            }
            #expect(error.message.contains(reason), "\(error)")
            #expect(error.file == path)
        }
    }

    /// A pipe that is not ready must be waited for, even where its descriptor says otherwise.
    @Test(arguments: [false, true])
    func standardInputIsReadToItsEnd(_ isCompressed: Bool) throws {
        let bytes = try isCompressed ? Tool.gzip.compress(Self.text) : Self.text
        let pipe = Pipe()
        let end = pipe.fileHandleForReading.fileDescriptor
        #expect(fcntl(end, F_SETFL, O_NONBLOCK) == 0)
        Thread.detachNewThread {
            usleep(20_000)
            try? pipe.fileHandleForWriting.write(contentsOf: bytes)
            try? pipe.fileHandleForWriting.close()
        }
        let read = try VectorBytes.read(descriptor: end, name: "standard input")
        #expect(contents(read) == Self.text)
    }

    @Test func standardInputHasALimit() throws {
        let files = try Files()
        let handle = try #require(FileHandle(forReadingAtPath: files.write("file", Self.text)))
        var limits = VectorLimits()
        limits.bytes = 1000
        let error = try #require(throws: VectorFileError.self) {
            _ = try VectorBytes.read(
                descriptor: handle.fileDescriptor, name: "standard input", limits: limits)
        }
        #expect(error.description.hasPrefix("standard input: byte "))
        #expect(throws: VectorFileError.self) {
            _ = try VectorBytes.read(descriptor: -1, name: "standard input")
        }
    }

    /// In a process of its own, whose peak is nobody else's.
    @Test func memoryStaysCloseToWhatIsRead() async {
        await #expect(processExitsWith: .success) {
            let files = try Files()
            let file = try files.write("zeros.gz", Tool.gzip.zeros(members: 20))
            var limits = VectorLimits()
            limits.ratio = .max
            let before = try peakBytes()
            let bytes = try VectorBytes.read(file, limits: limits)
            let taken = try peakBytes() - before
            try #require(bytes.count == 320 << 20)
            // Doubled room that were touched would be 512 MiB, a copy more than that.
            try #require(taken <= bytes.count / 4 * 5, "\(taken) bytes were taken")
            try #require(taken >= bytes.count / 2, "the peak is not measured")
        }
    }
}

private func peakBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) }) << 10
}
