/// One request or reply of BoringSSL's modulewrapper protocol: a list of byte strings.
///
/// On the wire: their number, then the length of each, then the bytes of each. Numbers are of 32
/// bits, the least significant byte first.
package struct Frame: Equatable, Sendable {
    /// Of a request the name comes first.
    package var parts: [[UInt8]]

    package init(_ parts: [[UInt8]]) {
        self.parts = parts
    }

    package var encoded: [UInt8] {
        var bytes = UInt32(parts.count).littleEndianBytes
        for part in parts { bytes += UInt32(part.count).littleEndianBytes }
        for part in parts { bytes += part }
        return bytes
    }

    /// The limits of the reference wrappers. No request that their client makes comes near them.
    package enum Limit {
        /// With the name.
        package static let parts = 9
        /// 30 in BoringSSL, 35 in AWS-LC.
        package static let nameBytes = 35
        package static let partBytes = 1 << 20
        /// Of an output whose length the client names; the reference has 128 MiB.
        package static let outputBytes = 16 << 20
    }
}

extension Connection {
    /// The next request, nil where the input ends between two.
    func readFrame() throws(WrapperError) -> Frame? {
        var head: [UInt8] = []
        let first = try read(4, appendingTo: &head)
        if first == 0 { return nil }
        if first < 4 { throw Frame.cutShort }
        let count = UInt32(littleEndianBytes: head[...])
        if count == 0 { throw .request("a request without a name") }
        if count > Frame.Limit.parts {
            throw .request("a request of \(count) parts; the limit is \(Frame.Limit.parts)")
        }
        var lengths: [UInt8] = []
        let expected = 4 * Int(count)
        if try read(expected, appendingTo: &lengths) < expected { throw Frame.cutShort }
        let partBytes = stride(from: 0, to: expected, by: 4).map {
            UInt32(littleEndianBytes: lengths[$0..<$0 + 4])
        }
        for (index, bytes) in partBytes.enumerated() {
            let limit = index == 0 ? Frame.Limit.nameBytes : Frame.Limit.partBytes
            if bytes > limit {
                let what = index == 0 ? "a name" : "an argument"
                throw .request("a request with \(what) of \(bytes) bytes; the limit is \(limit)")
            }
        }
        var frame = Frame([])
        for bytes in partBytes {
            var part: [UInt8] = []
            if try read(Int(bytes), appendingTo: &part) < bytes { throw Frame.cutShort }
            frame.parts.append(part)
        }
        return frame
    }
}

extension Frame {
    fileprivate static let cutShort = WrapperError.request("the input ended within a request")
}

extension UInt32 {
    init(littleEndianBytes bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == 4)
        self = bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    var littleEndianBytes: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
    }
}
