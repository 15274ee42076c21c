import Logging
import Synchronization

/// A mounted file that is not the server's own, and is looked at whenever its certificates are.
public struct ReloadedFile: Sendable {
    /// One word for the log, and for the metrics: `configuration`.
    public let name: String
    /// Where it is.
    public let path: String
    /// Takes the file's bytes into use, as a whole or not at all. The error that it throws is one line that says why not, and where.
    public let take: @Sendable ([UInt8]) throws -> Void

    /// A file; see the properties.
    public init(_ name: String, path: String, take: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.path = path
        self.take = take
    }
}

/// Why a file cannot be used at the start: one line.
public struct UnusableFile: Error, CustomStringConvertible {
    /// With the file's path.
    public let description: String
}

/// Keeps a file's contents in use: what is new and good is taken, and the last good stays where it is not.
final class FileReloader: Sendable {
    private struct State {
        /// What is in use.
        var bytes: [UInt8]
        /// Why the file as it is now is not.
        var fault: String?
    }

    private let file: ReloadedFile
    private let logger: Logger
    private let metrics: ServerMetrics
    private let state: Mutex<State>

    /// Reads the file for the first time.
    init(_ file: ReloadedFile, _ logger: Logger, _ metrics: ServerMetrics) throws(UnusableFile) {
        self.file = file
        self.logger = logger
        self.metrics = metrics
        do {
            let bytes = try Self.read(file)
            try file.take(bytes)
            state = Mutex(State(bytes: bytes))
            metrics.watch(file.name)
            metrics.use(file.name, hash: Checksum.of(bytes))
        } catch {
            throw UnusableFile(description: "\(error)")
        }
    }

    /// Reads the file, and takes what is new and good. It blocks for the time of that: never on an event loop.
    ///
    /// - Parameter isAsked: whether somebody asked for it, and wants to see the result in the log.
    func check(isAsked: Bool = false) {
        do {
            let bytes = try Self.read(file)
            let (known, fault) = state.withLock { ($0.bytes, $0.fault) }
            if bytes != known || fault != nil {
                try file.take(bytes)
                state.withLock { $0 = State(bytes: bytes) }
                let hash = Checksum.of(bytes)
                metrics.reload(file.name, succeeded: true)
                metrics.use(file.name, hash: hash)
                logger.info("\(file.name) reloaded", metadata: ["file": "\(file.path)", "hash": "\(hash)"])
            } else if isAsked {
                logger.info("\(file.name) is unchanged")
            }
        } catch {
            metrics.reload(file.name, succeeded: false)
            let isNew = state.withLock { state in
                defer { state.fault = "\(error)" }
                return state.fault != "\(error)"
            }
            if isNew || isAsked {
                logger.error("\(file.name) not reloaded: the last good one stays in use", metadata: ["reason": "\(error)"])
            }
        }
    }

    private static func read(_ file: ReloadedFile) throws(UnusableFile) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try MountedFile.read(file.path)
        } catch {
            throw UnusableFile(description: "\(file.name) file \(file.path): \(error)")
        }
        // Whoever writes a file in place empties it first; a volume never shows that, a copy by hand does.
        if bytes.isEmpty {
            throw UnusableFile(description: "\(file.name) file \(file.path): it is empty: write it again, {} for the defaults")
        }
        return bytes
    }
}
