import Algorithms
import Approval

extension VectorGroup {
    /// The functions of SP 800-185.
    func executor(
        of function: SHA3DerivedFunction, _ gate: Gate
    ) throws(Obstacle) -> any CaseExecutor {
        switch (function.isKeyed, testType) {
        case (true, "AFT"), (true, "MVT"):
            try KMACTest(self, function, gate, verifying: testType == "MVT")
        case (false, "AFT"): try CustomizableOutputTest(self, function, gate)
        case (false, "MCT"): try CustomizableOutputMonteCarloTest(self, function, gate)
        default: throw unsupportedTestType
        }
    }
}

/// How a group writes its customization strings: as text or as hexadecimal.
private struct CustomizationField {
    private let field: VectorField
    private let other: VectorField

    init(_ group: VectorGroup) throws(Obstacle) {
        let isHexadecimal = try obstructed { () throws(Unsupported) in
            group.text(.hexCustomization) == nil
                ? false : try group.requireBoolean(.hexCustomization)
        }
        field = isHexadecimal ? .customizationHex : .customization
        other = isHexadecimal ? .customization : .customizationHex
    }

    /// Empty where the case has none.
    @_lifetime(borrow vector)
    func octets(_ vector: borrowing VectorCase) throws(Obstacle) -> Span<UInt8> {
        if vector.bytes(other).count > 0 {
            throw .contradiction("\(other.name) in a group of \(field.name)")
        }
        return vector.bytes(field)
    }
}

/// KMAC: generation (AFT), and verification with right and wrong codes (MVT).
final class KMACTest: CaseExecutor {
    private let gate: Gate
    private let function: SHA3DerivedFunction
    private let verifying: Bool
    private let extendable: Bool
    private let customization: CustomizationField
    private let needed: FieldSet
    private var mac: (any CustomizableAuthentication)?
    /// The lengths that the gate decided on last.
    private var decided = (keyBits: -1, tagBits: -1)
    /// 65,536 bits are the most that ACVP asks for (KMAC JSON specification, section 7.3).
    private static let maximumBits = 1 << 16

    init(
        _ group: VectorGroup, _ function: SHA3DerivedFunction, _ gate: Gate, verifying: Bool
    ) throws(Obstacle) {
        self.gate = gate
        self.function = function
        self.verifying = verifying
        extendable = try obstructed { () throws(Unsupported) in try group.requireBoolean(.xof) }
        customization = try CustomizationField(group)
        needed = verifying ? [.key, .keyLen, .msg, .macLen, .mac] : [.key, .keyLen, .msg, .macLen]
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
        let tagBits = vector.integer(.macLen)
        try check(vector, tagBits)
        let mac = try decide(keyBits: vector.integer(.keyLen), tagBits: tagBits)
        let customization = try customization.octets(vector)
        let tagBytes = tagBits / 8
        sheet.begin(reserving: tagBytes)
        var tag =
            verifying ? sheet.octetsAside(count: tagBytes) : sheet.octets(.mac, count: tagBytes)
        do throws(ModuleError) {
            try mac.authenticate(
                key: vector.bytes(.key), message: vector.bytes(.msg),
                customization: customization, extendable: extendable, into: &tag)
        } catch {
            throw .module(error)
        }
        if verifying { sheet.verdict(tag.span.matches(vector.bytes(.mac))) }
        return .withVector
    }

    private func decide(
        keyBits: Int, tagBits: Int
    ) throws(Obstacle) -> any CustomizableAuthentication {
        if let mac, decided == (keyBits, tagBits) { return mac }
        let granted = try obstructed { () throws(ServiceError) in
            try gate.customizableAuthentication(function, keyBits: keyBits, tagBits: tagBits)
        }
        mac = granted
        decided = (keyBits, tagBits)
        return granted
    }

    /// A shorter code is not the beginning of a longer one, as HMAC's is: its length is hashed too.
    private func check(_ vector: borrowing VectorCase, _ tagBits: Int) throws(Obstacle) {
        try KMACTest.check(vector, "a key", .key, bits: vector.integer(.keyLen))
        if vector.has(.msgLen) {
            try KMACTest.check(vector, "a message", .msg, bits: vector.integer(.msgLen))
        }
        if tagBits > KMACTest.maximumBits {
            throw .contradiction("a code of \(tagBits) bits is beyond what KMAC sets have")
        }
        if verifying {
            try KMACTest.check(vector, "a code", .mac, bits: tagBits)
        } else if tagBits & 7 != 0 {
            throw .byteOriented("a code", bits: tagBits)
        }
    }

