import Glibc

/// This command once more, run to its end.
///
/// The kernel hands a process's peak memory on to what it forks and executes (exec_mmap in fs/exec.c keeps `maxrss`): only the children of
/// a small process have honest ones. So the parent makes no inputs and measures nothing itself.
struct ChildProcess {
    /// What it wrote to standard output, if that was asked for.
    let text: String
    /// How it ended.
    let end: End
    /// Resident memory at its most, in bytes: ru_maxrss of wait4(2), of the whole process.
    let peak: Int
    /// From its start to its end, in seconds.
    let time: Double

    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    /// - Parameters:
    ///   - input: standard input, read from its beginning.
    ///   - output: how many bytes of standard output to read; 0 where `file` takes them.
    ///   - file: standard output.
    init(_ arguments: [String], input: Int32? = nil, output: Int = 0, file: Int32? = nil) {
        let written = file ?? Streams.temporaryFile()
        defer { if file == nil { close(written) } }
        if let input { lseek(input, 0, SEEK_SET) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        posix_spawn_file_actions_adddup2(&actions, written, 1)
        var words: [UnsafeMutablePointer<CChar>?] = (["sockwarden-benchmark"] + arguments).map { strdup($0) }
        defer { words.forEach { free($0) } }
        words.append(nil)
        var child = pid_t()
        let start = ContinuousClock.now
        let error = posix_spawn(&child, "/proc/self/exe", &actions, nil, words, environ)
        guard error == 0 else { stop("posix_spawn: errno \(error)") }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { stop("wait4: errno \(errno)") }
        }
        time = (ContinuousClock.now - start) / .seconds(1)
        end = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
        peak = usage.ru_maxrss * 1024
        text = output == 0 ? "" : String(decoding: Streams.read(written).prefix(output), as: UTF8.self)
    }
}
