import CostShapes

/// A search over random shapes for those that cost more than their bytes are worth.
enum ShapeSearch {
    static let sizes = (small: 100_000, large: 1_000_000)

    private struct Candidate {
        let composed: ComposedShape
        let small: Measurement
        let large: Measurement

        /// 10 where ten times the bytes cost ten times the CPU.
        var growth: Double? {
            small.cpu.flatMap { small in large.cpu.map { $0 / small * Double(self.small.size * 10) / Double(large.size) } }
        }
        var memory: Double { Double(large.peak) / Double(max(large.size, 1)) }

        var line: String {
            "\(composed.shape.name.left(24))\(large.words.right(12))\((growth.map(fixed) ?? "").right(8))\("\(large.peak / 1_000_000) MB".right(10))  "
                + composed.words.prefix(300)
        }
    }

    static func run(_ count: Int, seed: UInt64, limit: Int, showing top: Int) {
        print(
            "search over \(count) shapes: seed \(seed); --seed sets another. --worst NAME measures one that is named here.")
        var candidates: [Candidate] = []
        for number in 0..<count {
            let composed = ComposedShape(seed: seed, number: number)
            // What does not grow repeats nothing.
            guard let small = Measurement(of: composed.shape, bytes: sizes.small, limit: limit),
                let large = small.cpu == nil ? small : Measurement(of: composed.shape, bytes: sizes.large, limit: limit)
            else { continue }
            candidates.append(Candidate(composed: composed, small: small, large: large))
        }
        show("that cost most", candidates.sorted { $0.large.order > $1.large.order }, top)
        // Times too short to compare say nothing.
        let growing = candidates.filter { ($0.growth ?? 0) > 13 && $0.large.order > 5_000_000 }
        show("that grow worse than their bytes", growing.sorted { ($0.growth ?? 0) > ($1.growth ?? 0) }, top)
        show("that take most memory", candidates.sorted { $0.memory > $1.memory }, top)
        let ended = candidates.filter { if case .died = $0.large.result { true } else { false } }
        print("\(candidates.count) shapes measured, \(ended.count) ended by a signal")
    }

    private static func show(_ title: String, _ candidates: [Candidate], _ top: Int) {
        print("\nshapes \(title), at 1 MB\n\("shape".left(24))\("CPU".right(12))\("growth".right(8))\("peak".right(10))  what is in it")
        for candidate in candidates.prefix(top) { print(candidate.line) }
    }
}
