import Linting

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// How far a run has come, in a line on standard error that is gone when it ends: only at a terminal, and only after a second.
struct Progress {
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant
    private var count = 0
    private var isOnScreen = false

    init() {
        isShown = isatty(STDERR_FILENO) == 1
        last = start
    }

    /// One more input is done.
    mutating func step() {
        guard isShown else { return }
        count += 1
        let now = ContinuousClock.now
        guard now - start > .seconds(1), now - last > .milliseconds(100) else { return }
        last = now
        isOnScreen = true
        _ = FileBytes.write(Array("\r\u{1B}[K\(count) files reviewed…".utf8), to: STDERR_FILENO)
    }

    /// Takes the line away: something else is about to be written, or the run has ended.
    mutating func hide() {
        guard isOnScreen else { return }
        isOnScreen = false
        _ = FileBytes.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
    }
}
