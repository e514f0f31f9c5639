import Algorithms

@testable import OpenSSLModule

/// Published values as they are printed, spaces included.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

func zeros(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: count)
}

/// What the call threw, if anything.
func thrown(_ body: () throws(ModuleError) -> Void) -> ModuleError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
