import Foundation
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

extension EnvoyTests {
    /// What `environment.releases` says of an Envoy, shown on that Envoy: 1.36 and the newest in every run, all of PyPI's in
    /// `make test-envoys`.
    @Suite(.enabled(if: EnvoyTool.isOldWanted, Comment(rawValue: EnvoyTool.skipReason)))
    struct ReleaseTests {
        /// What comes of a bootstrap.
        enum Result: Sendable, Equatable {
            case refusedWhenParsed
            /// The kernel refuses an option: Envoy does not start, or no connection to the backend comes about.
            case kernel
            /// TCP_KEEPIDLE of accepted, or connecting, sockets; nil where keepalive is off.
            case idle(Int32?)
        }

        struct Case: Sendable {
            /// Members of the listener, or of the cluster.
            let members: String
            var isCluster = false
            let before137: Result
            let since137: Result
        }

        static let cases: [Case] = [
            Case(members: "tcp_keepalive: {keepalive_time: 60}", before137: .refusedWhenParsed, since137: .idle(60)),
            Case(members: "tcp_keepalive: {keepalive_time: 60, keepalive_probes: 0}", before137: .refusedWhenParsed, since137: .idle(nil)),
            // The raw form knows no "off".
            Case(
                members: "socket_options: [{level: 1, name: 9, int_value: 1}, {level: 6, name: 6, int_value: 0}]", before137: .kernel,
                since137: .kernel),
            Case(
                members: "socket_options: [{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: 60}]", before137: .idle(60),
                since137: .idle(60)),
            Case(
                members: "upstream_connection_options: {tcp_keepalive: {keepalive_time: 60}}", isCluster: true, before137: .idle(60),
                since137: .idle(60)),
            Case(
                members: "upstream_connection_options: {tcp_keepalive: {keepalive_time: 60, keepalive_probes: 0}}", isCluster: true,
                before137: .kernel, since137: .idle(nil)),
            Case(
                members: "upstream_connection_options: {tcp_keepalive: {keepalive_time: 0}}", isCluster: true, before137: .kernel,
                since137: .idle(nil)),
            Case(
                members: "upstream_connection_options: {tcp_keepalive: {keepalive_interval: 40000}}", isCluster: true, before137: .kernel,
                since137: .kernel),
        ]

        @Test(arguments: EnvoyTool.releases.indices)
        func `each release does what is said of it`(number: Int) async throws {
            let tool = EnvoyTool.releases[number]
            let release = try await tool.release()
            for one in Self.cases {
                let back = try Connection.unusedPort()
                let text = Self.bootstrap(one, back)
                let actual = try await result(of: one, text, tool, back)
                #expect(actual == (release < Release(1, 37) ? one.before137 : one.since137), "\(release): \(one.members)")
                // Where the environment says which Envoy runs, its review says the same.
                let review = try Self.review(text, release)
                switch actual {
                case .refusedWhenParsed, .kernel: #expect(review.hasError && review.idle == nil, "\(release): \(one.members)")
                case .idle(let idle): #expect(!review.hasError && review.idle == idle, "\(release): \(one.members)")
                }
            }
            print("Envoy agreement of releases: \(Self.cases.count) configurations, Envoy \(try await tool.version())")
        }

        /// `ip_version` came with 1.38: measured on all of PyPI's releases.
        @Test(arguments: EnvoyTool.releases.indices)
        func `ip_version is known since 1 38`(number: Int) async throws {
            let tool = EnvoyTool.releases[number]
            let one = Case(
                members:
                    "socket_options: [{level: 1, name: 9, int_value: 1}, {level: 6, name: 9999, int_value: 1, ip_version: SOCKET_IP_VERSION_IPV6}]",
                before137: .refusedWhenParsed, since137: .idle(try SocketKeepalive.untouched().idle))
            let text = Self.bootstrap(one, 1)
            let actual = try await result(of: one, text, tool, 1)
            let release = try await tool.release()
            #expect(actual == (release < RawOption.firstEnvoyWithIPVersion ? one.before137 : one.since137))
            #expect(try Self.review(text, release).hasError == (actual == .refusedWhenParsed))
        }

        private static func bootstrap(_ one: Case, _ back: UInt16) -> String {
            let listener =
                "{name: l, address: {socket_address: {address: 127.0.0.1, port_value: 0}}, filter_chains: [{filters: [{name: echo, typed_config: "
                + "{\"@type\": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo}}]}]\(one.isCluster ? "" : ", \(one.members)")}"
            let endpoint = "{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: \(back)}}}}"
            let cluster =
                "{name: c, connect_timeout: 1s, type: STATIC, load_assignment: {cluster_name: c, endpoints: [{lb_endpoints: [\(endpoint)]}]}"
                + "\(one.isCluster ? ", \(one.members)" : "")}"
            return "static_resources:\n  listeners:\n  - \(listener)\n  clusters:\n  - \(cluster)\n"
        }

        private func result(of one: Case, _ text: String, _ tool: EnvoyTool, _ back: UInt16) async throws -> Result {
            var input = EnvoyInput(file: EnvoyInput.File(name: "bootstrap.yaml", text: text), tool: tool)
            if one.isCluster {
                input.listeners = [
                    EnvoyListener(name: "front", service: .toCluster), EnvoyListener(name: "back", service: .directResponse, port: back),
                ]
            }
            switch try await EnvoyProcess.start(input) {
            case .refused(let log): return log.contains { $0.contains("option on socket failed") } ? .kernel : .refusedWhenParsed
            case .running(let envoy, _):
                do {
                    let result = one.isCluster ? try await connecting(to: back, of: envoy) : try await accepted(of: envoy)
                    await envoy.stop()
                    return result
                } catch {
                    await envoy.stop()
                    throw error
                }
            }
        }

        private func accepted(of envoy: EnvoyProcess) async throws -> Result {
            let port = try #require(try await envoy.listeningPorts()["l"])
            let crowd = try Crowd([Crowd.Call(port: port, text: "x")]) { !$0.isEmpty }
            let socket = try await envoy.sockets().first { $0.localPort == port && $0.peerPort == crowd.answers[0].localPort }
            return .idle(try idle(of: try #require(socket)))
        }

        private func connecting(to back: UInt16, of envoy: EnvoyProcess) async throws -> Result {
            let front = try #require(try await envoy.listeningPorts()["front"])
            let call = Crowd.Call(port: front, text: "GET / HTTP/1.1\r\nHost: a\r\nx-cluster: c\r\n\r\n")
            let crowd = try Crowd([call]) { $0.suffix(5).elementsEqual("hello".utf8) || $0.suffix(7).elementsEqual("failure".utf8) }
            if crowd.answers[0].text.contains("local connection failure") { return .kernel }
            return .idle(try idle(of: try #require(try await envoy.sockets().first { $0.peerPort == back })))
        }

        private func idle(of socket: EnvoySocket) throws -> Int32? {
            let keepalive = try SocketKeepalive(numbersOf: socket)
            return keepalive.isOn ? keepalive.idle : nil
        }

        private static func review(_ text: String, _ release: Release) throws -> (hasError: Bool, idle: Int32?) {
            let object = try Prediction.object(ofManifest: text)
            var environment = try Prediction.environment(on: .ipv4, as: .unprivileged)
            environment.releases["envoy"] = release
            guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { throw EnvoyFailure("no day") }
            let review = PolicyReview(of: object, in: ReviewContext(environment: CompiledEnvironment(environment), day: day))
            let hasError = review.findings.contains { $0.severity == .error }
            return (hasError, hasError ? nil : review.explanations.last.map { Int32($0.keepalive.idle) })
        }
    }
}
