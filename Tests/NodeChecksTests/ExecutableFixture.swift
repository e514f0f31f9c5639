import Foundation
import Testing

@testable import NodeChecks

/// Small ELF files as Go's linker lays them out: a segment that can be written with the build
/// information, and one that cannot with the names of functions.
struct ExecutableFixture {
    enum Format {
        /// Since Go 1.18: both strings follow the header.
        case inline
        /// Before: the header has their addresses.
        case pointers
    }

    var version = "go1.27.3"
    var settings: [String] = []
    var functions = ["", "main.main", "crypto/tls.(*Conn).Handshake", ""]
    var format = Format.inline
    var hasSections = true
    var isGo = true
    /// Without a dynamic section where there are none.
    var libraries: [String] = []
    /// Of the table of functions, and the address that its section says.
    var tableHeader: [UInt8] = []
    var tableAddress: Int?
    /// Where the build information begins in its segment; a multiple of 16 is what Go has.
    var shift = 0

    static let address = 0x40_0000

    var text: String {
        "path\texample.com/program\nmod\texample.com/program\t(devel)\t\n"
            + settings.map { "build\t\($0)\n" }.joined()
    }

    /// The text between its marks, which end in a line break before the last 16 bytes.
    var framed: [UInt8] {
        [UInt8](repeating: 0x30, count: 16) + Array(text.utf8) + [UInt8](repeating: 0x31, count: 16)
    }

    /// A length of at most 21 bits in the way of a varint.
    static func counted(_ bytes: [UInt8]) -> [UInt8] {
        var prefix: [UInt8] = []
        var left = bytes.count
        repeat {
            prefix.append(UInt8(left & 0x7F) | (left > 0x7F ? 0x80 : 0))
            left >>= 7
        } while left > 0
        return prefix + bytes
    }

    /// 72 bytes of a table's header, with numbers at some of its places.
    static func header(_ numbers: [(place: Int, value: Int)]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 72)
        for (place, value) in numbers {
            for index in 0..<8 {
                bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
            }
        }
        return bytes
    }

    private func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    /// The segment that can be written, whose first byte has this address.
    private func data(at address: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xAA, count: shift)
        bytes += [0xFF] + Array(" Go buildinf:".utf8)
        switch format {
        case .inline:
            bytes += [8, 2] + [UInt8](repeating: 0, count: 16)
            bytes += Self.counted(Array(version.utf8)) + Self.counted(framed)
        case .pointers:
            let strings = address + shift + 32
            bytes += [8, 0] + number(strings, 8) + number(strings + 16, 8)
            bytes += number(strings + 32, 8) + number(version.utf8.count, 8)
            bytes += number(strings + 32 + version.utf8.count, 8) + number(framed.count, 8)
            bytes += Array(version.utf8) + framed
        }
        return bytes
    }

    var bytes: [UInt8] {
        let table = tableHeader + Array(functions.joined(separator: "\0").utf8)
        let names = Array("\0.go.buildinfo\0.gopclntab\0.shstrtab\0".utf8)
        let tableOffset = 64 + 3 * 56 + 8
        let dataOffset = aligned(tableOffset + table.count)
        let data = isGo ? data(at: Self.address + dataOffset) : [1, 2, 3]
        let dynamicOffset = aligned(dataOffset + data.count)
        let (dynamic, strings) = dynamicSection(at: Self.address + dynamicOffset)
        let namesOffset = aligned(dynamicOffset + dynamic.count + strings.count)
        let sectionsOffset = aligned(namesOffset + names.count)

        var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        file += number(2, 2) + number(62, 2) + number(1, 4) + number(Self.address, 8)
        file += number(64, 8) + number(hasSections ? sectionsOffset : 0, 8) + number(0, 4)
        file += number(64, 2) + number(56, 2) + number(3, 2) + number(64, 2)
        file += number(hasSections ? 4 : 0, 2) + number(hasSections ? 3 : 0, 2)
        // One segment to be read, one that can be written, one for the loader.
        file += program(1, 4, 0, dataOffset)
        file += program(1, 6, dataOffset, namesOffset - dataOffset)
        file += program(libraries.isEmpty ? 0 : 2, 6, dynamicOffset, dynamic.count)
        func place(_ bytes: [UInt8], at offset: Int) {
            file += [UInt8](repeating: 0, count: offset - file.count) + bytes
        }
        place(table, at: tableOffset)
        place(data, at: dataOffset)
        place(dynamic + strings, at: dynamicOffset)
        place([], at: namesOffset)
        if !hasSections { return file }
        place(names, at: namesOffset)
        place(section(0, 0, 0, 0), at: sectionsOffset)
        file += isGo ? section(1, 1, dataOffset, data.count) : section(0, 0, 0, 0)
        file += section(15, 1, tableOffset, table.count, address: tableAddress)
        return file + section(26, 3, namesOffset, names.count)
    }

    private func aligned(_ offset: Int) -> Int { (offset + 15) & ~15 }

    /// Entries of the loader's section, and their strings behind them.
    private func dynamicSection(at address: Int) -> ([UInt8], [UInt8]) {
        if libraries.isEmpty { return ([], []) }
        var (entries, strings): ([UInt8], [UInt8]) = ([], [0])
        for library in libraries {
            entries += number(1, 8) + number(strings.count, 8)
            strings += Array(library.utf8) + [0]
        }
        entries += number(5, 8) + number(address + entries.count + 32, 8) + number(0, 16)
        return (entries, strings)
    }

    private func program(_ type: Int, _ flags: Int, _ offset: Int, _ count: Int) -> [UInt8] {
        number(type, 4) + number(flags, 4) + number(offset, 8) + number(Self.address + offset, 8)
            + number(Self.address + offset, 8) + number(count, 8) + number(count, 8)
            + number(16, 8)
    }

    private func section(
        _ name: Int, _ type: Int, _ offset: Int, _ count: Int, address: Int? = nil
    ) -> [UInt8] {
        number(name, 4) + number(type, 4) + number(2, 8)
            + number(address ?? Self.address + offset, 8)
            + number(offset, 8) + number(count, 8) + number(0, 8) + number(16, 8) + number(0, 8)
    }
}

/// A folder with files of bytes, as a tree.
final class TreeOfFiles {
    let root = FileManager.default.temporaryDirectory.path + "/fipsmark-tree-\(UUID().uuidString)"

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let place = root + path
        try FileManager.default.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: place))
    }

    func open(_ path: String) throws -> HostFile {
        switch HostTree(root: root).open(path) {
        case .file(let file): return file
        case .failed(let reading):
            throw NSError(domain: reading.fault ?? "", code: 1)
        }
    }

    func executable(_ bytes: [UInt8]) throws -> ExecutableFile? {
        try write("/file", bytes)
        let executable = ExecutableFile(try open("/file"))
        return executable.damage.isEmpty && executable.otherKind.isEmpty ? executable : nil
    }
}
