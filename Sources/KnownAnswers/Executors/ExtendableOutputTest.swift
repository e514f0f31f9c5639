import Algorithms
import Approval

/// SHAKE, test types AFT and VOT: an output as long as the case asks for.
final class ExtendableOutputTest: CaseExecutor {
    private let function: any ExtendableOutput
    private let showsLength: Bool
    /// 65,536 bits are the most that ACVP asks for (SHAKE JSON specification, section 7.2). A line
    /// that asks for more would take memory and, 100,000 times over in a Monte Carlo test, hours.
    static let maximumBytes = 1 << 13

    init(
        _ group: VectorGroup, _ function: ExtendableOutputFunction, _ gate: Gate
    ) throws(Obstacle) {
        self.function = try obstructed { () throws(ServiceError) in
            try gate.extendableOutput(function)
        }
        // Revision 1.0 repeats the length in its answers.
        showsLength = group.revision == "1.0"
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let message = try vector.message()
        try vector.require([.outLen])
        let bits = vector.integer(.outLen)
        if bits & 7 != 0 { throw .byteOriented("an output", bits: bits) }
        if bits / 8 > ExtendableOutputTest.maximumBytes {
            throw .contradiction("an output of \(bits) bits is beyond what SHAKE sets have")
        }
        sheet.begin(reserving: bits / 8 + 4)
        var output = sheet.octets(.md, count: bits / 8)
        do throws(ModuleError) {
            try function.expand(message, into: &output)
        } catch {
            throw .module(error)
        }
        if showsLength { sheet.integer(.outLen, bits) }
        return .withVector
    }
}

/// SHAKE, test type MCT (SHA3VS, section 6.3.3): the leftmost 128 bits of each output are the next
/// message, its last 16 bits decide the length of the next output.
final class ExtendableOutputMonteCarloTest: CaseExecutor {
    private let function: any ExtendableOutput
    private let minimumBytes: Int
    private let maximumBytes: Int
    private let output: Scratch
    private let message = Scratch(count: 16)

    init(
        _ group: VectorGroup, _ function: ExtendableOutputFunction, _ gate: Gate
    ) throws(Obstacle) {
        let (least, most) = try obstructed { () throws(Unsupported) in
            (try group.requireInteger(.minOutLen), try group.requireInteger(.maxOutLen))
        }
        if (least | most) & 7 != 0 { throw .byteOriented("an output", bits: least | most) }
        if most / 8 > ExtendableOutputTest.maximumBytes || least > most || least < 16 {
            throw .contradiction("minOutLen is \(least) and maxOutLen \(most) bits")
        }
        minimumBytes = least / 8
        maximumBytes = most / 8
        output = Scratch(count: max(maximumBytes, 16))
        self.function = try obstructed { () throws(ServiceError) in
            try gate.extendableOutput(function)
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.msg])
        let seed = vector.bytes(.msg)
        if seed.count != message.count {
            throw .contradiction("a seed has 128 bits, not \(8 * seed.count)")
        }
        sheet.begin(reserving: 100 * (maximumBytes + 4))
        var next = message.mutableSpan()
        for index in next.indices { next[index] = seed[index] }
        var bytes = maximumBytes
        for _ in 0..<100 {
            var last = bytes
            do throws(ModuleError) {
                for _ in 0..<1000 {
                    last = bytes
                    bytes = try step(bytes)
                }
            } catch {
                throw .module(error)
            }
            sheet.beginResult()
            var result = sheet.octets(.md, count: last)
            for index in 0..<last { result[index] = output.whole[index] }
            sheet.integer(.outLen, 8 * last)
        }
        return .withVector
    }

    /// Writes an output of so many bytes and the next message; returns the next length.
    private func step(_ bytes: Int) throws(ModuleError) -> Int {
        var target = output.mutableSpan(first: bytes)
        try function.expand(message.whole, into: &target)
        let written = output.span(first: bytes)
        var next = message.mutableSpan()
        for index in next.indices { next[index] = index < bytes ? written[index] : 0 }
        let last = Int(written[bytes - 2]) << 8 | Int(written[bytes - 1])
        return minimumBytes + last % (maximumBytes - minimumBytes + 1)
    }
}
