import Glibc

/// An ELF file of 64 bits with the least significant byte first, as the node's machine has it
/// (System V ABI, chapters 4 and 5): where its parts lie in the file.
///
/// What it says of itself is not believed: every part is cut to the file, counts and lengths are
/// bounded, and a header that lies outside makes it damaged.
struct ExecutableFile {
    struct Part {
        let offset: Int
        let count: Int
        /// Where it lies in memory.
        let address: Int
        let isWritable: Bool
    }

    enum Reading {
        case executable(ExecutableFile)
        /// Another kind of file; in words.
        case other(String)
        case damaged(String)
    }

    let file: HostFile
    private(set) var segments: [Part] = []
    private var dynamic: Part?
    /// `.go.buildinfo`, and the table of functions; nil where section headers do not say.
    private(set) var buildInformation: Part?
    private(set) var functions: Part?

    static func read(_ file: HostFile) -> Reading {
        let header = file.read(at: 0, count: 64)
        if header.starts(with: [0x23, 0x21]) { return .other("a script") }
        if !header.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return .other("no ELF file") }
        if header.count < 64 { return .damaged("it ends within its first header") }
        // EI_CLASS, EI_DATA
        if header[4] != 2 || header[5] != 1 { return .other("an ELF file of another machine") }
        var executable = ExecutableFile(file: file)
        if !executable.readSegments(header) {
            return .damaged("its program headers lie outside it")
        }
        executable.readSections(header)
        return .executable(executable)
    }

    private init(file: HostFile) {
        self.file = file
    }

    private mutating func readSegments(_ header: [UInt8]) -> Bool {
        let size = header.number(54, 2)
        let count = header.number(56, 2)
        guard let size, let count, size == 56, count > 0, count <= 128,
            let start = header.number(32, 8)
        else { return false }
        let bytes = file.read(at: start, count: count * size)
        if bytes.count < count * size { return false }
        for at in stride(from: 0, to: bytes.count, by: size) {
            let type = bytes.number(at, 4)
            // PT_LOAD, PT_DYNAMIC
            if type != 1 && type != 2 { continue }
            let flags = bytes.number(at + 4, 4) ?? 0
            let part = part(
                bytes.number(at + 8, 8), bytes.number(at + 32, 8), bytes.number(at + 16, 8),
                flags & 2 != 0)
            guard let part else { continue }
            if type == 1 { segments.append(part) } else { dynamic = part }
        }
        return true
    }

    /// Section headers may have been removed, and then nothing is missed but speed.
    private mutating func readSections(_ header: [UInt8]) {
        guard header.number(58, 2) == 64, let count = header.number(60, 2), count <= 512,
            let names = header.number(62, 2), names < count, let start = header.number(40, 8)
        else { return }
        let bytes = file.read(at: start, count: count * 64)
        if bytes.count < count * 64 { return }
        guard let table = section(bytes, names * 64) else { return }
        let text = file.read(at: table.offset, count: min(table.count, 1 << 14))
        for at in stride(from: 0, to: bytes.count, by: 64) {
            // SHT_PROGBITS; debug information and bss are others or have no address.
            guard bytes.number(at + 4, 4) == 1, let place = bytes.number(at, 4),
                place < text.count, let part = section(bytes, at)
            else { continue }
            let name = String(decoding: text[place...].prefix(64).prefix { $0 != 0 }, as: UTF8.self)
            if name == ".go.buildinfo" { buildInformation = part }
            // .data.rel.ro.gopclntab in files that may lie anywhere in memory.
            if name.hasSuffix(".gopclntab") { functions = part }
        }
    }

    private func section(_ bytes: [UInt8], _ at: Int) -> Part? {
        part(bytes.number(at + 24, 8), bytes.number(at + 32, 8), bytes.number(at + 16, 8), false)
    }

    private func part(_ offset: Int?, _ count: Int?, _ address: Int?, _ isWritable: Bool) -> Part? {
        guard let offset, let count, let address, offset < file.sizeBytes, count > 0 else {
            return nil
        }
        return Part(
            offset: offset, count: min(count, file.sizeBytes - offset), address: address,
            isWritable: isWritable)
    }

    /// Where an address lies in the file; nil where no segment has it.
    func offset(_ address: Int) -> Int? {
        for part in segments where address >= part.address && address - part.address < part.count {
            return part.offset + (address - part.address)
        }
        return nil
    }

    /// The libraries that the loader brings (DT_NEEDED), at most 64; nil where it brings none.
    var libraries: [String]? {
        guard let dynamic else { return nil }
        let entries = file.read(at: dynamic.offset, count: min(dynamic.count, 1 << 13))
        var places: [Int] = []
        var table: Int?
        for at in stride(from: 0, to: entries.count - 15, by: 16) {
            guard let value = entries.number(at + 8, 8) else { continue }
            switch entries.number(at, 4) {
            case 1: places.append(value)
            case 5: table = offset(value)
            default: break
            }
        }
        guard let table else { return nil }
        return places.prefix(64).filter { $0 < 1 << 20 }.map { place in
            let bytes = file.read(at: table + place, count: 64)
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

// MARK: - Searching

extension ExecutableFile {
    /// How much follows a place that is found, at least where the part goes on.
    static let following = 64

    /// Gives every place of a pattern to `take`, with what follows, until that is content. Each
    /// byte that is looked at is taken off `budget`; false where nothing was found.
    func search(
        _ pattern: [UInt8], in part: Part, budget: inout Int,
        _ take: (_ offset: Int, _ bytes: ArraySlice<UInt8>) -> Bool
    ) -> Bool {
        var start = 0
        while start < part.count && budget > 0 {
            let wanted = min(1 << 18, part.count - start, budget)
            let chunk = file.read(
                at: part.offset + start, count: min(wanted + Self.following, part.count - start))
            if chunk.isEmpty { return false }
            var from = 0
            while let place = chunk.place(of: pattern, from: from), place < wanted {
                if take(part.offset + start + place, chunk[place...].prefix(Self.following)) {
                    return true
                }
                from = place + 1
            }
            start += wanted
            budget -= wanted
        }
        return false
    }
}

extension [UInt8] {
    /// A number, least significant byte first; nil where there is none or it is no length.
    func number(_ at: Int, _ width: Int) -> Int? {
        if at < 0 || at > count - width { return nil }
        var value: UInt64 = 0
        for index in (0..<width).reversed() { value = value << 8 | UInt64(self[at + index]) }
        return Int(exactly: value)
    }

    /// memmem, which Glibc's Swift module leaves out.
    fileprivate func place(of pattern: [UInt8], from: Int) -> Int? {
        guard let first = pattern.first else { return nil }
        return unsafe withUnsafeBytes { whole -> Int? in
            guard let start = whole.baseAddress else { return nil }
            var from = from
            while from <= whole.count - pattern.count {
                let left = whole.count - pattern.count + 1 - from
                guard let found = unsafe memchr(start + from, Int32(first), left) else {
                    return nil
                }
                from = unsafe UnsafeRawPointer(found) - start
                let same = unsafe pattern.withUnsafeBytes { part -> Bool in
                    guard let wanted = part.baseAddress else { return false }
                    return unsafe memcmp(start + from, wanted, part.count) == 0
                }
                if same { return from }
                from += 1
            }
            return nil
        }
    }
}
