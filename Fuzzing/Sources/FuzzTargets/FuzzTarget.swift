import Approval
import Glibc
import KnownAnswers
import Reports
import VectorFiles
import Wrapper

/// What a fuzzer feeds: each takes any bytes, and must neither crash nor hang nor fill the memory.
/// A target is one line here and a folder of small files in `Seeds`; `Scripts/fuzz` does the rest.
private func target(_ name: String) -> (@Sendable (Span<UInt8>) -> Void)? {
    switch name {
    case "table": fuzzTable
    case "acvp": fuzzACVP
    case "cavp": fuzzCAVP
    case "wycheproof": fuzzWycheproof
    case "files": fuzzFiles
    case "frames": fuzzFrames
    case "lines": fuzzLines
    case "records": fuzzRecords
    case "bundles": fuzzBundles
    case "projections": fuzzProjections
    default: nil
    }
}

private let chosen: @Sendable (Span<UInt8>) -> Void = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = target(name) else { preconditionFailure("FUZZ_TARGET is '\(name)'") }
    return target
}()

@_cdecl("fuzztargets_run")
func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
    let bytes = UnsafeBufferPointer(start: bytes, count: count)
    CheapModule.beginInput(count)
    chosen(bytes.span)
}

/// The project's own tables.
private func fuzzTable(_ bytes: Span<UInt8>) {
    _ = try? KnownAnswerEngine(CheapModule.gates()).run(file: "fuzz.kat", text: bytes)
}

/// A prompt, and behind NUL bytes the answers and the secrets, where there are any.
private func fuzzACVP(_ bytes: Span<UInt8>) {
    var parts: [Range<Int>] = [0..<0]
    for index in bytes.indices {
        if bytes[index] == 0 && parts.count < 3 {
            parts.append(index + 1..<index + 1)
        } else {
            parts[parts.count - 1] = parts[parts.count - 1].lowerBound..<index + 1
        }
    }
    let isAlone = parts.count == 1
    while parts.count < 3 { parts.append(0..<0) }
    let texts = VectorTexts(
        file: "fuzz.json", prompt: bytes.extracting(parts[0]),
        answers: bytes.extracting(parts[1]), secrets: bytes.extracting(parts[2]),
        answersItself: isAlone)
    let engine = KnownAnswerEngine(CheapModule.gates())
    for responding in [false, true] { _ = engine.run(texts, responding: responding) }
}

/// The first line is the file's name, by which much is told.
private func fuzzCAVP(_ bytes: Span<UInt8>) {
    var end = 0
    while end < bytes.count && bytes[end] != UInt8(ascii: "\n") { end += 1 }
    let name = bytes.extracting(0..<end).withUnsafeBufferPointer {
        String(decoding: $0, as: UTF8.self)
    }
    let text = bytes.extracting(min(end + 1, bytes.count)..<bytes.count)
    _ = KnownAnswerEngine(CheapModule.gates()).run(cavp: name, text: text)
}

private func fuzzWycheproof(_ bytes: Span<UInt8>) {
    _ = KnownAnswerEngine(CheapModule.gates()).run(wycheproof: "fuzz.json", text: bytes)
}

/// Whatever lies in a folder: its compression, then its kind. The first byte chooses the limits.
private func fuzzFiles(_ bytes: Span<UInt8>) {
    if bytes.isEmpty { return }
    var limits = VectorLimits()
    if bytes[0] & 1 == 0 { limits.bytes = 1 << 16 }
    if bytes[0] & 2 == 0 { limits.ratioAppliesFromBytes = 1 << 12 }
    bytes.extracting(1...).withUnsafeBytes { bytes in
        let written = pwrite(scratchFile, bytes.baseAddress, bytes.count, 0)
        precondition(written == bytes.count && ftruncate(scratchFile, written) == 0)
    }
    lseek(scratchFile, 0, SEEK_SET)
    for input in VectorInputs.find(paths: ["-"], limits: limits, standardInput: scratchFile) {
        guard let read = try? input.read(limits: limits) else { continue }
        precondition(read.count <= limits.bytes)
    }
}

/// One without a name, for all inputs.
private let scratchFile: Int32 = {
    guard let file = tmpfile() else { preconditionFailure("no temporary file") }
    return fileno(file)
}()

private func fuzzFrames(_ bytes: Span<UInt8>) {
    guard let first = bytes.isEmpty ? nil : bytes[0] else { return }
    let dialect = Dialect.allCases[Int(first) % Dialect.allCases.count]
    let stream = Bytes(bytes.extracting(1...))
    try? FrameLoop(CheapModule.gates()[0], dialect, stream).run()
}

private func fuzzLines(_ bytes: Span<UInt8>) {
    try? LineLoop(CheapModule.gates()[0], toolVersion: "0", Bytes(bytes)).run()
}

/// Two records of runs, the second behind a NUL byte.
private func fuzzRecords(_ bytes: Span<UInt8>) {
    let texts = bytes.withUnsafeBufferPointer {
        Array($0).split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    }
    guard let old = try? RecordedRun(Array(texts[0])),
        let new = texts.count > 1 ? try? RecordedRun(Array(texts[1])) : old
    else { return }
    let comparison = RunComparison(old: old, new: new)
    _ = comparison.text(oldFile: "old", newFile: "new")
    _ = comparison.json(oldFile: "old", newFile: "new")
}

/// A client that has said all it will say and hears nothing.
private final class Bytes: ByteStream {
    private var left: ArraySlice<UInt8>

    init(_ bytes: Span<UInt8>) { left = bytes.withUnsafeBufferPointer { Array($0)[...] } }

    let hasInput = true

    func read(into target: inout [UInt8]) -> Int {
        let piece = left.prefix(target.count)
        target.replaceSubrange(0..<piece.count, with: piece)
        left = left.dropFirst(piece.count)
        return piece.count
    }

    func write(_ bytes: Span<UInt8>) {}
}
