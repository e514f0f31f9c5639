/// What one thread reads into, from unit to unit.
@safe
final class ThreadMemory {
    let vector: UnsafeMutablePointer<VectorCase>
    let questions = JSONObjectReader()
    let answers = JSONObjectReader()
    let secrets = JSONObjectReader()
    let response = ResponseText()
    let sheets: [AnswerSheet]

    init(modules: Int) {
        sheets = (0..<modules).map { _ in AnswerSheet() }
        unsafe vector = .allocate(capacity: 1)
        unsafe vector.initialize(to: VectorCase())
    }

    deinit {
        unsafe vector.deinitialize(count: 1)
        unsafe vector.deallocate()
    }
}

/// A text that several threads read while the call lasts that lends it.
@safe
struct SharedText: @unchecked Sendable {
    private let start: UnsafePointer<UInt8>?
    private let count: Int

    init(_ text: Span<UInt8>) {
        unsafe start = text.withUnsafeBufferPointer { $0.baseAddress }
        count = text.count
    }

    var span: Span<UInt8> {
        @_lifetime(immortal)
        get {
            guard let start = unsafe start else { return Span() }
            let span = unsafe Span<UInt8>(_unsafeStart: start, count: count)
            return unsafe _overrideLifetime(span, copying: ())
        }
    }
}
