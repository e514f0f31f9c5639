internal import CCompression

/// One compressed stream after the other, through the node's own library.
@safe
final class Decompressor {
    enum Step {
        /// Whether anything was taken or given.
        case more(hasMoved: Bool)
        /// One member is whole, and its checksum right.
        case memberEnd
    }

    private let format: CompressionFormat
    private let stream: OpaquePointer

    init(
        _ format: CompressionFormat, library: String? = nil, decoderBytes: Int, file: String
    ) throws(VectorFileError) {
        self.format = format
        var outcome = CCOMPRESSION_NO_MEMORY
        guard
            let stream = unsafe ccompression_open(
                format.binding, library ?? format.library, UInt64(decoderBytes), &outcome)
        else {
            throw VectorFileError(file: file, message: "cannot decompress: out of memory")
        }
        unsafe self.stream = unsafe stream
        if outcome != CCOMPRESSION_MORE {
            let reason = unsafe String(cString: ccompression_reason(stream))
            let advice = "install \(format.packages), or decompress the file"
            throw VectorFileError(
                file: file, message: "cannot decompress \(format.name): \(reason); \(advice)")
        }
    }

    deinit {
        unsafe ccompression_close(stream)
    }

    /// Takes of the source and gives at most `most` bytes to the pages.
    func step(
        _ source: ByteSource, into pages: inout Pages, most: Int
    ) throws(VectorFileError) -> Step {
        let positionBefore = source.position
        let countBefore = pages.count
        var outcome = CCOMPRESSION_NO_MEMORY
        let hasRoom = unsafe pages.append(most: most) { room in
            unsafe source.take { input in
                var inputLeft = input.count
                var roomLeft = room.count
                outcome = unsafe ccompression_step(
                    stream, input.baseAddress, &inputLeft, room.baseAddress, &roomLeft)
                return (input.count - inputLeft, room.count - roomLeft)
            }
        }
        if !hasRoom { throw VectorReader.outOfMemory(source, after: pages.count) }
        switch outcome {
        case CCOMPRESSION_MORE:
            let hasMoved = source.position > positionBefore || pages.count > countBefore
            return .more(hasMoved: hasMoved)
        case CCOMPRESSION_STREAM_END: return .memberEnd
        default: throw failure(source)
        }
    }

    func restart(_ source: ByteSource) throws(VectorFileError) {
        if unsafe ccompression_restart(stream) != CCOMPRESSION_MORE {
            throw failure(source)
        }
    }

    /// The library's own reason where none is given.
    func failure(_ source: ByteSource, _ reason: String? = nil) -> VectorFileError {
        let reason = unsafe reason ?? String(cString: ccompression_reason(stream))
        return VectorFileError(
            file: source.name, position: source.position,
            message: "cannot decompress \(format.name): \(reason); fetch the file again")
    }
}
