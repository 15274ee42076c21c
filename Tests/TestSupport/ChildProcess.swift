import CLinuxCalls
import Dispatch
public import Foundation
import Synchronization

/// A child process. Foundation's own reads beyond its list of open files before it starts one, and crashes now and then where many are open
/// (swiftlang/swift-corelibs-foundation#5472: Swift 6.3 has it still).
public final class ChildProcess: Sendable {
    /// Its process id.
    public let identifier: pid_t
    private let status = Mutex<Int32?>(nil)
    private let end = DispatchGroup()

    /// Starts a command, with its signals as a shell would have them and no files of this process's but those that are given.
    /// - Parameters:
    ///   - executable: its path.
    ///   - folder: where it runs; where this process runs by default.
    ///   - environment: added to this process's own.
    ///   - input: its standard input, empty by default.
    ///   - output: its standard output, this process's by default.
    ///   - errors: its standard error, this process's by default.
    /// - Throws: ``NotStarted``.
    public init(
        _ executable: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
        input: FileHandle? = nil,
        output: FileHandle? = nil, errors: FileHandle? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input.fileDescriptor, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        for (handle, number) in [(output, 1), (errors, 2)] as [(FileHandle?, Int32)] {
            if let handle { posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, number) }
        }
        linux_spawn_without(&actions, 3)
        if let folder { linux_spawn_in(&actions, folder) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") }
        defer { (words + settings).forEach { free($0) } }
        words.append(nil)
        settings.append(nil)
        var identifier = pid_t()
        let error = posix_spawn(&identifier, executable, &actions, &attributes, words, settings)
        guard error == 0 else { throw NotStarted(executable: executable, number: error) }
        self.identifier = identifier
        end.enter()
        Thread.detachNewThread { self.reap() }
    }

    /// posix_spawn(3) failed.
    public struct NotStarted: Error {
        let executable: String
        let number: Int32
    }

    private func reap() {
        var information = siginfo_t()
        // Not reaped yet, its number is nobody else's: a signal that is sent meanwhile goes to no stranger.
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        status.withLock { status in
            var word: Int32 = 0
            while waitpid(identifier, &word, 0) < 0 && errno == EINTR {}
            status = word & 0x7F == 0 ? word >> 8 & 0xFF : -(word & 0x7F)
        }
        end.leave()
    }

    /// Sends it a signal; nothing where it has ended.
    /// - Parameter group: whether its whole process group gets it, where it leads one.
    public func signal(_ number: Int32, group: Bool = false) {
        status.withLock { status in
            if status == nil { kill(group ? -identifier : identifier, number) }
        }
    }

    /// Waits for its end.
    /// - Returns: its exit status, or the number of the signal that ended it, negated.
    @discardableResult
    public func wait() -> Int32 {
        end.wait()
        return status.withLock { $0 ?? 0 }
    }

    /// The same for a task, which holds no thread meanwhile.
    public func ended() async -> Int32 {
        await withCheckedContinuation { continuation in
            end.notify(queue: .global()) { continuation.resume(returning: self.wait()) }
        }
    }
}
