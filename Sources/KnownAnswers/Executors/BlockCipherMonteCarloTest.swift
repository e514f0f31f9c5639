import Algorithms
import Approval

/// AES in the modes ECB, CBC, CFB and OFB, test type MCT (AESAVS, section 6.4): 100 rounds of 1,000
/// steps, each round with the key and IV that the round before left.
///
/// Payloads and outputs lie in one row, in units of a block, a byte (CFB8) or a bit (CFB1, one to a
/// byte here). The first payload comes first, the IV follows, then every output: what AESAVS spells
/// out mode by mode is that step j takes the unit at j and writes the unit behind all others.
final class BlockCipherMonteCarloTest: CaseExecutor {
    private static let rounds = 100
    private static let steps = 1000

    private let cipher: any BlockCipher
    private let mode: BlockCipherMode
    private let encrypting: Bool
    private let unitBytes: Int
    /// Units of the IV in the row.
    private let ivUnits: Int
    private let row: Scratch
    private let key: Scratch
    private let iv = Scratch(count: 16)

    init(_ group: VectorGroup, _ mode: BlockCipherMode, _ gate: Gate) throws(Obstacle) {
        let (keyBits, encrypting) = try obstructed { () throws(Unsupported) in
            (try group.requireInteger(.keyLen), try group.requireEncrypting())
        }
        switch mode {
        case .ecb: (unitBytes, ivUnits) = (16, 0)
        case .cbc, .cfb128, .ofb: (unitBytes, ivUnits) = (16, 1)
        case .cfb8: (unitBytes, ivUnits) = (1, 16)
        case .cfb1: (unitBytes, ivUnits) = (1, 128)
        case .cbcCS1, .cbcCS2, .cbcCS3, .ctr, .xts:
            throw .unsupported(Unsupported(.testType, "AES-\(mode.rawValue) has no published MCT"))
        }
        cipher = try obstructed { () throws(ServiceError) in
            try gate.blockCipher(mode, keyBits: keyBits, encrypting: encrypting)
        }
        self.mode = mode
        self.encrypting = encrypting
        key = Scratch(count: keyBits / 8)
        row = Scratch(
            count: (1 + ivUnits + BlockCipherMonteCarloTest.steps) * unitBytes)
        // A module leaves alone what lies beyond the bits that it was asked for.
        var bytes = row.mutableSpan()
        for index in bytes.indices { bytes[index] = 0 }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(encrypting ? [.key, .pt] : [.key, .ct])
        if mode != .ecb { try vector.require([.iv]) }
        let payload = vector.bytes(encrypting ? .pt : .ct)
        guard payload.count == unitBytes, vector.bytes(.key).count == key.count,
            mode == .ecb || vector.bytes(.iv).count == iv.count
        else { throw .contradiction("a first payload, key and IV of other lengths") }
        copy(vector.bytes(.key), to: key)
        if mode != .ecb { copy(vector.bytes(.iv), to: iv) }
        var first = row.mutableSpan(first: unitBytes)
        for index in first.indices { first[index] = payload[index] }
        sheet.begin(
            reserving: BlockCipherMonteCarloTest.rounds * (key.count + iv.count + 2 * unitBytes))
        do throws(ModuleError) {
            for _ in 0..<BlockCipherMonteCarloTest.rounds { try runRound(on: sheet) }
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    private func runRound(on sheet: AnswerSheet) throws(ModuleError) {
        spreadIV()
        sheet.beginResult()
        write(key.whole, .key, sheet)
        if mode != .ecb { write(iv.whole, .iv, sheet) }
        try cipher.begin(
            key: key.whole, iv: mode == .ecb ? Span() : iv.whole, encrypting: encrypting)
        var units = row.mutableSpan()
        try cipher.chain(
            &units, unitBytes: unitBytes, bits: mode == .cfb1 ? 1 : 8 * unitBytes,
            distance: (1 + ivUnits) * unitBytes, steps: BlockCipherMonteCarloTest.steps)
        let last = row.span(row.count - unitBytes..<row.count)
        let payload = row.span(first: unitBytes)
        write(encrypting ? payload : last, .pt, sheet)
        write(encrypting ? last : payload, .ct, sheet)
        prepareNextRound()
    }

    /// AESAVS, section 6.4: the key takes up the last outputs, as many bits as it has; the last 128
    /// bits are the next IV, the payload after the last is the next first one.
    private func prepareNextRound() {
        var nextKey = key.mutableSpan()
        for index in nextKey.indices { nextKey[index] ^= tail(index, of: nextKey.count) }
        var nextIV = iv.mutableSpan()
        for index in nextIV.indices { nextIV[index] = tail(index, of: nextIV.count) }
        let next = BlockCipherMonteCarloTest.steps * unitBytes
        var first = row.mutableSpan(first: unitBytes)
        for index in first.indices { first[index] = row.whole[next + index] }
    }

    /// Byte `index` of the last `count` bytes of output.
    private func tail(_ index: Int, of count: Int) -> UInt8 {
        let row = row.whole
        if mode != .cfb1 { return row[row.count - count + index] }
        var byte: UInt8 = 0
        let start = row.count - 8 * (count - index)
        for bit in start..<start + 8 { byte = byte << 1 | row[bit] >> 7 }
        return byte
    }

    private func spreadIV() {
        if mode == .ecb { return }
        var target = row.mutableSpan(unitBytes..<(1 + ivUnits) * unitBytes)
        let iv = iv.whole
        for index in target.indices {
            target[index] =
                mode == .cfb1
                ? (iv[index / 8] << UInt8(index % 8)) & 0x80 : iv[index]
        }
    }

    private func copy(_ source: Span<UInt8>, to target: Scratch) {
        var bytes = target.mutableSpan()
        for index in bytes.indices { bytes[index] = source[index] }
    }

    private func write(_ octets: Span<UInt8>, _ field: VectorField, _ sheet: AnswerSheet) {
        var target = sheet.octets(field, count: octets.count)
        for index in octets.indices { target[index] = octets[index] }
    }
}
