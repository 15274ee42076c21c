import Foundation
import TestSupport

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
    private let process: ChildProcess
    private let folder: URL
    private var lines: AsyncStream<String>.Iterator
    /// What it logged last, for messages of failure.
    private var tail: [String] = []
    private let admin: AdminEndpoint

    /// Starts Envoy with these listeners and waits until it has made up its mind about each: its main thread reads them, opens and
    /// tries their sockets and starts the workers before it enters its loop.
    static func started(
        with listeners: [EnvoyListener], as privilege: Privilege = .unprivileged
    ) async throws -> (envoy: EnvoyProcess, log: [String]) {
        try await started(EnvoyInput(listeners: listeners, privilege: privilege))
    }

    /// The same of any input. An Envoy that refuses it throws.
    static func started(_ input: EnvoyInput) async throws -> (envoy: EnvoyProcess, log: [String]) {
        switch try await start(input) {
        case .running(let envoy, let log): (envoy, log)
        case .refused(let log): throw EnvoyFailure("Envoy does not start; its last words:\n" + log.suffix(20).joined(separator: "\n"))
        }
    }

    /// What becomes of a start.
    enum Start {
        case running(EnvoyProcess, log: [String])
        /// It has ended by itself.
        case refused(log: [String])
    }

    /// Starts Envoy and waits until it has made up its mind.
    /// - Parameter lifetime: seconds after which Envoy is killed whatever happens, so no test can hang on it or leave it behind.
    static func start(_ input: EnvoyInput, lifetime: Int = 120) async throws -> Start {
        let envoy = try EnvoyProcess(input, lifetime: lifetime)
        var log: [String] = []
        var (isLooping, hasWorkers) = (false, false)
        while let line = await envoy.nextLine() {
            log.append(line)
            isLooping = isLooping || line.contains("starting main dispatch loop")
            hasWorkers = hasWorkers || line.contains("starting workers")
            if isLooping && hasWorkers { return .running(envoy, log: log) }
        }
        await envoy.stop()
        return .refused(log: log)
    }

    /// Runs a body with an Envoy of these listeners, and ends it whatever happens.
    static func running<Result: Sendable>(
        _ listeners: [EnvoyListener], as privilege: Privilege = .unprivileged, body: (EnvoyProcess) async throws -> Result
    ) async throws -> Result {
        try await running(EnvoyInput(listeners: listeners, privilege: privilege), body: body)
    }

    /// The same of any input.
    static func running<Result: Sendable>(_ input: EnvoyInput, body: (EnvoyProcess) async throws -> Result) async throws -> Result {
        let (envoy, _) = try await started(input)
        do {
            let result = try await body(envoy)
            await envoy.stop()
            return result
        } catch {
            await envoy.stop()
            throw error
        }
    }

    private init(_ input: EnvoyInput, lifetime: Int) throws {
        guard let path = input.tool?.path else { throw EnvoyFailure(EnvoyTool.skipReason) }
        folder = FileManager.default.temporaryDirectory.appending(path: "envoy-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        admin = AdminEndpoint(path: folder.appending(path: "admin").path())
        let bootstrap = input.bootstrap(in: folder.path(), admin: admin.path)
        let name = input.file?.name ?? "bootstrap.json"
        try Data((input.file?.text ?? bootstrap).utf8).write(to: folder.appending(path: name))
        var configuration = ["--config-path", folder.appending(path: name).path()]
        if input.file != nil { configuration += ["--config-yaml", bootstrap] }
        for (name, resources) in [("listeners", input.listeners.map(\.json)), ("clusters", input.clusters.map(\.json))] {
            try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: false)
            try discoveryResponse(of: resources, version: 0).write(to: folder.appending(path: "\(name)/\(name).json"))
        }
        // As strict as the protobuf messages that a control plane sends: an unknown enum name has no place there.
        if input.rejectsUnknownFields { configuration.append("--reject-unknown-dynamic-fields") }

        // timeout(1) makes a process group of itself and Envoy, and ends both when the time is up, even if this process is gone.
        let arguments =
            ["timeout", "--signal=KILL", "\(lifetime)"] + input.privilege.command + [path] + configuration + [
                "--concurrency", "2", "--disable-hot-restart", "--log-format", "%l %v", "--log-level", "info", "--drain-time-s", "1",
            ]
        let log = Pipe()
        lines = log.fileHandleForReading.lines.makeAsyncIterator()
        process = try ChildProcess(
            "/usr/bin/env", arguments, output: FileHandle.nullDevice, errors: log.fileHandleForWriting)
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
    var starter: pid_t { process.identifier }

    /// The answer of Envoy's admin endpoint, from its main thread: whatever that thread was at is done when the answer comes.
    func get(_ target: String) async throws -> String { try await admin.get(target) }

    /// Puts another set of listeners in place. Its version must differ from those before.
    func update(to listeners: [EnvoyListener], version: Int) throws { try put(listeners.map(\.json), in: "listeners", version) }

    /// Puts another set of clusters in place.
    func update(toClusters clusters: [EnvoyCluster], version: Int) throws { try put(clusters.map(\.json), in: "clusters", version) }

    private func put(_ resources: [String], in name: String, _ version: Int) throws {
        let draft = folder.appending(path: "draft.json")
        try discoveryResponse(of: resources, version: version).write(to: draft)
        // Envoy watches the folder for a file moved into it.
        guard rename(draft.path(), folder.appending(path: "\(name)/\(name).json").path()) == 0 else {
            throw EnvoyFailure("rename: \(String(cString: strerror(errno)))")
        }
    }

    /// Ends Envoy and returns what it logged since the last look.
    @discardableResult
    func stop() async -> [String] {
        // The whole group at once.
        process.signal(SIGKILL, group: true)
        var rest: [String] = []
        while let line = await nextLine() { rest.append(line) }
        _ = await process.ended()
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
