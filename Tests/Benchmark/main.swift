// What a review costs, from bytes to answer and without the network: `make benchmark`.
import CostShapes
import Glibc

let usage = """
    usage: sockwarden-benchmark [--limit SECONDS]           ordinary reviews, then the worst cases
           sockwarden-benchmark --ordinary                  ordinary reviews only
           sockwarden-benchmark --editor [LINES…]           from a change to its diagnostics: 100, 1000, 10000
           sockwarden-benchmark --count guide|errors N      reviews one ordinary request N times, for `make benchmark-instructions`
           sockwarden-benchmark --files [N…]                lint of N files beside reading them alone: 10000, 100000
           sockwarden-benchmark --worst [NAME…]             the worst cases only, or some of them by name
           sockwarden-benchmark --search N [--seed SEED] [--top ROWS]
                                                            N random shapes: which grow worse than their bytes, which cost most
           sockwarden-benchmark --make NAME BYTES           writes a shape's input to standard output
           sockwarden-benchmark --measure webhook|linter    reviews standard input, and prints CPU time in nanoseconds
    --limit is how many seconds of CPU a shape may take before it is stopped: 10, in a search 2
    """

/// The value behind an option, as a number.
func number(_ option: String) -> Int? {
    guard let index = CommandLine.arguments.firstIndex(of: option), index + 1 < CommandLine.arguments.count else { return nil }
    return Int(CommandLine.arguments[index + 1])
}

/// Runs something as sockwarden itself does, off the main thread, which only waits: see `Program`.
func offMainThread(_ work: @escaping @Sendable () async -> Void) -> Never {
    Task.detached {
        await work()
        exit(0)
    }
    while true { pause() }
}

let arguments = Array(CommandLine.arguments.dropFirst())
let limit = number("--limit").map { max($0, 1) }
switch arguments.first {
case nil, "--limit":
    // In a process of their own, so that this one stays small: see ChildProcess.
    print(ChildProcess(["--ordinary"], output: 4096).text, terminator: "")
    EditorSession.measure(lines: [100, 1000, 10_000])
    ManifestRuns.measure([10_000, 100_000])
    WorstCases.measure(Shape.all, limit: limit ?? 10)
case "--ordinary": OrdinaryReviews.measure()
case "--editor":
    let counts = arguments.dropFirst().compactMap { Int($0) }
    EditorSession.measure(lines: counts.isEmpty ? [100, 1000, 10_000] : counts)
case "--count":
    guard arguments.count == 3, let times = Int(arguments[2]), OrdinaryReviews.repeatReview(of: arguments[1], times: times) else {
        stop(usage)
    }
case "--files":
    let counts = arguments.dropFirst().compactMap { Int($0) }
    ManifestRuns.measure(counts.isEmpty ? [10_000, 100_000] : counts)
case "--lint":
    guard arguments.count == 3 else { stop(usage) }
    offMainThread { await ManifestRuns.lint(arguments[1], arguments[2]) }
case "--read":
    guard arguments.count == 2 else { stop(usage) }
    ManifestRuns.read(arguments[1])
case "--parse":
    guard arguments.count == 2 else { stop(usage) }
    offMainThread { await ManifestRuns.parse(arguments[1]) }
case "--worst":
    let names = arguments.dropFirst().prefix { !$0.hasPrefix("--") }
    WorstCases.measure(names.isEmpty ? Shape.all : names.compactMap(Shape.named), limit: limit ?? 10)
case "--search":
    guard let count = number("--search") else { stop(usage) }
    ShapeSearch.run(count, seed: UInt64(number("--seed") ?? 20_261_123), limit: limit ?? 2, showing: number("--top") ?? 25)
case "--make":
    guard arguments.count == 3, let shape = Shape.named(arguments[1]), let size = Int(arguments[2]) else { stop(usage) }
    Streams.write(shape.body(ofBytes: size), to: 1)
case "--measure":
    guard arguments.count >= 2, let face = Shape.Face(rawValue: arguments[1]) else { stop(usage) }
    Measurement.measureInput(for: face, limit: limit ?? 10)
default: stop(usage)
}
