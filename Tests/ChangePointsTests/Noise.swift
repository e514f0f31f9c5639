import Foundation

/// Normal noise from a seed: SplitMix64 and the Box-Muller transform.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    private mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return (Double(mixed >> 11) + 0.5) / 9_007_199_254_740_992
    }

    mutating func normal() -> Double {
        (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
    }

    /// Segments of a number of runs around a level, with a relative spread.
    mutating func series(_ segments: [(runs: Int, level: Double)], spread: Double) -> [Double] {
        segments.flatMap { segment in
            (0..<segment.runs).map { _ in segment.level * (1 + spread * normal()) }
        }
    }
}
