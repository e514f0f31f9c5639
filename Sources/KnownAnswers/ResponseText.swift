import CHexadecimal
import CMemory

/// Text under way: JSON of NIST's shape, written as the answers come.
@safe
package final class ResponseText {
    private struct State {
        var octets: Scratch
        var count = 0
        var forgotten = 0
    }

    private let state: UnsafeMutablePointer<State>

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State(octets: Scratch(count: 1 << 12)))
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    package var count: Int { unsafe state.pointee.count }

    /// Takes the memory for so many characters more, which one after the other would take it by
    /// doubling, and hold all of the text twice meanwhile.
    func makeRoom(_ count: Int) {
        let needed = self.count + count + ResponseText.slack
        if unsafe needed <= state.pointee.octets.count { return }
        // Sets that are many and small must not be copied for each of them.
        let larger = Scratch(count: max(needed, self.count + self.count / 2))
        larger.copy(from: text())
        unsafe state.pointee.octets = larger
    }

    /// For what stands around the answers.
    private static let slack = 1 << 12
    private static let forgetting = 1 << 20

    /// What has been written, kept apart: the text's own memory goes when nobody holds the text.
    package var string: String {
        unsafe text().withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// What has been written; valid until more is, and while this is held.
    @_lifetime(immortal)
    func text() -> Span<UInt8> {
        unsafe state.pointee.octets.span(first: state.pointee.count)
    }

    /// A part of it.
    @_lifetime(immortal)
    func text(_ range: Range<Int>) -> Span<UInt8> { text().extracting(range) }

    /// Gives back the memory of what stands before a place and will not be read again, in large
    /// pieces: a system call for each unit of cases was a quarter of the engine's time.
    func forget(upTo end: Int) {
        let start = unsafe state.pointee.forgotten
        if end - start < ResponseText.forgetting { return }
        unsafe state.pointee.forgotten = end
        var part = unsafe state.pointee.octets.mutableSpan(start..<end)
        unsafe part.withUnsafeMutableBufferPointer { part in
            if let start = part.baseAddress { unsafe cmemory_forget(start, part.count) }
        }
    }

    @inline(__always)
    @_lifetime(immortal)
    private func reserve(_ count: Int) -> MutableSpan<UInt8> {
        let start = unsafe state.pointee.count
        let end = start + count
        if unsafe end > state.pointee.octets.count { grow(end) }
        unsafe state.pointee.count = end
        return unsafe state.pointee.octets.mutableSpan(start..<end)
    }

    @inline(never)
    private func grow(_ count: Int) {
        let larger = Scratch(count: 2 * count)
        larger.copy(from: text())
        unsafe state.pointee.octets = larger
    }

    // Inlined, so that a copy of a few known characters is no call.
    @inline(__always)
    func write(_ literal: StaticString) {
        var target = reserve(literal.utf8CodeUnitCount)
        unsafe target.withUnsafeMutableBytes { target in
            unsafe target.copyMemory(
                from: UnsafeRawBufferPointer(start: literal.utf8Start, count: target.count))
        }
    }

    func write(_ text: Span<UInt8>) {
        var target = reserve(text.count)
        unsafe target.withUnsafeMutableBytes { target in
            unsafe text.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
    }

    func write(word: String) {
        let characters = Array(word.utf8)
        write(characters.span)
    }

    func write(_ integer: Int) {
        precondition(integer >= 0)
        var digits = 1
        var rest = integer
        while rest > 9 {
            rest /= 10
            digits += 1
        }
        var target = reserve(digits)
        rest = integer
        for index in (0..<digits).reversed() {
            target[index] = UInt8(0x30 + rest % 10)
            rest /= 10
        }
    }

    /// NIST writes hexadecimal in upper case.
    @inline(__always)
    func write(hexadecimal octets: Span<UInt8>) {
        var target = reserve(2 * octets.count)
        let count = octets.count
        unsafe octets.withUnsafeBufferPointer { octets in
            unsafe target.withUnsafeMutableBufferPointer { target in
                guard let octets = octets.baseAddress, let target = target.baseAddress else {
                    return
                }
                unsafe chexadecimal_encode(octets, count, target)
            }
        }
    }

    /// One case of a response.
    func write(_ tcId: Int, _ sheet: AnswerSheet) {
        write("{\"tcId\":")
        write(tcId)
        if let verdict = sheet.verdict {
            if sheet.showsVerdict {
                write(verdict ? ",\"testPassed\":true" : ",\"testPassed\":false")
            }
            if !verdict {
                write("}")
                return
            }
        }
        if sheet.hasResults { write(",\"resultsArray\":[") }
        write(sheet)
        write(sheet.hasResults ? "}]}" : "}")
    }

    /// The members of an answer; those of `resultsArray` without its brackets.
    func write(_ sheet: AnswerSheet) {
        var result: Int32 = 0
        for index in 0..<sheet.entryCount {
            let entry = sheet.entry(index)
            if entry.result != result {
                // The comma that stands before every other member belongs to no first one.
                if result > 0 { write("}") }
                write(result > 0 ? ",{" : "{")
                result = entry.result
                writeMember(entry, sheet, isFirst: true)
            } else {
                writeMember(entry, sheet, isFirst: false)
            }
        }
    }

    @inline(__always)
    private func writeMember(_ entry: AnswerSheet.Entry, _ sheet: AnswerSheet, isFirst: Bool) {
        let prefix = entry.field.memberPrefix
        write(isFirst ? prefix.extracting(droppingFirst: 1) : prefix)
        if entry.isInteger {
            write(sheet.integer(entry))
        } else {
            write("\"")
            write(hexadecimal: sheet.bytes(entry))
            write("\"")
        }
    }
}
