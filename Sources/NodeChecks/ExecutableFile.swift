import Glibc

/// An ELF file of 64 bits with the least significant byte first, as the node's machine has it
/// (System V ABI, chapters 4 and 5): where its parts lie in the file.
///
/// What it says of itself is not believed: every part is cut to the file, counts and lengths are
/// bounded, and a header that lies outside makes it damaged.
final class ExecutableFile {
    struct Part {
        let offset: Int
        let count: Int
        /// Where it lies in memory.
        let address: Int
        let isWritable: Bool
    }

    let file: HostFile
    /// What it is where it is no such file; empty where it is one.
    private(set) var otherKind = ""
    /// Why it cannot be read; empty where it can.
    private(set) var damage = ""
    private(set) var segments: [Part] = []
    private var dynamic: Part?
    /// `.go.buildinfo`, and the table of functions; nil where section headers do not say.
    private(set) var buildInformation: Part?
    private(set) var functions: Part?

    init(_ file: HostFile) {
        self.file = file
        let header = file.read(at: 0, count: 64)
        if header.starts(with: [0x23, 0x21]) {
            otherKind = "a script"
        } else if !header.starts(with: [0x7F, 0x45, 0x4C, 0x46]) {
            otherKind = "no ELF file"
        } else if header.count < 64 {
            damage = "it ends within its first header"
        } else if header[4] != 2 || header[5] != 1 {
            // EI_CLASS, EI_DATA
            otherKind = "an ELF file of another machine"
        } else if readSegments(header) {
            readSections(header)
        } else {
            damage = "its program headers lie outside it"
        }
    }

    private func readSegments(_ header: [UInt8]) -> Bool {
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
    private func readSections(_ header: [UInt8]) {
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
            let name = ExecutableFile.text(text, place)
            if name == ".go.buildinfo" { buildInformation = part }
            // .data.rel.ro.gopclntab in a file that may lie anywhere in memory; a part of
            // .data.rel.ro where a C linker made it.
            if name.hasSuffix(".gopclntab") || name == ".data.rel.ro" && functions == nil {
                functions = part
            }
        }
    }

    private func section(_ bytes: [UInt8], _ at: Int) -> Part? {
        part(bytes.number(at + 24, 8), bytes.number(at + 32, 8), bytes.number(at + 16, 8), false)
    }

    // Inlined, this and `number` make the readers of headers twice as large.
    @inline(never)
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

    /// The libraries that the loader brings (DT_NEEDED), at most 64, with commas between them.
    var libraries: String {
        guard let dynamic else { return "" }
        let entries = file.read(at: dynamic.offset, count: min(dynamic.count, 1 << 13))
        var table: Int?
        var at = 0
        // DT_STRTAB
        while let tag = entries.number(at, 8), table == nil {
            if tag == 5 { table = entries.number(at + 8, 8).flatMap(offset) }
            at += 16
        }
        guard let table else { return "" }
        var names = ""
        var left = 64
        at = 0
        while left > 0, let tag = entries.number(at, 8), let place = entries.number(at + 8, 8) {
            if tag == 1 && place < 1 << 20 {
                names += (names.isEmpty ? "" : ", ")
                names += ExecutableFile.text(file.read(at: table + place, count: 64), 0)
                left -= 1
            }
            at += 16
        }
        return names
    }

    /// Bytes up to the next zero, at most 64.
    private static func text(_ bytes: [UInt8], _ start: Int) -> String {
        var end = start
        while end < bytes.count && bytes[end] != 0 && end - start < 64 { end += 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

// MARK: - Searching

extension ExecutableFile {
    /// How much of what follows a place is given with it, where there is as much.
    private static let following = 64
    /// More of a file is not searched, and a place that is found counts as much as it costs.
    private static let limitBytes = 16 << 20
    private static let costOfPlace = 1 << 10

    /// Gives every place of a pattern to `take`, its address and offset with what follows, until
    /// that is content. False where nothing was found, nil where there is more than is searched.
    func search(
        _ pattern: [UInt8], in parts: [Part],
        _ take: (_ address: Int, _ offset: Int, _ bytes: [UInt8]) -> Bool
    ) -> Bool? {
        var budget = ExecutableFile.limitBytes
        for part in parts {
            var start = 0
            while start < part.count {
                if budget <= 0 { return nil }
                // What malloc keeps; more it would give back, to be zeroed by the kernel each time.
                let wanted = min(1 << 16, part.count - start)
                let chunk = file.read(
                    at: part.offset + start,
                    count: min(wanted + ExecutableFile.following, part.count - start))
                var from = 0
                while let place = chunk.place(of: pattern, from: from), place < wanted {
                    let end = min(place + ExecutableFile.following, chunk.count)
                    let isEnough = take(
                        part.address &+ start &+ place, part.offset + start + place,
                        Array(chunk[place..<end]))
                    if isEnough { return true }
                    budget -= ExecutableFile.costOfPlace
                    if budget <= 0 { return nil }
                    from = place + 1
                }
                start += wanted
                budget -= wanted
            }
        }
        return false
    }
}

extension [UInt8] {
    /// A number, least significant byte first; nil where there is none or it is no length.
    @inline(never)
    func number(_ at: Int, _ width: Int) -> Int? {
        if at < 0 || at > count - width { return nil }
        var value: UInt64 = 0
        for index in (0..<width).reversed() { value = value << 8 | UInt64(self[at + index]) }
        return Int(exactly: value)
    }

    /// Where a pattern of text begins (memmem, which Glibc's Swift module leaves out). Its letter
    /// that is last in the alphabet is looked for, since those are the rarest in names, and zeros
    /// and 255, which are not, are what such files are full of.
    @inline(never)
    func place(of pattern: [UInt8], from: Int) -> Int? {
        // As signed numbers, what is no ASCII comes first.
        let rarest = pattern.indices.max {
            Int8(bitPattern: pattern[$0]) < Int8(bitPattern: pattern[$1])
        }
        return unsafe withUnsafeBytes { whole -> Int? in
            guard let start = whole.baseAddress, let anchor = rarest else { return nil }
            var from = from
            while from <= whole.count - pattern.count {
                let left = whole.count - pattern.count + 1 - from
                guard
                    let found = unsafe memchr(
                        start + from + anchor, Int32(pattern[anchor]), left)
                else { return nil }
                from = unsafe UnsafeRawPointer(found) - start - anchor
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
