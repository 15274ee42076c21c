import Foundation
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

extension EnvoyTests {
    /// What connections to a listener's additional address get: its own list or block in place of the listener's, else the listener's.
    struct AdditionalAddressTests {
        struct Case: Sendable {
            /// Members of the listener, and of its additional address.
            let listener: String
            let address: String
            /// TCP_KEEPIDLE of connections to each; nil where keepalive is off.
            let idle: [Int32?]
        }

        private static func list(_ idle: Int) -> String {
            "[{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: \(idle)}]"
        }

        static let cases: [Case] = [
            Case(listener: "socket_options: \(list(61))", address: "", idle: [61, 61]),
            Case(listener: "socket_options: \(list(61))", address: "socket_options: {socket_options: \(list(62))}", idle: [61, 62]),
            Case(listener: "socket_options: \(list(61))", address: "socketOptions: {socketOptions: \(list(62))}", idle: [61, 62]),
            Case(listener: "socket_options: \(list(61))", address: "socket_options: {}", idle: [61, nil]),
            Case(
                listener: "socket_options: \(list(61))", address: "socket_options: {socket_options: [{level: 6, name: 4, int_value: 62}]}",
                idle: [61, nil]),
            Case(listener: "socket_options: []", address: "socket_options: {socket_options: \(list(62))}", idle: [nil, 62]),
            Case(listener: "tcp_keepalive: {keepalive_time: 61}", address: "", idle: [61, 61]),
            Case(listener: "tcp_keepalive: {keepalive_time: 61}", address: "tcp_keepalive: {keepalive_time: 62}", idle: [61, 62]),
            Case(listener: "tcp_keepalive: {keepalive_time: 61}", address: "tcp_keepalive: {keepalive_time: 0}", idle: [61, nil]),
            Case(listener: "tcp_keepalive: {keepalive_time: 61}", address: "socket_options: {}", idle: [61, 61]),
            // The list comes after the block there as well.
            Case(
                listener: "tcp_keepalive: {keepalive_time: 61}",
                address: "socket_options: {socket_options: [{level: 6, name: 4, int_value: 62}]}", idle: [61, 62]),
        ]

        @Test
        func `an additional address has its own, or the listener's`() async throws {
            let ports = try Self.cases.map { _ in [try Connection.unusedPort(), try Connection.unusedPort()] }
            let listeners = zip(Self.cases, ports).enumerated().map { number, pair in
                let (one, ports) = pair
                func address(_ port: UInt16) -> String { "address: {socket_address: {address: 127.0.0.1, port_value: \(port)}}" }
                let chain =
                    "{filters: [{name: echo, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo}}]}"
                let additional = "{\(address(ports[1]))\(one.address.isEmpty ? "" : ", \(one.address)")}"
                return
                    "  - {name: l\(number), \(address(ports[0])), filter_chains: [\(chain)], \(one.listener), additional_addresses: [\(additional)]}"
            }
            let text = "static_resources:\n  listeners:\n\(listeners.joined(separator: "\n"))\n"
            let input = EnvoyInput(file: EnvoyInput.File(name: "bootstrap.yaml", text: text))
            let actual = try await EnvoyProcess.running(input) { envoy in
                let calls = ports.flatMap { $0 }.map { Crowd.Call(port: $0, text: "x") }
                let crowd = try Crowd(calls) { !$0.isEmpty }
                let sockets = try await envoy.sockets()
                return try zip(calls, crowd.answers).map { call, answer -> Int32? in
                    let socket = try #require(sockets.first { $0.localPort == call.port && $0.peerPort == answer.localPort })
                    let keepalive = try SocketKeepalive(numbersOf: socket)
                    return keepalive.isOn ? keepalive.idle : nil
                }
            }
            for (number, one) in Self.cases.enumerated() {
                #expect(Array(actual[number * 2...number * 2 + 1]) == one.idle, "\(one.listener), \(one.address)")
            }

            // The one whose address loses keepalive by a list that says nothing of it is told so.
            let object = try Prediction.object(ofManifest: text)
            let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
            let review = PolicyReview(of: object, in: ReviewContext(day: day))
            #expect(review.findings.filter { $0.rule.code == "SW307" }.count == 1)
        }
    }
}
