import Foundation

/// Random numbers from a seed (SplitMix64), so that a run can be repeated.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// What `SOCKWARDEN_SEED` says, else another one in each run: print it.
    public static let runSeed: UInt64 =
        ProcessInfo.processInfo.environment["SOCKWARDEN_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))

    private var state: UInt64

    /// The numbers of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
