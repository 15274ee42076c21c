import Manifests
import PolicyKinds
import PolicyRules
import Testing

extension EnvoyTests {
    /// Envoy's own `Listener.tcp_keepalive`, given what kgateway makes of `spec.default.tcpKeepalive`: whole seconds, fractions cut.
    struct TypedKeepaliveTests {
        /// What a block comes to on accepted connections, or why there are none.
        enum Outcome: Sendable, Equatable {
            case on(idle: Int32, interval: Int32, count: Int32)
            case off
            /// The kernel refuses a number, and Envoy the listener with it; its log does not say which.
            case rejected
        }

        struct Case: Sendable {
            /// Seconds, seconds and probes as Envoy gets them.
            var time: Int?
            var interval: Int?
            var probes: Int?
            var options: [WrittenOption] = []
            var outcome: Outcome

            var message: String {
                let members = [("keepalive_time", time), ("keepalive_interval", interval), ("keepalive_probes", probes)]
                return "{" + members.compactMap { name, value in value.map { "\"\(name)\": \($0)" } }.joined(separator: ", ") + "}"
            }
        }

        /// Linux's defaults fill in what is left out; the node's own may differ (see `SocketKeepalive.untouched`).
        static let cases: [Case] = [
            Case(time: 60, interval: 20, probes: 2, outcome: .on(idle: 60, interval: 20, count: 2)),
            // 1m30s500ms and 1999ms, cut.
            Case(time: 90, interval: 1, probes: 9, outcome: .on(idle: 90, interval: 1, count: 9)),
            Case(outcome: .on(idle: 7200, interval: 75, count: 9)),
            Case(time: 60, outcome: .on(idle: 60, interval: 75, count: 9)),
            Case(probes: 3, outcome: .on(idle: 7200, interval: 75, count: 3)),
            Case(time: 32767, interval: 32767, probes: 127, outcome: .on(idle: 32767, interval: 32767, count: 127)),
            // Zeros.
            Case(time: 60, interval: 20, probes: 0, outcome: .off),
            Case(time: 0, interval: 20, probes: 2, outcome: .off),
            Case(time: 60, interval: 0, probes: 2, outcome: .off),
            // Over the kernel's ranges; the first is 60 s taken for milliseconds.
            Case(time: 60_000, interval: 20, probes: 2, outcome: .rejected),
            Case(time: 60, interval: 32768, probes: 2, outcome: .rejected),
            Case(time: 60, interval: 20, probes: 128, outcome: .rejected),
            Case(time: 4_294_967_295, interval: 20, probes: 2, outcome: .rejected),
            // Raw options come after it, and win.
            Case(time: 60, interval: 20, probes: 2, options: [WrittenOption(6, 4, 30)], outcome: .on(idle: 30, interval: 20, count: 2)),
            Case(time: 60, interval: 20, probes: 2, options: [WrittenOption(1, 9, 0)], outcome: .off),
        ]

        @Test
        func `the typed field does what its numbers say`() async throws {
            let outcomes = try await outcomes(of: Self.cases)
            for (block, outcome) in zip(Self.cases, outcomes) {
                let expected = try block.outcome.onThisNode(of: block)
                #expect(outcome == expected, "\(block.message)")
            }
        }

        /// Blocks as they stand under `spec.default.tcpKeepalive`.
        static let written = [
            "{keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 2}",
            "{keepAliveTime: 1m30s500ms, keepAliveInterval: 1999ms, keepAliveProbes: 9}", "{}", "{keepAliveTime: 60s}",
            "{keepAliveProbes: 3}", "{keepAliveTime: 9h6m7s, keepAliveInterval: 32767s, keepAliveProbes: 127}",
            "{keepAliveTime: 60s, keepAliveProbes: 0}", "{keepAliveTime: 32768s}", "{keepAliveTime: 60s, keepAliveInterval: 9h6m8s}",
            "{keepAliveTime: 60s, keepAliveProbes: 128}",
        ]

