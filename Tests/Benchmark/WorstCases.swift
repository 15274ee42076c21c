import CostShapes
import Glibc

/// The table of what the dearest shapes cost.
enum WorstCases {
    /// An API server lets 3 MB through.
    static let sizes = (small: 1_500_000, large: 3_000_000)
    /// For any 3 MB: 25 ms of CPU and 100 MB; and no more than n log n, which is 2.1 from the one size to the other.
    static let aim = (nanoseconds: 25_000_000.0, bytes: 100_000_000, growth: 2.5)

    private struct Row {
        let shape: Shape
        let small: Measurement
        let large: Measurement

        /// How much more twice the bytes cost; nil where that was not to be waited for.
        var growth: Double? { small.cpu.flatMap { small in large.cpu.map { $0 / small } } }

        /// What is over its aim: time, memory, growth.
        var complaints: [String] {
            [
                large.cpu.map { $0 > aim.nanoseconds } ?? true ? "time" : nil, large.peak > aim.bytes ? "memory" : nil,
                growth.map { $0 > aim.growth } ?? true ? "growth" : nil,
            ].compactMap { $0 }
        }

        var line: String {
            let times = small.words.right(12) + large.words.right(12) + (growth.map(fixed) ?? "").right(8)
            let peaks = megabytes(small.peak).right(10) + megabytes(large.peak).right(10)
            return shape.name.left(33) + shape.face.rawValue.left(9) + times + peaks + "  " + complaints.joined(separator: ", ")
        }

        private func megabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000) MB" }
    }

    static func measure(_ shapes: [Shape], limit: Int) {
        print(
            """

            The worst cases: CPU time of one review, stopped after \(limit) s, and peak memory of the whole process with the input in it
            (ru_maxrss of wait4). The aim for 3 MB is 25 ms and 100 MB, and to grow no worse than n log n; behind each row stands what is over.
            \("shape".left(33))\("reader".left(9))\("1.5 MB".right(12))\("3 MB".right(12))\("growth".right(8))\("1.5 MB".right(10))\("3 MB".right(10))
            """)
        fflush(nil)
        let rows = shapes.compactMap { shape -> Row? in
            // What is over the limit at half the size would only be waited for.
            guard let small = Measurement(of: shape, bytes: sizes.small, limit: limit),
                let large = small.cpu == nil ? small : Measurement(of: shape, bytes: sizes.large, limit: limit)
            else {
                print("\(shape.name) has no input of this size")
                return nil
            }
            return Row(shape: shape, small: small, large: large)
        }
        for row in rows.sorted(by: { ($0.large.order, $0.small.order) > ($1.large.order, $1.small.order) }) { print(row.line) }
        let over = { (what: String) in rows.count { $0.complaints.contains(what) } }
        print(
            "\(rows.count { $0.complaints.isEmpty }) of \(rows.count) shapes are within the aim; over it are \(over("time")) in time, "
                + "\(over("memory")) in memory, \(over("growth")) in growth")
    }
}
