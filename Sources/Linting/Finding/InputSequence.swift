/// All that a run reads, one after the other: patterns that nothing fits, what is found, and standard input. A chart is rendered when its turn
/// comes.
public struct InputSequence: Sequence, IteratorProtocol {
    private var finder: FileFinder
    private let rendering: Rendering
    /// What was come upon on the way to what the finder has next, the last one first.
    private var waiting: [FoundInput]
    private var last: FoundInput?

    /// - Parameters:
    ///   - unmatched: patterns that nothing fits.
    ///   - standardInput: what was read there; nil where nobody has asked for it.
    public init(unmatched: [String], _ finder: FileFinder, rendering: Rendering, standardInput: FoundInput?) {
        self.finder = finder
        self.rendering = rendering
        waiting = unmatched.reversed().map { .unreadable(UnreadableFile(pattern: $0)) }
        last = standardInput
    }

    /// The next one; nil once there is no more.
    public mutating func next() -> FoundInput? {
        while true {
            if let next = waiting.popLast() { return next }
            switch finder.next() {
            case .file(let file): return .file(file)
            case .source(let source): waiting = rendering.inputs(of: source).reversed()
            case .unreadable(let problem): return .unreadable(problem)
            case .skipped(let skipped): return .skipped(skipped)
            case nil:
                defer { last = nil }
                return last
            }
        }
    }
}
