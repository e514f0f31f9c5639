/// Reads one source, decompressed where its first bytes say that it is compressed.
struct VectorReader {
    private let source: ByteSource
    private let limits: VectorLimits

    /// A smaller file is read, so that one that shrinks meanwhile is seen as shorter and does not
    /// end the process, as it would where it is mapped. Of a larger one the memory counts more.
    private static let mappedFromBytes = 64 << 20
    /// Between two looks at the limits.
    private static let stepBytes = 4 << 20

    init(_ source: ByteSource, _ limits: VectorLimits) {
        self.source = source
        self.limits = limits
    }

    func all() throws(VectorFileError) -> VectorBytes {
        let format = try CompressionFormat(source.peek(CompressionFormat.magicBytes))
        if format == nil, let size = source.size, size >= VectorReader.mappedFromBytes {
            return try source.map(size)
        }
        return try read(format, enough: .max)
    }

    /// The first bytes, as many as there are up to `enough`.
    func head(_ enough: Int) throws(VectorFileError) -> [UInt8] {
        let format = try CompressionFormat(source.peek(CompressionFormat.magicBytes))
        return try read(format, enough: enough).first(enough)
    }

    private func read(
        _ format: CompressionFormat?, enough: Int
    ) throws(VectorFileError) -> VectorBytes {
        guard var pages = Pages() else { throw VectorReader.outOfMemory(source, after: 0) }
        if let format {
            try decompress(format, into: &pages, enough: enough)
        } else {
            try copy(into: &pages, enough: enough)
        }
        return pages.finish()
    }

    private func copy(into pages: inout Pages, enough: Int) throws(VectorFileError) {
        while pages.count < enough, try !source.isAtEnd() {
            let hasRoom = unsafe pages.append(most: VectorReader.stepBytes) { room in
                unsafe source.take { input in
                    let count = min(input.count, room.count)
                    _ = unsafe room.update(fromContentsOf: input.prefix(count))
                    return (count, count)
                }
            }
            if !hasRoom { throw VectorReader.outOfMemory(source, after: pages.count) }
            // A plain file may be as large as it was when it was opened.
            if pages.count > max(limits.bytes, source.size ?? 0) { throw tooLong() }
        }
    }

    private func decompress(
        _ format: CompressionFormat, into pages: inout Pages, enough: Int
    ) throws(VectorFileError) {
        let decompressor = try Decompressor(
            format, decoderBytes: limits.decoderBytes, file: source.name)
        while pages.count < enough {
            let isAtEnd = try source.isAtEnd()
            // One byte more than allowed tells a file that is too long from one that just fits.
            let most = min(VectorReader.stepBytes, limits.bytes - pages.count) + 1
            switch try decompressor.step(source, into: &pages, most: most) {
            case .memberEnd:
                try source.skipZeros()
                if try source.isAtEnd() { return try check(pages.count) }
                if try !format.begins(source.peek(CompressionFormat.magicBytes)) {
                    throw decompressor.failure(
                        source, "what follows the end of the data is no further \(format.name)")
                }
                try decompressor.restart(source)
            case .more(hasMoved: false):
                throw decompressor.failure(
                    source, isAtEnd ? "the file ends before its data does" : "no progress")
            case .more: break
            }
            try check(pages.count)
        }
    }

    private func check(_ count: Int) throws(VectorFileError) {
        if count > limits.bytes { throw tooLong() }
        if count > limits.ratioAppliesFromBytes && count / limits.ratio > source.position {
            throw VectorFileError(
                file: source.name, position: source.position,
                message: "cannot decompress: \(count) bytes came out of \(source.position), more "
                    + "than \(limits.ratio) times as many; decompress the file if that is right")
        }
    }

    private func tooLong() -> VectorFileError {
        VectorFileError(
            file: source.name, position: source.position,
            message: "cannot read: it holds more than the \(limits.bytes) bytes that are allowed "
                + "for compressed files and standard input; give it as a plain file")
    }

    static func outOfMemory(_ source: ByteSource, after count: Int) -> VectorFileError {
        VectorFileError(
            file: source.name, position: source.position,
            message: "cannot read: out of memory after \(count) bytes")
    }
}
