import Dispatch
import Logging
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Writes log lines on a thread of its own, so that a reader that stalls holds nobody else up. Lines that find no room are dropped and counted.
public final class LogQueue: Sendable {
    private struct State {
        var pending: [UInt8] = []
        /// Lines dropped since the last that was kept, and since the start.
        var unreported = 0
        var dropped = 0
        var isWriting = false
    }

    /// The queue before standard error.
    public static let standardError = LogQueue(descriptor: 2)

    private let descriptor: Int32
    private let capacity: Int
    private let state = Mutex(State())
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// - Parameters:
    ///   - descriptor: the file descriptor to write to; it stays open.
    ///   - capacity: how many bytes may wait.
    public init(descriptor: Int32, capacity: Int = 256 << 10) {
        self.descriptor = descriptor
        self.capacity = capacity
        thread.start()
    }

    /// How many lines have been dropped since the start.
    public var droppedLines: Int { state.withLock { $0.dropped } }

    /// Queues a line, with its newline. Returns at once, whether there is room or not.
    public func append(_ line: String) {
        let mustWake = state.withLock { state in
            guard state.pending.count + line.utf8.count <= capacity else {
                state.dropped += 1
                state.unreported += 1
                return false
            }
            state.pending.append(contentsOf: line.utf8)
            guard !state.isWriting else { return false }
            state.isWriting = true
            return true
        }
        if mustWake { thread.submit { _ in self.writePending() } }
    }

    /// Waits until what is queued is written.
    ///
    /// - Parameter seconds: the longest wait: nobody may ever read.
    public func flush(withinSeconds seconds: Int) {
        let done = DispatchSemaphore(value: 0)
        thread.submit { _ in done.signal() }
        _ = done.wait(timeout: .now() + .seconds(seconds))
    }

    private func writePending() {
        while let bytes = takePending() { write(bytes) }
    }

    private func takePending() -> [UInt8]? {
        state.withLock { state in
            if state.unreported > 0 {
                let (seconds, nanoseconds) = SystemClock.now()
                let line = JSONLogHandler.line(
                    time: UTCTime(secondsSinceEpoch: seconds).timestamp(nanoseconds: nanoseconds), level: .warning,
                    message: "log lines dropped: nobody reads them fast enough", fields: ["count": "\(state.unreported)"])
                state.pending.append(contentsOf: line.utf8)
                state.unreported = 0
            }
            guard !state.pending.isEmpty else {
                state.isWriting = false
                return nil
            }
            defer { state.pending = [] }
            return state.pending
        }
    }

    /// What cannot be written is gone: a log has nowhere to complain.
    private func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Self.posixWrite(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count < 0 && errno == EAGAIN {
                    // Somebody who shares the descriptor has made it non-blocking.
                    var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waited, 1, -1)
                    continue
                }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    private static func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Musl.write(descriptor, bytes, count)
        #endif
    }
}
