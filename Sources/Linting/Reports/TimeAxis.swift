/// Columns for moments in time: to scale where that can be read, else with long stretches cut short.
struct TimeAxis {
    /// The column of each moment.
    private let columns: [Double: Int]
    /// Stretches that are cut short, as the columns at their ends.
    let breaks: [(start: Int, end: Int)]

    /// The least room between two moments.
    private static let gap = 3

    /// - Parameters:
    ///   - moments: at least two, in any order, 0 among them.
    ///   - width: columns at hand, enough for three a moment.
    init(_ moments: Set<Double>, width: Int) {
        let moments = moments.sorted()
        let last = max(1, width - 1)
        let end = moments.last ?? 1
        let scaled = moments.map { Int(($0 / end * Double(last)).rounded()) }
        if zip(scaled, scaled.dropFirst()).allSatisfy({ $1 - $0 >= Self.gap }) {
            columns = Dictionary(zip(moments, scaled), uniquingKeysWith: { first, _ in first })
            breaks = []
            return
        }
        // Each stretch has its least room; what is left goes to the long ones by their order of magnitude.
        let stretches = zip(moments, moments.dropFirst()).map { $1 - $0 }
        let shortest = stretches.min() ?? 1
        let weights = stretches.map { Self.magnitude($0 / shortest) }
        let sum = weights.reduce(0, +)
        let room = Double(max(0, last - Self.gap * stretches.count))
        var columns = [0.0: 0]
        var breaks: [(start: Int, end: Int)] = []
        var (weight, column, densest) = (0.0, 0, Double.infinity)
        var ends: [Int] = []
        for (index, stretch) in stretches.enumerated() {
            weight += weights[index]
            column = Self.gap * (index + 1) + Int(room * weight / sum)
            ends.append(column)
            columns[moments[index + 1]] = column
            densest = min(densest, stretch / Double(column - (index == 0 ? 0 : ends[index - 1])))
        }
        for (index, stretch) in stretches.enumerated() {
            let start = index == 0 ? 0 : ends[index - 1]
            if stretch / Double(ends[index] - start) > 2 * densest { breaks.append((start, ends[index])) }
        }
        self.columns = columns
        self.breaks = breaks
    }

    /// The column of one of the moments.
    func column(of moment: Double) -> Int { columns[moment] ?? 0 }

    /// 1 for 1, one more for each doubling.
    private static func magnitude(_ ratio: Double) -> Double {
        var (ratio, magnitude) = (ratio, 1.0)
        while ratio >= 2, magnitude < 40 {
            ratio /= 2
            magnitude += 1
        }
        return magnitude + ratio - 1
    }
}
