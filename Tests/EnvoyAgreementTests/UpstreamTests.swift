import Foundation
import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

extension EnvoyTests {
    /// Sockets that connect, and the admin port: what reaches them, in which order, and what their review says of it.
    struct UpstreamTests {
        /// What a connecting socket has, or the option that fails.
        enum Sockets: Sendable, Equatable {
            case has(on: Bool, idle: Int32?, interval: Int32?, count: Int32?)
            case fails
        }

        struct Case: Sendable, CustomTestStringConvertible {
            let name: String
            /// The cluster's own members, in YAML's flow style.
            let members: String
            var family = AddressFamily.ipv4
            let sockets: Sockets
            /// Codes of errors and warnings about single options, blocks and lists that the review has for the cluster.
            var codes: Set<String> = []

            var testDescription: String { name }
        }

        private static let typed =
            "upstream_connection_options: {tcp_keepalive: {keepalive_time: 71, keepalive_interval: 21, keepalive_probes: 4}}"
        private static func bind(_ options: String) -> String { "upstream_bind_config: {socket_options: [\(options)]}" }
        private static func option(_ level: Int, _ name: Int, _ value: Int, _ more: String = "") -> String {
            "{level: \(level), name: \(name), int_value: \(value)\(more)}"
        }
        private static func extra(_ override: String) -> String {
            """
            upstream_bind_config: {source_address: {address: 127.0.0.1, port_value: 0}, socket_options: [\(option(6, 4, 81))], \
            extra_source_addresses: [{address: {address: "::1", port_value: 0}\(override)}]}
            """
        }
        private static let on = option(1, 9, 1)

        /// cluster_manager's default sets an idle time of 55 s.
        static let cases: [Case] = [
            Case(name: "default", members: "", sockets: .has(on: false, idle: 55, interval: nil, count: nil)),
            Case(name: "empty list", members: bind(""), sockets: .has(on: false, idle: 55, interval: nil, count: nil)),
            Case(
                name: "empty bind config", members: "upstream_bind_config: {}",
                sockets: .has(on: false, idle: 55, interval: nil, count: nil)),
            Case(
                name: "own list replaces the default", members: bind(on), sockets: .has(on: true, idle: nil, interval: nil, count: nil),
                codes: ["SW203"]),
            // The raw list comes after the typed block, whosever it is.
            Case(name: "typed, and the default", members: typed, sockets: .has(on: true, idle: 55, interval: 21, count: 4)),
            Case(
                name: "typed and raw", members: "\(typed), \(bind(option(6, 4, 72)))",
                sockets: .has(on: true, idle: 72, interval: 21, count: 4),
                codes: ["SW407"]),
            Case(
                name: "raw off beside typed", members: "\(typed), \(bind(option(1, 9, 0)))",
                sockets: .has(on: false, idle: 71, interval: 21, count: 4), codes: ["SW407"]),
            Case(
                name: "the last one wins", members: bind("\(on), \(option(6, 4, 60)), \(option(6, 4, 30))"),
                sockets: .has(on: true, idle: 30, interval: nil, count: nil), codes: ["SW116"]),
            Case(
                name: "other states are never applied",
                members: bind(
                    "\(on), \(option(6, 4, 61, ", state: STATE_BOUND")), \(option(6, 5, 31, ", state: STATE_LISTENING")), \(option(6, 6, 5))"
                ),
                sockets: .has(on: true, idle: nil, interval: nil, count: 5), codes: ["SW210", "SW408"]),
            Case(
                name: "not even where they fail",
                members: bind("\(option(6, 4, 0, ", state: STATE_LISTENING")), \(option(6, 9999, 1, ", state: 1"))"),
                sockets: .has(on: false, idle: nil, interval: nil, count: nil), codes: ["SW408"]),
            Case(name: "refused", members: bind(option(6, 4, 0)), sockets: .fails, codes: ["SW106", "SW201"]),
            Case(name: "unknown", members: bind(option(6, 9999, 1)), sockets: .fails, codes: ["SW101"]),
            Case(name: "level 41 on IPv4", members: bind(option(41, 67, 8)), sockets: .fails, codes: ["SW113"]),
            Case(
                name: "level 41 on IPv6", members: bind("\(option(41, 67, 8)), \(on), \(option(6, 4, 63))"), family: .ipv6,
                sockets: .has(on: true, idle: 63, interval: nil, count: nil)),
            Case(
                name: "level 0 on IPv6", members: bind("\(option(0, 1, 8)), \(on), \(option(6, 4, 63))"), family: .ipv6,
                sockets: .has(on: true, idle: 63, interval: nil, count: nil)),
            Case(
                name: "for the other family", members: bind("\(on), \(option(6, 9999, 1, ", ip_version: SOCKET_IP_VERSION_IPV6"))"),
                sockets: .has(on: true, idle: nil, interval: nil, count: nil), codes: ["SW123", "SW203"]),
            Case(
                name: "for datagrams", members: bind("\(on), \(option(6, 9999, 1, ", type: {datagram: {}}"))"),
                sockets: .has(on: true, idle: nil, interval: nil, count: nil), codes: ["SW123", "SW203"]),
            Case(
                name: "typed, all defaults", members: "upstream_connection_options: {tcp_keepalive: {}}, \(bind(option(1, 7, 65536)))",
                sockets: .has(on: true, idle: nil, interval: nil, count: nil), codes: ["SW203"]),
            Case(
                name: "a zero switches off",
                members: "upstream_connection_options: {tcp_keepalive: {keepalive_time: 60, keepalive_probes: 0}}",
                sockets: .has(on: false, idle: 55, interval: nil, count: nil), codes: ["SW304"]),
            Case(
                name: "over the maximum", members: "upstream_connection_options: {tcp_keepalive: {keepalive_time: 40000}}", sockets: .fails,
                codes: ["SW305"]),
            Case(
                name: "first address", members: extra(""), sockets: .has(on: false, idle: 81, interval: nil, count: nil), codes: ["SW201"]),
            Case(
                name: "extra address inherits", members: extra(""), family: .ipv6,
                sockets: .has(on: false, idle: 81, interval: nil, count: nil),
                codes: ["SW201"]),
            Case(
                name: "extra address with its own list", members: extra(", socket_options: {socket_options: [\(option(6, 4, 82))]}"),
                family: .ipv6, sockets: .has(on: false, idle: 82, interval: nil, count: nil), codes: ["SW201"]),
            Case(
                name: "extra address with an empty list", members: extra(", socket_options: {}"), family: .ipv6,
                sockets: .has(on: false, idle: nil, interval: nil, count: nil), codes: ["SW201"]),
        ]

