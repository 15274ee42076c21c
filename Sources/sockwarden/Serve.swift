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
            process; a second one ends it at once. SIGHUP reloads.
            """)

    @OptionGroup var server: ServerOptions

    @Flag(help: "Log connections that fail as well.")
    var verbose = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        var logger = Logger(label: "sockwarden") { _ in JSONLogHandler() }
        if verbose { logger.logLevel = .debug }
        let reviewer = AdmissionReviewer(settings: try configuration.settings())
        do {
            let server = try WebhookServer(
                configuration: try server.configuration(),
                review: { body in Reply(reviewer.answer(to: body, on: .today())) }, logger: logger)
            try await ServeSignals.run(server, logger)
        } catch let error as ServingCertificateError {
            throw Failure(code: .usage, message: error.description)
        } catch let error as CannotListen {
            throw Failure(code: .usage, message: error.description)
        }
    }
}

extension Reply {
    /// What the server sends, a line for the log where an object is denied, and what the metrics count.
    init(_ answer: ReviewAnswer) {
        let denied = answer.record.flatMap { $0.verdict == .denied ? $0 : nil }
        let record = denied.map { denial in
            LogRecord(
                level: .info, message: "denied",
                fields: [
                    "uid": .text(denial.uid), "operation": .text(denial.operation), "kind": .text(denial.kind),
                    "namespace": .text(denial.namespace), "name": .text(denial.name), "user": .text(denial.username),
                    "dryRun": .text(denial.isDryRun ? "true" : "false"), "codes": .list(denial.codes),
                ])
        }
        self.init(
            status: answer.status, body: answer.body, contentType: answer.contentType, logRecord: record, outcome: Outcome(answer))
    }
}

extension Reply.Outcome {
    /// What an answer says of itself.
    init(_ answer: ReviewAnswer) {
        guard let record = answer.record else {
            self.init(verdict: "unreadable", kind: "", operation: "", isDryRun: false)
            return
        }
        self.init(
            verdict: record.verdict.rawValue, kind: record.kind, operation: record.operation, isDryRun: record.isDryRun,
            rules: record.codes)
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
