import Configuration
import PolicyRules
import TestSupport
import Testing

@testable import Linting

/// What Gateways in the same run show of the listeners that raw options are for.
@Suite struct GatewaysOfRunTests {
    private static func gateway(_ listeners: String, name: String = "http", namespace: String = "") -> String {
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: \(name)\(namespace.isEmpty ? "" : ", namespace: \(namespace)")}
        spec: {gatewayClassName: any, listeners: [\(listeners)]}

        """
    }

    private static func policy(_ reference: String, namespace: String = "") -> String {
        """
        apiVersion: gateway.solo.io/v1
        kind: ListenerOption
        metadata: {name: options\(namespace.isEmpty ? "" : ", namespace: \(namespace)")}
        spec:
          targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, \(reference)}]
          options:
            socketOptions: [{description: TCP_NODELAY, level: 6, name: 1, intValue: 1}]

        """
    }

    private static let udp = "{name: dns, port: 53, protocol: UDP}"
    private static let tcp = "{name: web, port: 80, protocol: HTTP}"

    private func messages(_ text: String, of rule: String = "SW120") throws -> [String] {
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        return LintedFile(name: "p.yaml", source: Array(text.utf8), settings: Settings(), day: day).findings.filter {
            $0.finding.rule.code == rule
        }
        .map(\.finding.message)
    }

    @Test(arguments: [
        ("name: http, sectionName: dns", "\(udp), \(tcp)", "the listener \"dns\" of the Gateway \"http\" is for UDP"),
        ("name: http", udp, "the Gateway \"http\" has listeners for UDP alone"),
    ])
    func udpIsShown(reference: String, listeners: String, clause: String) throws {
        for text in [
            Self.gateway(listeners) + "---\n" + Self.policy(reference), Self.policy(reference) + "---\n" + Self.gateway(listeners),
        ] {
            #expect(try messages(text).map { $0.contains(clause) } == [true])
        }
    }

    @Test(arguments: [
        ("name: http", "\(Self.udp), \(Self.tcp)"), ("name: http, sectionName: web", "\(Self.udp), \(Self.tcp)"), ("name: other", Self.udp),
        ("name: http, namespace: edge", Self.udp), ("name: http, sectionName: absent", Self.udp), ("name: http", "5"),
    ])
    func nothingIsShown(reference: String, listeners: String) throws {
        #expect(try messages(Self.gateway(listeners) + "---\n" + Self.policy(reference)).isEmpty)
    }

    /// A listener's name may say one thing and its protocol another: the protocol holds.
    @Test func theProtocolGoesBeforeTheName() throws {
        let text = Self.policy("name: http, sectionName: udp-like")
        #expect(try messages(text).count == 1)
        #expect(try messages(Self.gateway("{name: udp-like, port: 80, protocol: HTTP}") + "---\n" + text).isEmpty)
    }

    /// The timeout that counts: of HTTP on HTTP listeners, of TCP on the others, and the longer one where both may be meant.
    @Test(arguments: [
        ("{name: a, port: 80, protocol: HTTP}, {name: b, port: 443, protocol: HTTPS}", ["spec.timeout.http.idleTimeout"]),
        ("{name: a, port: 5432, protocol: TCP}, {name: b, port: 443, protocol: TLS}", []),
        ("{name: a, port: 80, protocol: HTTP}, {name: b, port: 443, protocol: TLS}", []),
        ("{name: a, port: 80, protocol: example.com/own}", []),
    ])
    func theListenersSayWhichTimeoutCounts(listeners: String, paths: [String]) throws {
        let policy = """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: ClientTrafficPolicy
            metadata: {name: clients}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 3}
              timeout: {http: {idleTimeout: 30s}, tcp: {idleTimeout: 2h}}

            """
        let found = try messages(Self.gateway(listeners) + "---\n" + policy, of: "SW213")
        #expect(
            found.map { message in ["spec.timeout.http.idleTimeout", "spec.timeout.tcp.idleTimeout"].filter(message.contains) }
                == paths.map { [$0] })
    }

    @Test(arguments: [("TCP", 0), ("TLS", 0), ("HTTP", 1), ("HTTPS", 1)])
    func whatIsSaidOfHTTPIsNothingToOtherListeners(listener: String, count: Int) throws {
        let policy = """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata: {name: clients}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              default:
                tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}
                httpSettings: {idleTimeout: 30s}

            """
        #expect(try messages(Self.gateway("{name: a, port: 80, protocol: \(listener)}") + "---\n" + policy, of: "SW213").count == count)
    }

    @Test func namespacesAreTheObjectsOwn() throws {
        let gateway = Self.gateway(Self.udp, namespace: "edge") + "---\n"
        #expect(try messages(gateway + Self.policy("name: http", namespace: "edge")).count == 1)
        #expect(try messages(gateway + Self.policy("name: http", namespace: "shop")).isEmpty)
        #expect(try messages(gateway + Self.policy("name: http, namespace: edge", namespace: "shop")).count == 1)
    }

    @Test func anotherFileOfTheRunShowsItAsWell() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.policy("name: http"), to: "a.yaml")
        try folder.write(Self.gateway(Self.udp), to: "z/gateway.yaml")
        try folder.write("{", to: "z/broken.yaml")
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        for (gateways, count) in [(GatewaysOfRun(FileFinder([folder.path])), 1), (nil, 0)] {
            var found = 0
            let inputs = FileFinder([folder.path]).compactMap { found -> FoundInput? in
                if case .file(let file) = found { .file(file) } else { nil }
            }
            try await LintRun(settings: [Settings()], day: day, gateways: gateways).review(inputs) { input in
                if case .reviewed(let file) = input { found += file.findings.count { $0.finding.rule.code == "SW120" } }
            }
            #expect(found == count)
        }
    }
}
