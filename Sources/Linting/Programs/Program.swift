// `environ` is a variable of the C library, which nothing here ever changes.
#if canImport(Musl)
    @preconcurrency import Musl
#else
    @preconcurrency import Glibc
#endif

/// Another program, run to its end.
struct Program {
    /// Found on the PATH.
    let name: String

    /// What came of a run.
    struct Result: Sendable {
        /// Standard output.
        let output: [UInt8]
        /// The first line of what it wrote to standard error that says something.
        let complaint: String
        /// The exit code; for a signal 128 and its number, as a shell has it.
        let code: Int32
    }

    /// Why a program could not be run, or why its answer is of no use.
    struct Failure: Error, Sendable {
        /// One line.
        let reason: String
        /// Whether there is no such program.
        var isMissing = false
    }

    /// Bytes of standard output that are read at most.
    static let maximumOutput = 256 << 20

    /// Runs it with these arguments, standard input empty, and reads both of its outputs to their end.
    func run(_ arguments: [String]) throws(Failure) -> Result {
        var output: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        guard pipe(&output) == 0 else { throw failed(errno) }
        guard pipe(&errors) == 0 else {
            let code = errno
            for end in output { close(end) }
            throw failed(code)
        }
        // The program has its own copies of the ends that it writes to; held open by it as well, the others would never end.
        for end in output + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer {
            close(output[0])
            close(errors[0])
        }
        let started = spawn(arguments, output: output[1], errors: errors[1])
        close(output[1])
        close(errors[1])
        let process = try started.get()
        let (text, complaints) = Self.drain(output[0], errors[0])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // The bits of wait(2): what WIFEXITED and its kin look at are macros, which Swift does not see.
        let signal = status & 0x7F
        guard let text else { throw Failure(reason: "\(name) writes more than 256 MiB") }
        return Result(
            output: text, complaint: Self.firstLine(of: complaints), code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
    }

    private func failed(_ code: Int32) -> Failure {
        if code == ENOENT { return Failure(reason: "\(name) is not on the PATH", isMissing: true) }
        return Failure(reason: "cannot run \(name): \(String(cString: strerror(code)))")
    }

    private func spawn(_ arguments: [String], output: Int32, errors: Int32) -> Swift.Result<pid_t, Failure> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var words = ([name] + arguments).map { strdup($0) }
        defer { words.forEach { free($0) } }
        words.append(nil)
        var process: pid_t = 0
        let code = posix_spawnp(&process, name, &actions, nil, words, environ)
        return code == 0 ? .success(process) : .failure(failed(code))
    }

    /// Reads both ends as they fill, so that neither waits for the other. Of the errors the first part is kept; nil where the output is too
    /// long.
    private static func drain(_ output: Int32, _ errors: Int32) -> (output: [UInt8]?, errors: [UInt8]) {
        var texts: [[UInt8]] = [[], []]
        var isTooLong = false
        var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
        while ends.contains(where: { $0.fd >= 0 }) {
            guard poll(&ends, nfds_t(ends.count), -1) > 0 else { continue }
            for index in ends.indices where ends[index].fd >= 0 && ends[index].revents != 0 {
                var piece = [UInt8](repeating: 0, count: 65536)
                let count = read(ends[index].fd, &piece, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    ends[index].fd = -1
                    continue
                }
                let limit = index == 0 ? maximumOutput : 65536
                if texts[index].count + count <= limit { texts[index] += piece[..<count] } else { isTooLong = isTooLong || index == 0 }
            }
        }
        return (isTooLong ? nil : texts[0], texts[1])
    }

    private static func firstLine(of bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
        // Programs warn before they fail.
        let line = lines.first { !$0.isEmpty && !$0.lowercased().hasPrefix("warning") } ?? lines.first ?? ""
        for prefix in ["fatal: ", "Error: ", "error: "] where line.hasPrefix(prefix) {
            return String(line.dropFirst(prefix.count).prefix(300))
        }
        return String(line.prefix(300))
    }
}
