import Foundation
import TestSupport

/// Random numbers from a seed (SplitMix64): the same seed gives the same run.
struct Generator: RandomNumberGenerator, Sendable {
    private var numbers: SeededGenerator

    init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { numbers.next() }

    /// From 0 up to, without, `bound`. The bias of the remainder does not matter here, its speed does.
    mutating func below(_ bound: Int) -> Int { bound <= 1 ? 0 : Int(truncatingIfNeeded: (next() >> 33) % UInt64(bound)) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// True once in `times`, on average.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }
}

/// The seed of a run: SOCKWARDEN_SEED, or the one of every ordinary run.
let runSeed: UInt64 = ProcessInfo.processInfo.environment["SOCKWARDEN_SEED"].flatMap { UInt64($0) } ?? 20_261_123

/// How many mutants of the fixtures a run looks at: SOCKWARDEN_MUTANTS, or some thousand of each fixture.
let mutantCount: Int = ProcessInfo.processInfo.environment["SOCKWARDEN_MUTANTS"].flatMap { Int($0) } ?? 20_000
