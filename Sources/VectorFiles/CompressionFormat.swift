internal import CCompression

/// The formats that files are decompressed from, told by how they begin and never by their names.
enum CompressionFormat: CaseIterable, Sendable {
    case gzip
    case xz
    case bzip2

    /// Enough bytes to tell every format.
    static let magicBytes = 10

    init?(_ head: [UInt8]) {
        guard let format = CompressionFormat.allCases.first(where: { $0.begins(head) }) else {
            return nil
        }
        self = format
    }

    func begins(_ head: [UInt8]) -> Bool {
        switch self {
        case .gzip: return head.starts(with: [0x1f, 0x8b])
        case .xz: return head.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])
        case .bzip2:
            // "BZh9" is text too, so the first block, or the end of an empty stream, must follow.
            guard head.count >= 4, head.starts(with: Array("BZh".utf8)) else { return false }
            let next = head[4...].prefix(6)
            let block: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
            let end: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
            return (0x31...0x39).contains(head[3])
                && (block.starts(with: next) || end.starts(with: next))
        }
    }

    var name: String {
        switch self {
        case .gzip: "gzip"
        case .xz: "xz"
        case .bzip2: "bzip2"
        }
    }

    /// The name that every distribution of the last ten years has it under.
    var library: String {
        switch self {
        case .gzip: "libz.so.1"
        case .xz: "liblzma.so.5"
        case .bzip2: "libbz2.so.1.0"
        }
    }

    var packages: String {
        switch self {
        case .gzip: "zlib1g (Debian) or zlib (RHEL)"
        case .xz: "liblzma5 (Debian) or xz-libs (RHEL)"
        case .bzip2: "libbz2-1.0 (Debian) or bzip2-libs (RHEL)"
        }
    }

    var binding: ccompression_format {
        switch self {
        case .gzip: CCOMPRESSION_GZIP
        case .xz: CCOMPRESSION_XZ
        case .bzip2: CCOMPRESSION_BZIP2
        }
    }
}
