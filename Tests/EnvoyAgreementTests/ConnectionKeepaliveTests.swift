import Foundation
import PolicyRules
import SocketOptions
import Testing

extension EnvoyTests {
    /// Whether accepted connections have keepalive armed, and how, as predicted: read from the kernel.
    struct ConnectionKeepaliveTests {
        static let policies: [String: [WrittenOption]] = {
            let recipe = [WrittenOption(1, 9, 1), WrittenOption(6, 4, 60), WrittenOption(6, 5, 20), WrittenOption(6, 6, 2)]
            var policies = [
                "nothing": [],
                "the guide's recipe": recipe,
                "SO_KEEPALIVE alone": [recipe[0]],
                "any number switches it on": [WrittenOption(1, 9, -1), recipe[1]],
                "everything but SO_KEEPALIVE": Array(recipe.dropFirst()),
                "switched off": recipe + [WrittenOption(1, 9, 0)],
                "another platform's SO_KEEPALIVE at Linux's level": [WrittenOption(1, 8, 1)] + recipe.dropFirst(),
                "SO_KEEPALIVE's number at TCP's level": [WrittenOption(6, 8, 1)] + recipe.dropFirst(),
                "user timeout": recipe + [WrittenOption(6, 18, 30_000)],
                "truncated": [WrittenOption(4_294_967_297, 9, 1), WrittenOption(6, 4, 4_294_967_356), WrittenOption(6, 4_294_967_301, 20)],
                "the last of two wins": recipe + [WrittenOption(6, 4, 30)],
                "the later state wins": [WrittenOption(6, 4, 30, state: "STATE_LISTENING")] + recipe,
            ]
            for state in SocketState.allCases {
                policies["the recipe in \(state.name)"] = recipe.map { option in
                    var option = option
                    option.state = "\"\(state.name)\""
                    return option
                }
            }
            var bytes = recipe
            bytes[1].intValue = nil
            bytes[1].bufValue = "\"\(withUnsafeBytes(of: Int32(60)) { Data($0).base64EncodedString() })\""
            policies["a bufValue for a number"] = bytes
            var datagram = recipe
            datagram[0].type = #"{"datagram": {}}"#
            policies["SO_KEEPALIVE for datagrams only"] = datagram
            var otherFamily = recipe
            otherFamily[0].ipVersion = #""SOCKET_IP_VERSION_IPV6""#
            policies["SO_KEEPALIVE for IPv6 only"] = otherFamily
            return policies
        }()

        @Test(arguments: EnvoyListener.Address.allCases)
        func `accepted connections have the predicted keepalive`(address: EnvoyListener.Address) async throws {
            let listeners = Self.policies.map { name, options in
                EnvoyListener(name: name, address: address, options: options, service: .directResponse)
            }
            let expected = try Self.policies.mapValues { options in
                try SocketKeepalive(predictedBy: Prediction(options, on: address, as: .unprivileged))
            }
            let actual = try await EnvoyProcess.running(listeners) { envoy in
                var actual: [String: SocketKeepalive] = [:]
                for (name, port) in try await envoy.listeningPorts() {
                    let client = try Connection(toPort: port)
                    try client.getHello()
                    actual[name] = try SocketKeepalive(of: try await envoy.accepted(from: client))
                }
                return actual
            }
            for (name, keepalive) in expected { #expect(actual[name] == keepalive, "\(name)") }
        }
    }
}
