import Linting

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A language server on two descriptors: the only place where it reads and writes.
public enum Session {
    /// Serves until the client says `exit`, or is gone.
    /// - Returns: the exit code.
    /// - Throws: where reading fails, or nobody reads what is written.
    public static func run(_ server: LanguageServer, input: Int32, output: Int32) throws -> Int32 {
        var server = server
        var isOpen = true
        while true {
            // What has arrived is seen first: it may take back what waits, or make a review needless.
            while isOpen, server.hasRoom, isReady(input, waits: !server.hasWork) {
                let bytes = try FileBytes.piece(of: input, name: "standard input")
                isOpen = !bytes.isEmpty
                if isOpen { server.receive(bytes) } else { server.receiveEnd() }
            }
            let answer = server.step()
            let code = FileBytes.write(answer, to: output)
            if code != 0 { throw UnwritableFile(nil, errno: code) }
            if let exitCode = server.exitCode { return exitCode }
        }
    }

    /// Whether there is something to read, or the end.
    private static func isReady(_ descriptor: Int32, waits: Bool) -> Bool {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waited, 1, waits ? -1 : 0) > 0
    }
}
