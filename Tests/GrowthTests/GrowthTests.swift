import CostShapes
import Testing

/// What a sender sizes costs time in proportion: held by the ratio of two sizes, so that it says the same on any machine and in any build.
@Suite(.serialized) struct GrowthTests {
    /// How much larger the other input is.
    static let factor = 4
    /// How much more it may cost: it would be 4 if linear, 16 if quadratic.
    static let bound = 7.0
    /// Bytes. Small enough for an unoptimised build, large enough for what is quadratic to outweigh what is not.
    static let smallest = 48_000
    /// Nanoseconds. What is cheaper is looked at once more, at sizes four times as large, where a small quadratic part shows.
    static let cheap = 100_000_000
    static let largest = smallest * factor * factor

    @Test(arguments: Shape.all)
    func fourTimesTheBytesCostAboutFourTimesTheTime(shape: Shape) throws {
        var size = Self.smallest
        var body = shape.body(ofBytes: size)
        var cost = ShapeCost.least(of: 3, body, for: shape.face).cpu
        repeat {
            size *= Self.factor
            let larger = shape.body(ofBytes: size)
            try #require(larger.count > 3 * body.count && larger.count < 5 * body.count, "\(body.count) and \(larger.count) bytes")
            let largerCost = ShapeCost.least(of: 3, larger, for: shape.face).cpu
            var growth = Double(largerCost) / Double(cost)
            if growth > Self.bound {
                // A machine may be at fault once: what grows too fast does so again.
                let again = [larger, body].map { Double(ShapeCost.least(of: 5, $0, for: shape.face).cpu) }
                growth = min(growth, again[0] / again[1])
            }
            #expect(
                growth <= Self.bound,
                "\(larger.count) bytes take \(largerCost / 1000) µs of CPU, \(body.count) bytes \(cost / 1000) µs")
            (body, cost) = (larger, largerCost)
        } while cost < Self.cheap && size < Self.largest
    }
}
