import Foundation

/// What the proxy may do: decides which socket options the kernel lets it set.
enum Privilege: String, CaseIterable, Sendable {
    case root
    /// Without any capability. The user stays, for what the kernel asks of a socket option is a capability, never a user; so the tool's
    /// folder needs no rights for others.
    case unprivileged

    /// What a test running as this user can have.
    static let available: [Privilege] = geteuid() == 0 ? [.root, .unprivileged] : [.unprivileged]

    var command: [String] {
        self == .unprivileged && geteuid() == 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : []
    }
}

/// A running Envoy with two workers whose listeners come from a file (LDS). It speaks through its log, line by line, and through its
/// admin endpoint on a Unix socket; nothing has to be polled.
actor EnvoyProcess {
    private let process = Process()
    private let folder: URL
    private var lines: AsyncStream<String>.Iterator
    /// What it logged last, for messages of failure.
    private var tail: [String] = []
    private let admin: AdminEndpoint

    /// Starts Envoy with these listeners and waits until it has made up its mind about each: its main thread reads them, opens and
    /// tries their sockets and starts the workers before it enters its loop.
    ///
    /// - Parameter lifetime: seconds after which Envoy is killed whatever happens, so no test can hang on it or leave it behind.
    static func started(
        with listeners: [EnvoyListener], as privilege: Privilege = .unprivileged, lifetime: Int = 120
    ) async throws -> (envoy: EnvoyProcess, log: [String]) {
        let envoy = try EnvoyProcess(with: listeners, as: privilege, lifetime: lifetime)
        do {
            let log = try await envoy.log { $0.contains("starting main dispatch loop") }
            return (envoy, log)
        } catch {
            await envoy.stop()
            throw error
        }
    }

    /// Runs a body with an Envoy of these listeners, and ends it whatever happens.
    static func running<Result: Sendable>(
        _ listeners: [EnvoyListener], as privilege: Privilege = .unprivileged, body: (EnvoyProcess) async throws -> Result
    ) async throws -> Result {
        let (envoy, _) = try await started(with: listeners, as: privilege)
        do {
            let result = try await body(envoy)
            await envoy.stop()
            return result
        } catch {
            await envoy.stop()
            throw error
        }
    }

    private init(with listeners: [EnvoyListener], as privilege: Privilege, lifetime: Int) throws {
        guard let path = EnvoyTool.path else { throw EnvoyFailure(EnvoyTool.skipReason) }
        folder = FileManager.default.temporaryDirectory.appending(path: "envoy-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        admin = AdminEndpoint(path: folder.appending(path: "admin").path())
        let bootstrap = """
            {"node": {"id": "test", "cluster": "test"},
             "admin": {"address": {"pipe": {"path": "\(admin.path)"}}},
             "dynamic_resources": {"lds_config": {"path_config_source": {
               "path": "\(folder.path())/listeners.json", "watched_directory": {"path": "\(folder.path())"}}}}}
            """
        try Data(bootstrap.utf8).write(to: folder.appending(path: "bootstrap.json"))
        try EnvoyListener.response(of: listeners, version: 0).write(to: folder.appending(path: "listeners.json"))

        // timeout(1) makes a process group of itself and Envoy, and ends both when the time is up, even if this process is gone.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["timeout", "--signal=KILL", "\(lifetime)"] + privilege.command + [
                path, "--config-path", folder.appending(path: "bootstrap.json").path(), "--concurrency", "2", "--disable-hot-restart",
                // As strict as the protobuf messages that a control plane sends: an unknown enum name has no place there.
                "--reject-unknown-dynamic-fields", "--log-format", "%l %v", "--log-level", "info", "--drain-time-s", "1",
            ]
        let log = Pipe()
        process.standardError = log
        process.standardOutput = FileHandle.nullDevice
        lines = log.fileHandleForReading.lines.makeAsyncIterator()
        try process.run()
        // Else the pipe never ends, for this process holds a writing end as well.
        try log.fileHandleForWriting.close()
    }

    /// Logged lines up to the first that matches.
    @discardableResult
    func log(until isLast: (String) -> Bool) async throws -> [String] {
        var read: [String] = []
        while let line = await nextLine() {
            read.append(line)
            if isLast(line) { return read }
        }
        throw EnvoyFailure("Envoy ended before what was waited for; its last words:\n" + tail.joined(separator: "\n"))
    }

    private func nextLine() async -> String? {
        // An actor's state cannot be lent to an async call, so the iterator is taken out and put back.
        var iterator = lines
        let line = await iterator.next(isolation: self)
        lines = iterator
        if let line { tail = (tail + [line]).suffix(20) }
        return line
    }

    /// The process that was started: timeout(1), Envoy's parent.
    var starter: pid_t { process.processIdentifier }

    /// The answer of Envoy's admin endpoint, from its main thread: whatever that thread was at is done when the answer comes.
    func get(_ target: String) async throws -> String { try await admin.get(target) }

    /// Puts another set of listeners in place. Its version must differ from those before.
    func update(to listeners: [EnvoyListener], version: Int) throws {
        let draft = folder.appending(path: "draft.json")
        try EnvoyListener.response(of: listeners, version: version).write(to: draft)
        // Envoy watches the folder for a file moved into it.
        guard rename(draft.path(), folder.appending(path: "listeners.json").path()) == 0 else {
            throw EnvoyFailure("rename: \(String(cString: strerror(errno)))")
        }
    }

    /// Ends Envoy and returns what it logged since the last look.
    @discardableResult
    func stop() async -> [String] {
        // The whole group at once. Nothing gentler would do: Foundation leaves its children with their signals blocked.
        if process.isRunning { kill(-process.processIdentifier, SIGKILL) }
        var rest: [String] = []
        while let line = await nextLine() { rest.append(line) }
        process.waitUntilExit()
        // A temporary folder left behind is no reason to fail.
        _ = try? FileManager.default.removeItem(at: folder)
        return rest
    }
}

extension FileHandle {
    /// Lines as they arrive, until the other side closes.
    fileprivate var lines: AsyncStream<String> {
        AsyncStream { continuation in
            let reader = Thread {
                var rest: [UInt8] = []
                while case let data = self.availableData, !data.isEmpty {
                    rest += data
                    var pieces = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    rest = pieces.popLast().map(Array.init) ?? []
                    for piece in pieces { continuation.yield(String(decoding: piece, as: UTF8.self)) }
                }
                continuation.finish()
            }
            reader.start()
        }
    }
}
