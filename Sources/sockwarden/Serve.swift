import Admission
import ArgumentParser
import Configuration
import Logging
import PolicyRules
import WebhookServer

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// `sockwarden serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves the validating admission webhook over HTTPS.",
        discussion: """
            Answers POST /validate with a verdict, GET /livez, GET /readyz and GET /healthz. Logs are one JSON object a line, on standard \
            error. SIGTERM and SIGINT fail /readyz at once, answer everything for --drain more seconds, finish what is in hand and end the \
            process; a second one ends it at once. The certificates and the configuration file are read again when they change, and on SIGHUP; \
            what is not good is refused with its reason in the log, and the last good one stays.
            """)

    @OptionGroup var server: ServerOptions

    @Flag(help: "Log connections that fail as well.")
    var verbose = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        let signals = await ServeSignals.trapped()
        var logger = Logger(label: "sockwarden") { _ in JSONLogHandler() }
        if verbose { logger.logLevel = .debug }
        let served = ServedConfiguration(logger)
        do {
            let server = try WebhookServer(
                configuration: try server.configuration(),
                review: { body in Reply(served.current.answer(to: body, on: .today())) },
                reloading: configuration.config.map(served.file), logger: logger)
            try await ServeSignals.run(server, until: signals, logger)
        } catch let error as ServingCertificateError {
            throw Failure(code: .usage, message: error.description)
        } catch let error as UnusableFile {
            throw Failure(code: .usage, message: error.description)
        } catch let error as CannotListen {
            throw Failure(code: .usage, message: error.description)
        }
    }
}

extension Reply {
    /// What the server sends, a line for the log where somebody is told something, and what the metrics count.
    init(_ answer: ReviewAnswer) {
        self.init(
            status: answer.status, body: answer.body, contentType: answer.contentType, logRecord: answer.record.flatMap(LogRecord.init),
            outcome: Outcome(answer))
    }
}

extension Reply.LogRecord {
    /// A line for what is denied, and for what is allowed with errors or warnings, shown or not.
    init?(_ record: ReviewRecord) {
        switch record.verdict {
        case .denied, .allowedWithErrors, .allowedWithWarnings: break
        case .allowed, .notReviewed: return nil
        }
        self.init(
            level: .info, message: record.verdict.rawValue,
            fields: [
                "uid": .text(record.uid), "operation": .text(record.operation), "kind": .text(record.kind),
                "namespace": .text(record.namespace), "name": .text(record.name), "user": .text(record.username),
                "dryRun": .text(record.isDryRun ? "true" : "false"), "codes": .list(record.codes),
            ])
    }
}

extension Reply.Outcome {
    /// What an answer says of itself.
    init(_ answer: ReviewAnswer) {
        guard let record = answer.record else {
            self.init(verdict: "unreadable", kind: "", operation: "", isDryRun: false)
            return
        }
        // What the API server does not send may be any text.
        let operation = ["CREATE", "UPDATE", "DELETE", "CONNECT"].contains(record.operation) ? record.operation : "other"
        self.init(verdict: record.verdict.rawValue, kind: record.kind, operation: operation, isDryRun: record.isDryRun, rules: record.codes)
    }
}

extension CalendarDay {
    /// Today in UTC: the one place where a review's day comes from a clock.
    static func today() -> CalendarDay {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        guard let day = CalendarDay(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday)) else {
            preconditionFailure("gmtime_r(3) gives a day of the calendar")
        }
        return day
    }
}
