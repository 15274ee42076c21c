#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where the program begins.
@main
enum Program {
    /// Runs the command off the main thread, which only waits. An asynchronous `main` would hand the main thread over to Dispatch, which ends it;
    /// and to end a thread the unwinder of a static program sorts the frames of all its functions: 27 of 35 ms of a short run.
    static func main() {
        keepStandardStreams()
        Task.detached {
            await Sockwarden.run()
            exit(0)
        }
        while true { pause() }
    }

    /// A stream that came closed must not become the first file that is opened, or a report would be written into that file. What takes its
    /// place can be read where one writes and written where one reads: it fails as a closed stream does.
    private static func keepStandardStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
