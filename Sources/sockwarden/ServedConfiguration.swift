import Admission
import Configuration
import Logging
import Synchronization
import WebhookServer

/// What requests are reviewed by: replaced as a whole when the configuration file changes. A review goes on with the one that it began with.
final class ServedConfiguration: Sendable {
    private let reviewer = Mutex(AdmissionReviewer(settings: Settings()))
    private let logger: Logger

    /// The defaults, until a file is read.
    init(_ logger: Logger) {
        self.logger = logger
    }

    /// For one review: ask once.
    var current: AdmissionReviewer { reviewer.withLock { $0 } }

    /// The file that it is read from.
    func file(_ path: String) -> ReloadedFile {
        ReloadedFile("configuration", path: path) { bytes in try self.take(bytes, from: path) }
    }

    private func take(_ bytes: [UInt8], from path: String) throws {
        let settings: Settings
        do {
            settings = try ConfigurationFile.read(bytes)
        } catch {
            throw Refused(description: "\(path):\(error.line):\(error.column): \(error.message)")
        }
        for hint in settings.hints { logger.warning("an old spelling in the configuration", metadata: ["hint": "\(path):\(hint)"]) }
        let reviewer = AdmissionReviewer(settings: settings)
        self.reviewer.withLock { $0 = reviewer }
    }

    private struct Refused: Error, CustomStringConvertible {
        let description: String
    }
}
