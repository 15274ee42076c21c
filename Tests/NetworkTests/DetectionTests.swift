import Foundation
import PolicyRules
import Testing

extension NetworkTests {
    /// How long it takes to notice that a peer has vanished.
    struct DetectionTests {
        /// One listener's settings, and the seconds until its connection is given up; nil where it must not be, while we look.
        private struct Row {
            let name: String
            let options: ListenerOptions
            var hasUnansweredData = false
            let predicted: Double?
        }

        /// Long enough for the slowest setting below.
        private static let patience = 12.0

        private static func keepalive(
            _ idle: Int32, _ interval: Int32, _ count: Int32, userTimeout: Int32? = nil, enabled: Bool = true
        ) -> Row {
            let options: ListenerOptions =
                (enabled ? [(1, 9, 1)] : []) + [(6, 4, idle), (6, 5, interval), (6, 6, count)] + (userTimeout.map { [(6, 18, $0)] } ?? [])
            let keepalive = Keepalive(
                idle: Int64(idle), interval: Int64(interval), count: Int64(count), userTimeout: userTimeout.map(Int64.init))
            let timeout = userTimeout.map { ", TCP_USER_TIMEOUT \($0) ms" } ?? ""
            return Row(
                name: "\(idle)/\(interval)/\(count)\(timeout)\(enabled ? "" : ", no SO_KEEPALIVE")", options: options,
                predicted: enabled ? Double(keepalive.detectionTime) : nil)
        }

        private static let rows: [Row] = [
            keepalive(2, 1, 3), keepalive(2, 1, 1), keepalive(2, 3, 2), keepalive(3, 2, 2), keepalive(2, 1, 5), keepalive(5, 1, 2),
            // TCP_USER_TIMEOUT takes the count's place: it lengthens, it shortens, never below idle + interval, and it waits for a probe.
            keepalive(2, 1, 2, userTimeout: 8000), keepalive(2, 1, 9, userTimeout: 4000), keepalive(3, 1, 9, userTimeout: 1500),
            keepalive(2, 5, 2, userTimeout: 3000),
            // Nothing without SO_KEEPALIVE.
            keepalive(1, 1, 1, enabled: false), keepalive(1, 1, 1, userTimeout: 3000, enabled: false),
            // With data on its way keepalive is not in charge; TCP_USER_TIMEOUT is.
            Row(
                name: "1/1/2, data unanswered", options: [(1, 9, 1), (6, 4, 1), (6, 5, 1), (6, 6, 2)], hasUnansweredData: true,
                predicted: nil),
            Row(name: "TCP_USER_TIMEOUT 5000 ms, data unanswered", options: [(6, 18, 5000)], hasUnansweredData: true, predicted: 5),
        ]

        @Test
        func `a vanished peer is noticed when the arithmetic says`() async throws {
            let pair = try await NetworkPair.joined()
            var links: [Link] = []
            for (index, row) in Self.rows.enumerated() {
                links += try await pair.links(1, on: UInt16(9000 + index), options: row.options)
            }
            try pair.blackHoleClient()
            var starts = links.map(\.established)
            for (index, row) in Self.rows.enumerated() where row.hasUnansweredData {
                try links[index].sendByte()
                starts[index] = .now
            }
            let measured = try await Self.secondsUntilGivenUp(links, since: starts)

            print("Detection time: seconds until a vanished peer is noticed (idle/interval/count)")
            for (row, seconds) in zip(Self.rows, measured) {
                let predicted = row.predicted.map { String(format: "%5.2f", $0) } ?? "never"
                let found = seconds.map { String(format: "%5.2f", $0) } ?? "not within \(Int(Self.patience))"
                print("  predicted \(predicted)  measured \(found)  \(row.name)")
                switch (row.predicted, seconds) {
                case (nil, nil): break
                case (let predicted?, let seconds?):
                    // Linux's timers run late, the later the longer they are (about 3 %); a busy machine adds a little.
                    #expect(seconds > predicted - 0.1 && seconds < predicted * 1.1 + 0.5, "\(row.name)")
                default: Issue.record("predicted \(predicted), measured \(found): \(row.name)")
                }
            }
        }

        private static func secondsUntilGivenUp(
            _ links: [Link], since starts: [ContinuousClock.Instant]
        ) async throws -> [Double?] {
            var seconds: [Double?] = Array(repeating: nil, count: links.count)
            let end = ContinuousClock.now + .seconds(patience)
            while ContinuousClock.now < end, seconds.contains(nil) {
                for (index, link) in links.enumerated() where seconds[index] == nil {
                    if try link.isGivenUp() { seconds[index] = (ContinuousClock.now - starts[index]) / .seconds(1) }
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            return seconds
        }
    }
}
