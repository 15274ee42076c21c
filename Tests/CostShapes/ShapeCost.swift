import Admission
import Configuration
import Glibc
import Linting
import PolicyRules

/// What reading and reviewing an input costs.
public struct ShapeCost: Sendable {
    /// CPU time of the thread that did it, in nanoseconds.
    public let cpu: UInt64
    /// Bytes of the webhook's answer, or findings of the linter: that something was done.
    public let result: Int

    private static let reviewer = AdmissionReviewer(settings: Settings())

    /// Does the work once.
    public init(of body: [UInt8], for face: Shape.Face) {
        guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { preconditionFailure("a day of the calendar") }
        let reviewer = Self.reviewer
        let start = Self.threadTime()
        result =
            switch face {
            case .webhook: reviewer.answer(to: body, on: day).body.count
            case .linter: LintedFile(name: "manifest", source: body, settings: Settings(), day: day).findings.count
            }
        cpu = Self.threadTime() - start
    }

    /// The least cost of a few runs, the first of which warms caches up. What costs seconds runs once.
    public static func least(of runs: Int, _ body: [UInt8], for face: Shape.Face) -> ShapeCost {
        var least = ShapeCost(of: body, for: face)
        for _ in 1..<max(runs, 1) where least.cpu < 500_000_000 {
            let again = ShapeCost(of: body, for: face)
            if again.cpu < least.cpu { least = again }
        }
        return least
    }

    private static func threadTime() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
