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
    /// SIGTERM and SIGINT end it in order, a second one at once; SIGHUP reloads.
    static func run(_ server: WebhookServer, _ logger: Logger) async throws {
        defer { LogQueue.standardError.flush(withinSeconds: 1) }
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
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
