import Logging
import ServiceLifecycle
import UnixSignals
import WebhookServer

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs the webhook until a signal ends it.
enum ServeSignals {
    /// Makes SIGHUP mean nothing until ``trapped()`` takes it over: by itself it would end the process. Nothing is lost, as all that it asks to
    /// be read again is read after that. Blocking it would not do: Dispatch's main thread takes in whatever others hold back.
    static func ignoreHangups() { _ = signal(SIGHUP, SIG_IGN) }

    /// The signals, from now on.
    static func trapped() async -> UnixSignalsSequence {
        await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    }

    /// SIGTERM and SIGINT end it in order, a second one at once; SIGHUP reloads.
    static func run(_ server: WebhookServer, until signals: UnixSignalsSequence, _ logger: Logger) async throws {
        defer { LogQueue.standardError.flush(withinSeconds: 1) }
        let services = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            group.addTask {
                var isStopping = false
                for await signal in signals {
                    if signal == .sighup {
                        server.reload()
                    } else if isStopping {
                        logger.warning("ended by a second signal")
                        LogQueue.standardError.flush(withinSeconds: 1)
                        exit(128 + signal.number)
                    } else {
                        isStopping = true
                        await services.triggerGracefulShutdown()
                    }
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

extension UnixSignal {
    /// As kill(1) has it.
    fileprivate var number: Int32 { self == .sigint ? SIGINT : SIGTERM }
}
