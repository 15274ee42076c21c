import Foundation
import PolicyRules
import Testing

extension NetworkTests {
    /// How often a healthy idle connection is cut because packets are lost.
    struct FalseDropTests {
        /// One listener's keepalive under a loss, and what is counted of it.
        private struct Row {
            /// One-way loss in thousandths.
            let loss: Int
            let idle: Int32
            let count: Int32
            /// How many idle cycles are over when we count.
            var cycles: Int64 = 1
            /// Seconds after which we count: the cycles are over, the next has not cut anybody yet.
            let countedAfter: Double

            /// The chance to be cut by then. A day of so many cycles stands for them: the formula only knows days.
            var predicted: Double {
                Keepalive(idle: 86_400 / cycles, interval: 1, count: Int64(count)).falseDropsPerDay(loss: Double(loss) / 1000)
            }
        }

        /// The interval between probes is 1 s everywhere.
        private static let rows: [Row] = [
            Row(loss: 100, idle: 5, count: 1, countedAfter: 9), Row(loss: 100, idle: 5, count: 2, countedAfter: 9),
            Row(loss: 200, idle: 5, count: 2, countedAfter: 9), Row(loss: 300, idle: 5, count: 2, countedAfter: 9),
            Row(loss: 300, idle: 5, count: 3, countedAfter: 9), Row(loss: 500, idle: 5, count: 3, countedAfter: 9),
            // Over several cycles. With one probe a cycle is always as long as the idle time.
            Row(loss: 50, idle: 2, count: 1, cycles: 6, countedAfter: 14),
        ]

        /// Per row, as many as this process may hold both ends of.
        private static let connections: Int = {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            return min(1000, (Int(clamping: limit.rlim_cur) - 200) / (2 * rows.count))
        }()

        /// The share of a count, and the interval in which the truth lies with 99.99 % confidence (Wilson, 1927).
        private static func share(_ hits: Int, of total: Int) -> (share: Double, interval: ClosedRange<Double>) {
            let z = 3.891
            let (count, share) = (Double(total), Double(hits) / Double(total))
            let middle = share + z * z / (2 * count)
            let half = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
            let scale = 1 + z * z / count
            return (share, (middle - half) / scale...(middle + half) / scale)
        }

        @Test
        func `healthy connections are cut as often as the formula says`() async throws {
            let pair = try await NetworkPair.joined()
            var cut: [Int] = []
            // One row after the other: a busy machine must not let a first probe pass before the loss begins.
            for (index, row) in Self.rows.enumerated() {
                let port = UInt16(9000 + index)
                let links = try await pair.links(
                    Self.connections, on: port, options: [(1, 9, 1), (6, 4, row.idle), (6, 5, 1), (6, 6, row.count)])
                try pair.losePackets(thousandths: [port: row.loss])
                guard let first = links.first?.established, let last = links.last?.established else {
                    throw NetworkFailure("no connection")
                }
                guard ContinuousClock.now - first < .seconds(Double(row.idle)) else {
                    throw NetworkFailure("the machine is too busy: \(Self.connections) connections took longer than their idle time")
                }
                try await Task.sleep(until: last + .seconds(row.countedAfter), clock: .continuous)
                cut.append(try links.filter { try $0.isGivenUp() }.count)
            }

            print("False drops: share of \(Self.connections) healthy idle connections that are cut (independent loss)")
            for (row, hits) in zip(Self.rows, cut) {
                let (share, interval) = Self.share(hits, of: Self.connections)
                print(
                    String(
                        format: "  predicted %.3f  measured %.3f  (99.99 %% interval %.3f to %.3f)  loss %.0f %%, count %d, %d cycle(s)",
                        row.predicted, share, interval.lowerBound, interval.upperBound, Double(row.loss) / 10, Int(row.count),
                        Int(row.cycles)))
                #expect(interval.contains(row.predicted), "loss \(row.loss) ‰, count \(row.count)")
            }
        }
    }
}
