import Foundation
import PolicyRules
import Testing

extension EnvoyTests {
    /// What SW403, SW404 and SW405 say of changed, description-only and reordered options, and what a failing update does, shown on a
    /// running Envoy.
    struct UpdateTests {
        private static let idle30 = WrittenOption(6, 4, 30)
        private static let idle60 = WrittenOption(6, 4, 60)

        /// A listener with a connection on it, about to be updated.
        private struct Running {
            let envoy: EnvoyProcess
            let port: UInt16
            /// Opened, and used once, before any update.
            let held: Connection
            let listening: Set<UInt64>
            let fields: [String]

            /// Puts other options in place; returns what Envoy logged of it.
            @discardableResult
            func update(to options: [WrittenOption]) async throws -> [String] {
                let listener = UpdateTests.listener(options, port: port, fields: fields)
                try await envoy.update(to: [listener], version: 1)
                return try await envoy.log { $0.endsUpdate }
            }

            func listeningNow() async throws -> Set<UInt64> { Set(try await envoy.listeningSockets(on: port).map(\.inode)) }

            /// Waits until none of the former listening sockets is left. The workers close them in their own time, and say nothing.
            func formerSocketsAreGone() async throws {
                let deadline = ContinuousClock.now + .seconds(10)
                while !(try await listeningNow().isDisjoint(with: listening)) {
                    guard .now < deadline else { throw EnvoyFailure("the former listening sockets are still there") }
                    try await Task.sleep(for: .milliseconds(5))
                }
            }

            /// TCP_KEEPIDLE of a connection opened now.
            func idleOfNewConnection() async throws -> Int32 {
                let fresh = try Connection(toPort: port)
                try fresh.getHello()
                return try await envoy.accepted(from: fresh).value(6, 4)
            }
        }

        private static func listener(_ options: [WrittenOption], port: UInt16, fields: [String]) -> EnvoyListener {
            EnvoyListener(name: "hello", options: options, service: .directResponse, fields: fields, port: port)
        }

        private func serving(_ options: [WrittenOption], fields: [String] = [], body: (Running) async throws -> Void) async throws {
            // Written out, as in a gateway's configuration: with port 0 an update would bind another port.
            let port = try Connection.unusedPort()
            try await EnvoyProcess.running([Self.listener(options, port: port, fields: fields)]) { envoy in
                let held = try Connection(toPort: port)
                try held.getHello()
                let running = Running(
                    envoy: envoy, port: port, held: held, listening: Set(try await envoy.listeningSockets(on: port).map(\.inode)),
                    fields: fields)
                #expect(running.listening.count == (fields.isEmpty ? 2 : 1))
                try await body(running)
            }
        }

        /// Which of the rules about updates speak up.
        private static func findings(from before: [WrittenOption], to after: [WrittenOption]) throws -> [String] {
            guard let day = CalendarDay(year: 2026, month: 1, day: 1) else { throw EnvoyFailure("no such day") }
            let context = ReviewContext(
                operation: .update, oldObject: try Prediction.object(ofManifest: Prediction.manifest(before)), origin: .admission, day: day)
            let review = PolicyReview(of: try Prediction.object(ofManifest: Prediction.manifest(after)), in: context)
            return review.findings.map(\.rule.code).filter { ["SW403", "SW404", "SW405"].contains($0) }
        }

        @Test
        func `SW403 changed options reach new connections only, and old ones are drained`() async throws {
            #expect(try Self.findings(from: [Self.idle60], to: [Self.idle30]) == ["SW403"])
            try await serving([Self.idle60]) { running in
                var old: EnvoySocket? = try await running.envoy.accepted(from: running.held)
                try await running.update(to: [Self.idle30])
                try await running.formerSocketsAreGone()
                #expect(try old?.value(6, 4) == 60)
                // A copy of ours would keep it open.
                old = nil
                let new = try await running.idleOfNewConnection()
                #expect(new == 30)
                // Envoy runs with a drain time of one second.
                #expect(try running.held.receive(until: .closed).isEmpty)
            }
        }

