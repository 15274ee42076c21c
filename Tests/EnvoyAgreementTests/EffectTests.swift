import Foundation
import Testing

extension EnvoyTests {
    /// What Envoy takes and Sockwarden calls harmful, or without effect: shown on Envoy's own sockets and by what clients see.
    struct EffectTests {
        /// Runs one listener that answers "hello", and hands over its port.
        private func serving(
            _ options: [WrittenOption], on address: EnvoyListener.Address = .ipv4, body: (EnvoyProcess, UInt16) async throws -> Void
        ) async throws {
            let listener = EnvoyListener(name: "hello", address: address, options: options, service: .directResponse)
            try await EnvoyProcess.running([listener]) { envoy in
                guard let port = try await envoy.listeningPorts()["hello"] else { throw EnvoyFailure("the listener does not listen") }
                try await body(envoy, port)
            }
        }

        @Test
        func `TCP_NODELAY of the listener is overwritten on every connection`() async throws {
            try await serving([WrittenOption(6, 1, 0)]) { envoy, port in
                let client = try Connection(toPort: port)
                try client.getHello()
                let listening = try await envoy.listeningSockets(on: port)
                let values = try listening.map { try $0.value(6, 1) }
                #expect(values == [0, 0])
                let accepted = try await envoy.accepted(from: client).value(6, 1)
                #expect(accepted == 1)
            }
        }

        @Test
        func `TCP_CORK delays every response by about 200 ms`() async throws {
            func fastest(_ options: [WrittenOption]) async throws -> Duration {
                var fastest = Duration.seconds(60)
                try await serving(options) { _, port in
                    let client = try Connection(toPort: port)
                    for _ in 1...5 { fastest = min(fastest, try ContinuousClock().measure { try client.getHello() }) }
                }
                return fastest
            }
            let plain = try await fastest([])
            let corked = try await fastest([WrittenOption(6, 3, 60)])
            print("TCP_CORK: a response takes \(corked), without \(plain)")
            #expect(plain < .milliseconds(150))
            #expect(corked > .milliseconds(150))
        }

        @Test
        func `SO_RCVLOWAT holds a request back until that many bytes are there`() async throws {
            try await serving([WrittenOption(1, 18, 60)]) { _, port in
                let client = try Connection(toPort: port)
                try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(!client.isReadable(within: 500))
                // A second request brings the bytes that were lacking, and the first is answered at last.
                try client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Padding: 0123456789\r\n\r\n")
                #expect(try client.receive(until: .text("hello")).hasSuffix("hello"))
            }
        }

        @Test(arguments: ["STATE_PREBIND", "STATE_BOUND", "STATE_LISTENING"])
        func `SO_REUSEPORT 0 loses a listener with two workers unless it comes after listen`(state: String) async throws {
            let listener = EnvoyListener(name: "hello", options: [WrittenOption(1, 15, 0, state: state)], service: .directResponse)
            try await EnvoyProcess.running([listener]) { envoy in
                // Envoy says nothing of it to whoever asks whether it is ready.
                let ready = try await envoy.get("/ready")
                #expect(ready == "LIVE\n")
                let ports = try await envoy.listeningPorts()
                #expect(ports.isEmpty == (state != "STATE_LISTENING"))
            }
        }

        @Test
        func `IPV6_V6ONLY on a dual listener shuts IPv4 clients out`() async throws {
            try await serving([], on: .dual) { _, port in
                try Connection(toPort: port, of: .ipv6).getHello()
                try Connection(toPort: port, of: .ipv4).getHello()
            }
            try await serving([WrittenOption(41, 26, 1)], on: .dual) { _, port in
                try Connection(toPort: port, of: .ipv6).getHello()
                #expect(throws: ConnectionRefused(error: ECONNREFUSED)) { _ = try Connection(toPort: port, of: .ipv4) }
            }
        }
    }
}