    private static func check(
        _ vector: borrowing VectorCase, _ what: String, _ field: VectorField, bits: Int
    ) throws(Obstacle) {
        if bits & 7 != 0 { throw .byteOriented(what, bits: bits) }
        if bits != 8 * vector.bytes(field).count {
            throw .contradiction(
                "\(what) of \(bits) bits, \(field.name) has \(8 * vector.bytes(field).count)")
        }
    }
}

/// cSHAKE, test type AFT: an output as long as the case asks for.
struct CustomizableOutputTest: CaseExecutor {
    private let function: any CustomizableOutput
    private let customization: CustomizationField

    init(
        _ group: VectorGroup, _ function: SHA3DerivedFunction, _ gate: Gate
    ) throws(Obstacle) {
        customization = try CustomizationField(group)
        self.function = try obstructed { () throws(ServiceError) in
            try gate.customizableOutput(function)
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let message = try vector.message()
        try vector.require([.outLen])
        let bits = vector.integer(.outLen)
        if bits & 7 != 0 { throw .byteOriented("an output", bits: bits) }
        if bits / 8 > ExtendableOutputTest.maximumBytes {
            throw .contradiction("an output of \(bits) bits is beyond what cSHAKE sets have")
        }
        let customization = try customization.octets(vector)
        sheet.begin(reserving: bits / 8 + 4)
        var output = sheet.octets(.md, count: bits / 8)
        do throws(ModuleError) {
            try function.expand(
                message, functionName: vector.bytes(.functionName), customization: customization,
                into: &output)
        } catch {
            throw .module(error)
        }
        sheet.integer(.outLen, bits)
        return .withVector
    }
}

/// cSHAKE, test type MCT (ACVP, SHA-3 derived functions, section 6.2): as SHAKE's, and each message
/// with the last 16 bits of its output is the next customization, in the letters A to Z.
final class CustomizableOutputMonteCarloTest: CaseExecutor {
    private let function: any CustomizableOutput
    private let minimumBytes: Int
    private let maximumBytes: Int
    private let stepBytes: Int
    private let output: Scratch
    private let message = Scratch(count: 16)
    private let customization = Scratch(count: 18)

    init(
        _ group: VectorGroup, _ function: SHA3DerivedFunction, _ gate: Gate
    ) throws(Obstacle) {
        let (least, most, step) = try obstructed { () throws(Unsupported) in
            if group.text(.hexCustomization) == "true" {
                throw Unsupported(.testType, "testType MCT with customizations in hexadecimal")
            }
            return (
                try group.requireInteger(.minOutLen), try group.requireInteger(.maxOutLen),
                try group.integer(.outLenIncrement) ?? 1
            )
        }
        if (least | most | step) & 7 != 0 { throw .byteOriented("an output", bits: step) }
        if most / 8 > ExtendableOutputTest.maximumBytes || least > most || least < 16 || step < 8 {
            throw .contradiction("minOutLen is \(least) and maxOutLen \(most) bits, by \(step)")
        }
        minimumBytes = least / 8
        maximumBytes = most / 8
        stepBytes = step / 8
        output = Scratch(count: max(maximumBytes, 16))
        self.function = try obstructed { () throws(ServiceError) in
            try gate.customizableOutput(function)
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
        message.copy(from: seed)
        var bytes = maximumBytes
        var customizationBytes = 0
        for _ in 0..<100 {
            var last = bytes
            do throws(ModuleError) {
                for _ in 0..<1000 {
                    last = bytes
                    bytes = try step(bytes, customizationBytes)
                    customizationBytes = customization.count
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

    /// Writes an output of so many bytes, the next message and customization; returns the next
    /// length.
    private func step(_ bytes: Int, _ customizationBytes: Int) throws(ModuleError) -> Int {
        var target = output.mutableSpan(first: bytes)
        try function.expand(
            message.whole, functionName: Span(),
            customization: customization.span(first: customizationBytes), into: &target)
        let written = output.span(first: bytes)
        var letters = customization.mutableSpan()
        var next = message.mutableSpan()
        for index in next.indices {
            letters[index] = next[index] % 26 + UInt8(ascii: "A")
            next[index] = index < bytes ? written[index] : 0
        }
        for index in 0..<2 {
            letters[16 + index] = written[bytes - 2 + index] % 26 + UInt8(ascii: "A")
        }
        let last = Int(written[bytes - 2]) << 8 | Int(written[bytes - 1])
        let lengths = (maximumBytes - minimumBytes) / stepBytes + 1
        return minimumBytes + stepBytes * (last % lengths)
    }
}

extension AnswerShape {
    static func form(of function: SHA3DerivedFunction, _ type: String) -> Form {
        if function.isKeyed { return type == "MVT" ? .verdict : .fields(["mac"]) }
        return type == "MCT" ? .results(["md", "outLen"]) : .fields(["md", "outLen"])
    }
}