        @Test
        func `a written block comes to what its review says`() async throws {
            let predicted = try Self.written.map(Case.init(reviewOf:))
            let outcomes = try await outcomes(of: predicted)
            for ((text, block), outcome) in zip(zip(Self.written, predicted), outcomes) {
                let expected = try block.outcome.onThisNode(of: block)
                #expect(outcome == expected, "\(text)")
            }
        }

        /// What becomes of each, all of them listeners of one Envoy.
        private func outcomes(of cases: [Case]) async throws -> [Outcome] {
            let listeners = cases.enumerated().map { index, block in
                EnvoyListener(
                    name: "case-\(index)", options: block.options, service: .directResponse,
                    fields: ["\"tcp_keepalive\": \(block.message)"])
            }
            let (envoy, log) = try await EnvoyProcess.started(with: listeners)
            do {
                let ports = try await envoy.listeningPorts()
                let verdicts = Verdict.readFrom(log: log)
                var outcomes: [Outcome] = []
                for listener in listeners {
                    if let port = ports[listener.name] {
                        outcomes.append(try await outcome(on: port, of: envoy))
                    } else if case .rejected? = verdicts[listener.name] {
                        outcomes.append(.rejected)
                    } else {
                        throw EnvoyFailure("no verdict on \(listener)")
                    }
                }
                await envoy.stop()
                return outcomes
            } catch {
                await envoy.stop()
                throw error
            }
        }

        private func outcome(on port: UInt16, of envoy: EnvoyProcess) async throws -> Outcome {
            let client = try Connection(toPort: port)
            try client.getHello()
            let keepalive = try SocketKeepalive(of: try await envoy.accepted(from: client))
            guard keepalive.isArmed == keepalive.isOn else { throw EnvoyFailure("on, but no timer runs") }
            return keepalive.isOn ? .on(idle: keepalive.idle, interval: keepalive.interval, count: keepalive.count) : .off
        }
    }
}

extension EnvoyTests.TypedKeepaliveTests.Outcome {
    /// The same with this node's defaults for what the block leaves out.
    func onThisNode(of block: EnvoyTests.TypedKeepaliveTests.Case) throws -> Self {
        guard case .on(let idle, let interval, let count) = self else { return self }
        let node = try SocketKeepalive.untouched()
        return .on(
            idle: block.time == nil ? node.idle : idle, interval: block.interval == nil ? node.interval : interval,
            count: block.probes == nil ? node.count : count)
    }
}

extension EnvoyTests.TypedKeepaliveTests.Case {
    /// A written block with the seconds that kgateway hands on, and what its review says of it.
    init(reviewOf text: String) throws {
        let object = try Prediction.object(
            ofManifest: """
                apiVersion: gateway.kgateway.dev/v1alpha1
                kind: ListenerPolicy
                metadata: {name: p}
                spec:
                  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
                  default: {tcpKeepalive: \(text)}
                """)
        guard case .keepalive(let block)? = object.configurations.first?.settings, let day = CalendarDay(year: 2026, month: 1, day: 1)
        else {
            throw EnvoyFailure("no block: \(text)")
        }
        func number(_ field: KeepaliveField) -> Int? {
            switch field.meaning {
            case .number(let number): Int(number)
            case .nothing, .text: nil
            }
        }

        let review = PolicyReview(of: object, in: ReviewContext(day: day))
        let outcome: EnvoyTests.TypedKeepaliveTests.Outcome
        if let keepalive = review.explanations.first?.keepalive {
            outcome = .on(idle: Int32(keepalive.idle), interval: Int32(keepalive.interval), count: Int32(keepalive.count))
        } else if review.findings.contains(where: { $0.rule.code == "SW305" }) {
            outcome = .rejected
        } else if review.findings.contains(where: { $0.rule.code == "SW304" }) {
            outcome = .off
        } else {
            throw EnvoyFailure("its review says nothing of \(text)")
        }
        self.init(time: number(block.idle), interval: number(block.interval), probes: number(block.count), outcome: outcome)
    }
}
