import CostShapes
import Glibc

/// The table of what the dearest shapes cost.
enum WorstCases {
    /// An API server lets 3 MB through.
    static let sizes = (small: 1_500_000, large: 3_000_000)
    /// For any 3 MB: 25 ms of CPU and 100 MB.
    static let aim = (nanoseconds: 25_000_000.0, bytes: 100_000_000)

    private struct Row {
        let shape: Shape
        let small: Measurement
        let large: Measurement

        var isWithinAim: Bool { large.cpu.map { $0 <= aim.nanoseconds } ?? false && large.peak <= aim.bytes }

        var line: String {
            let growth = small.cpu.flatMap { small in large.cpu.map { fixed($0 / small) } } ?? ""
            return "\(shape.name.left(26))\(shape.face.rawValue.left(9))\(small.words.right(12))\(large.words.right(12))\(growth.right(8))"
                + "\(megabytes(small.peak).right(10))\(megabytes(large.peak).right(10))  \(isWithinAim ? "" : "over")"
        }

        private func megabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000) MB" }
    }

    static func measure(_ shapes: [Shape], limit: Int) {
        print(
            """

            The worst cases: CPU time of one review, stopped after \(limit) s, and peak memory of the whole process with the input in it
            (ru_maxrss of wait4). The aim for 3 MB is 25 ms and 100 MB.
            \("shape".left(26))\("reader".left(9))\("1.5 MB".right(12))\("3 MB".right(12))\("growth".right(8))\("1.5 MB".right(10))\("3 MB".right(10))
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
        print("\(rows.count { $0.isWithinAim }) of \(rows.count) shapes are within the aim")
    }
}
