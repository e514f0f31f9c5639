/// The names that stand at the top of a JSON text which may end anywhere.
enum JSONHead {
    /// Of the object, or of the objects in the array, that the text is.
    static func keys(_ text: ArraySlice<UInt8>) -> Set<String> {
        var keys: Set<String> = []
        var open: [UInt8] = []
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: "\""):
                let start = position
                while position < text.endIndex, text[position] != UInt8(ascii: "\"") {
                    position += text[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard position < text.endIndex else { return keys }
                let string = text[start..<position]
                position += 1
                let next = text[position...].first { $0 > 0x20 }
                if next == UInt8(ascii: ":"), isTop(open) {
                    keys.insert(String(decoding: string, as: UTF8.self))
                }
            default: break
            }
        }
        return keys
    }

    private static func isTop(_ open: [UInt8]) -> Bool {
        open == [UInt8(ascii: "{")] || open == [UInt8(ascii: "["), UInt8(ascii: "{")]
    }
}
