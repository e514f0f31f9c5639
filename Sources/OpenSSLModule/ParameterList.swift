import COpenSSL

/// An `OSSL_PARAM` array that owns what it points to.
///
/// `OSSL_PARAM` keeps pointers to its keys and values and copies neither, so Swift's bridged
/// strings would be gone before the call reads them. Keys are static strings, which never go
/// away; values are copies, or lent for one call by `lend`.
final class ParameterList {
    enum Value {
        case text(String)
        case integer(UInt32)
        /// A big-endian number, handed over in the machine's order.
        case number([UInt8])
        case octets([UInt8])
        /// Set before each call by `lend`.
        case lentOctets
    }

    let entries: UnsafeMutablePointer<OSSL_PARAM>
    private let count: Int
    private let storage: [UnsafeMutableRawBufferPointer]

    init(_ parameters: [(key: StaticString, value: Value)]) {
        count = parameters.count
        entries = .allocate(capacity: count + 1)
        var storage: [UnsafeMutableRawBufferPointer] = []
        for (index, parameter) in parameters.enumerated() {
            let (type, bytes) = ParameterList.encode(parameter.value)
            // One zero more than is counted: providers read text as C strings.
            let copy = UnsafeMutableRawBufferPointer.allocate(
                byteCount: bytes.count + 1, alignment: 16)
            copy.copyBytes(from: bytes)
            copy[bytes.count] = 0
            storage.append(copy)
            (entries + index).initialize(
                to: OSSL_PARAM(
                    key: parameter.key.characters, data_type: type, data: copy.baseAddress,
                    data_size: bytes.count,
                    return_size: ParameterList.unmodified))
        }
        (entries + count).initialize(to: OSSL_PARAM())
        self.storage = storage
    }

    deinit {
        for buffer in storage { buffer.deallocate() }
        entries.deallocate()
    }

    /// Points entry `index` at bytes that the caller keeps alive until the call has returned.
    func lend(_ index: Int, _ address: UnsafePointer<UInt8>, _ count: Int) {
        entries[index].data = UnsafeMutableRawPointer(mutating: address)
        entries[index].data_size = count
    }

    /// Changes the value of entry `index`, which is an integer.
    func set(_ index: Int, integer: UInt32) {
        storage[index].storeBytes(of: integer, as: UInt32.self)
    }

    /// `OSSL_PARAM_UNMODIFIED`, a macro with a cast that Swift does not import.
    private static let unmodified = Int(bitPattern: UInt.max)

    private static func encode(_ value: Value) -> (type: UInt32, bytes: [UInt8]) {
        switch value {
        case .text(let text):
            (UInt32(OSSL_PARAM_UTF8_STRING), Array(text.utf8))
        case .integer(let number):
            (
                UInt32(OSSL_PARAM_UNSIGNED_INTEGER),
                withUnsafeBytes(of: number) { Array($0) }
            )
        case .number(let bigEndian):
            (UInt32(OSSL_PARAM_UNSIGNED_INTEGER), Array(bigEndian.reversed()))
        case .octets(let bytes):
            (UInt32(OSSL_PARAM_OCTET_STRING), bytes)
        case .lentOctets:
            (UInt32(OSSL_PARAM_OCTET_STRING), [])
        }
    }
}