        private static func bootstrap(_ back: [AddressFamily: UInt16]) -> String {
            let clusters = cases.enumerated().map { number, one in
                let address = one.family == .ipv4 ? "127.0.0.1" : "\"::1\""
                let endpoint = "{endpoint: {address: {socket_address: {address: \(address), port_value: \(back[one.family] ?? 0)}}}}"
                let members = one.members.isEmpty ? "" : ", \(one.members)"
                return "  - {name: c\(number), connect_timeout: 1s, type: STATIC, "
                    + "load_assignment: {cluster_name: c\(number), endpoints: [{lb_endpoints: [\(endpoint)]}]}\(members)}"
            }
            return """
                cluster_manager: {upstream_bind_config: {socket_options: [\(option(6, 4, 55))]}}
                static_resources:
                  clusters:
                \(clusters.joined(separator: "\n"))

                """
        }

        @Test
        func `connecting sockets get what a bootstrap's clusters say, and reviews say so`() async throws {
            let back: [AddressFamily: UInt16] = [.ipv4: try Connection.unusedPort(), .ipv6: try Connection.unusedPort()]
            let text = Self.bootstrap(back)
            let listeners =
                [EnvoyListener(name: "front", service: .toCluster)]
                + back.map { family, port in
                    EnvoyListener(name: "back \(family)", address: family == .ipv4 ? .ipv4 : .dual, service: .directResponse, port: port)
                }
            let input = EnvoyInput(listeners: listeners, file: EnvoyInput.File(name: "bootstrap.yaml", text: text))
            let actual = try await EnvoyProcess.running(input) { envoy in
                let front = try #require(try await envoy.listeningPorts()["front"])
                let calls = Self.cases.indices.map {
                    Crowd.Call(port: front, text: "GET / HTTP/1.1\r\nHost: a\r\nx-cluster: c\($0)\r\n\r\n")
                }
                let crowd = try Crowd(calls) { $0.suffix(5).elementsEqual("hello".utf8) || $0.suffix(7).elementsEqual("failure".utf8) }
                let sockets = try await envoy.sockets()
                return try zip(Self.cases, crowd.answers).map { one, answer -> Sockets in
                    if answer.text.contains("local connection failure") { return .fails }
                    let port = answer.text.firstMatch(of: #/x-port: (\d+)/#).flatMap { UInt16($0.1) }
                    guard let socket = sockets.first(where: { $0.localPort == port && $0.peerPort == back[one.family] }) else {
                        throw EnvoyFailure("\(one.name): \(answer.text)")
                    }
                    let keepalive = try SocketKeepalive(of: socket)
                    guard keepalive.isArmed == keepalive.isOn else { throw EnvoyFailure("\(one.name): on, but no timer runs") }
                    return .has(on: keepalive.isOn, idle: keepalive.idle, interval: keepalive.interval, count: keepalive.count)
                }
            }
            for (one, actual) in zip(Self.cases, actual) { #expect(try one.sockets.onThisNode() == actual, "\(one.name)") }

            let object = try Prediction.object(ofManifest: text)
            var environment = try Prediction.environment(on: .ipv4, as: .unprivileged)
            environment.releases["envoy"] = Release(1, 40)
            let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
            let findings = PolicyReview(of: object, in: ReviewContext(environment: CompiledEnvironment(environment), day: day)).findings
            for (number, one) in Self.cases.enumerated() {
                let path = "static_resources.clusters[\(number)]."
                let codes = Set(
                    findings.filter { $0.severity >= .warning && $0.place.path(in: object.node).hasPrefix(path) }.map(\.rule.code))
                #expect(codes == one.codes, "\(one.name)")
                for finding in findings where finding.place.path(in: object.node).hasPrefix(path) {
                    #expect(!finding.message.contains("listener"), "\(one.name): \(finding.message)")
                }
            }
        }

        /// Options of the admin port, and whether Envoy starts with them.
        static let adminOptions: [(options: String, starts: Bool, codes: Set<String>)] = [
            ("[]", true, []),
            ("[{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: 91}]", true, []),
            ("[{level: 6, name: 4, int_value: 0}]", false, ["SW106", "SW201"]),
            ("[{level: 6, name: 9999, int_value: 1}]", false, ["SW101"]),
            ("[{level: 41, name: 67, int_value: 8}]", false, ["SW113"]),
            ("[{level: 6, name: 9999, int_value: 1, state: STATE_BOUND}]", true, ["SW408"]),
            ("[{level: 6, name: 9999, int_value: 1, state: STATE_LISTENING}]", true, ["SW408"]),
        ]

        @Test(arguments: adminOptions.indices)
        func `Envoy does not start where an option of its admin port fails`(number: Int) async throws {
            let (options, starts, codes) = Self.adminOptions[number]
            let admin = "admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}, socket_options: \(options)}\n"
            let input = EnvoyInput(
                adminOptions: options.replacing(#/(\w+): /#) { "\"\($0.1)\": " }.replacing(#/STATE_\w+/#) { "\"\($0.0)\"" })
            switch try await EnvoyProcess.start(input) {
            case .running(let envoy, _):
                await envoy.stop()
                #expect(starts)
            case .refused(let log):
                #expect(!starts)
                #expect(Verdict.failedOption(in: log) != nil)
            }
            let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
            let object = try Prediction.object(ofManifest: admin)
            let environment = try Prediction.environment(on: .ipv4, as: .unprivileged)
            let findings = PolicyReview(of: object, in: ReviewContext(environment: CompiledEnvironment(environment), day: day)).findings
            #expect(Set(findings.filter { $0.severity >= .warning }.map(\.rule.code)) == codes)
            #expect(findings.contains { $0.message.contains("Envoy does not start") } == !starts)
        }
    }
}

extension EnvoyTests.UpstreamTests.Sockets {
    /// The same with this node's defaults for what is not said.
    func onThisNode() throws -> Self {
        guard case .has(let isOn, let idle, let interval, let count) = self else { return self }
        let node = try SocketKeepalive.untouched()
        return .has(on: isOn, idle: idle ?? node.idle, interval: interval ?? node.interval, count: count ?? node.count)
    }
}