        @Test
        func `SW404 a changed description alone rebuilds the sockets and drains every connection`() async throws {
            var described = Self.idle60
            described.description = "\"idle time before the first probe\""
            #expect(try Self.findings(from: [Self.idle60], to: [described]) == ["SW404"])
            try await serving([Self.idle60]) { running in
                try await running.update(to: [described])
                try await running.formerSocketsAreGone()
                #expect(try running.held.receive(until: .closed).isEmpty)
            }
        }

        @Test
        func `SW405 reordered options are taken as no change`() async throws {
            #expect(try Self.findings(from: [Self.idle60, Self.idle30], to: [Self.idle30, Self.idle60]) == ["SW405"])
            try await serving([Self.idle60, Self.idle30]) { running in
                try await running.update(to: [Self.idle30, Self.idle60])
                let stats = try await running.envoy.get("/stats?filter=listener_manager")
                #expect(stats.contains("listener_manager.listener_in_place_updated: 1\n"))
                #expect(stats.contains("listener_manager.total_listeners_draining: 0\n"))
                let listening = try await running.listeningNow()
                #expect(listening == running.listening)
                // By its configuration 60 should win now, but the sockets never hear of it.
                let new = try await running.idleOfNewConnection()
                #expect(new == 30)
                try running.held.getHello()
            }
        }

        @Test
        func `a rejected update leaves the old listener and its options in place`() async throws {
            try await serving([Self.idle60]) { running in
                let log = try await running.update(to: [WrittenOption(6, 4, 0)])
                #expect(Verdict.readFrom(log: log)["hello"] == .rejected(.option(key: "6/4", error: "Invalid argument")))
                let listening = try await running.listeningNow()
                #expect(listening == running.listening)
                let new = try await running.idleOfNewConnection()
                #expect(new == 60)
                try running.held.getHello()
            }
        }

        @Test
        func `an option that fails at STATE_LISTENING takes a working listener down, and Envoy says it is fine`() async throws {
            try await serving([Self.idle60]) { running in
                let log = try await running.update(to: [WrittenOption(6, 4, 0, state: "STATE_LISTENING")])
                #expect(Verdict.readFrom(log: log)["hello"] == .removed(.option(key: "6/4", error: "Invalid argument")))
                try await running.formerSocketsAreGone()
                #expect(throws: ConnectionRefused(error: ECONNREFUSED)) { _ = try Connection(toPort: running.port) }
                let stats = try await running.envoy.get("/stats?filter=lds.update")
                #expect(stats.contains("listener_manager.lds.update_rejected: 0\n"))
                #expect(stats.contains("listener_manager.lds.update_success: 2\n"))
                let ready = try await running.envoy.get("/ready")
                #expect(ready == "LIVE\n")
            }
        }

        @Test
        func `without reuse of ports changed options are refused`() async throws {
            try await serving([Self.idle60], fields: [#""enable_reuse_port": false"#]) { running in
                let log = try await running.update(to: [Self.idle30])
                guard case .rejected(.other(let reason))? = Verdict.readFrom(log: log)["hello"] else {
                    Issue.record("not refused")
                    return
                }
                #expect(reason.contains("has duplicate address"))
                let new = try await running.idleOfNewConnection()
                #expect(new == 60)
            }
        }

        @Test
        func `SO_REUSEPORT 0 on a healthy listener is refused, for its port is taken`() async throws {
            try await serving([]) { running in
                let log = try await running.update(to: [WrittenOption(1, 15, 0)])
                guard case .rejected(.other(let reason))? = Verdict.readFrom(log: log)["hello"] else {
                    Issue.record("not refused")
                    return
                }
                #expect(reason.contains("Address already in use"))
                try running.held.getHello()
            }
        }
    }
}
