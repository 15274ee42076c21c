import Manifests

extension PolicyKind {
    /// ClientTrafficPolicy of gateway.envoyproxy.io: `spec.tcpKeepalive` of listeners.
    static let clientTrafficPolicy: PolicyKind = PolicyKind(
        group: EnvoyGateway.group, kind: "ClientTrafficPolicy", versions: ["v1alpha1"], resource: "clienttrafficpolicies",
        product: .envoyGateway, settings: [ClientTrafficPolicy.keepalive],
        documentation: Documentation(
            reads: """
                Typed keepalive in spec.tcpKeepalive, and beside it the idle timeouts of spec.timeout and HTTP/2's keepalive. The names of listeners \
                in targetRefs say whether they are UDP.
                """,
            becomes: """
                Raw socket options of the listener, all in STATE_PREBIND: 1/9=1, then 6/6, 6/4 and 6/5 where they are given. Durations are cut to \
                whole seconds, 500ms to 0. A 0 is the kernel's to refuse, whatever the Envoy: the listener is rejected. An empty block sets 1/9 \
                alone. The CRD knows no maximum. HTTP, HTTPS, TCP and TLS listeners get them, UDP listeners and the QUIC listener of http3 do not. \
                Of several listeners on one address and port the first one's options count, and those of later ones are dropped in silence \
                (envoyproxy/gateway issue 9652). An EnvoyPatchPolicy that writes /socket_options replaces them, /socket_options/- is added behind.
                """,
            sources: [
                "CRD and api/v1alpha1/keepalive_types.go of Envoy Gateway main (2026-08)",
                "internal/xds/translator/tcpkeepalive.go, translator.go",
            ]),
        read: ClientTrafficPolicy.read)
}

private enum ClientTrafficPolicy {
    static let keepalive = SettingPath(
        "spec.tcpKeepalive", .keepalive(EnvoyGateway.listenerKeepalive), becomes: .listenerOptions, availability: .since(Release(0, 6)),
        specimen: EnvoyGateway.specimen("ClientTrafficPolicy", "tcpKeepalive: SETTING"))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        EnvoyGateway.readTargets(of: spec, into: &reading)
        EnvoyGateway.readGaps(of: spec, kind: "ClientTrafficPolicy", example: "spec.tcpKeepalive", into: &reading)
        readStrayFields(of: spec, "spec", except: fields, into: &reading)
        for (field, known) in sections {
            guard let section = spec[field] else { continue }
            readStrayFields(of: section, "spec.\(field)", except: known, into: &reading)
        }
        if let tcp = spec["timeout"]?["tcp"] {
            readStrayFields(
                of: tcp, "spec.timeout.tcp", except: ["idleTimeout", "connectionInspectionTimeout", "tlsHandshakeTimeout"], into: &reading)
        }
        guard let block = spec["tcpKeepalive"] else { return }
        if let name = datagramListener(of: spec) {
            reading.notApplied.append(
                NotApplied(
                    Place(block, .key), "UDP listeners get no keepalive, and the policy selects the listener \(quoted(name))",
                    remedy: "remove it, or select a TCP listener"))
        }
        reading.add(
            SocketConfiguration(
                setting: keepalive, target: SocketTarget("the listener", identity: "default"),
                settings: .keepalive(KeepaliveBlock(block, as: EnvoyGateway.listenerKeepalive, into: &reading)),
                application: timeouts(of: spec), applicationByTraffic: timeoutsByTraffic(of: spec)))
    }

    /// The name of a UDP listener, where the policy selects such ones alone.
    private static func datagramListener(of spec: ManifestNode) -> String? {
        guard spec["targetSelectors"] == nil else { return nil }
        let references = [spec["targetRef"]].compactMap { $0 } + spec["targetRefs"].items.prefix(ReadingLimits.references)
        let names = references.map { $0["sectionName"].flatMap { $0.kind == .string ? $0.text(atMost: 253) : nil } ?? "" }
        guard let first = names.first, names.allSatisfy({ $0.hasPrefix("udp-") || $0.hasSuffix("-udp") || $0 == "udp" }) else { return nil }
        return first
    }

    /// HTTP listeners have one idle timeout, TCP and TLS listeners another. Where both are set the policy does not show which one counts: the
    /// longer one is sure to.
    private static func timeouts(of spec: ManifestNode) -> ApplicationTimeouts {
        let http = spec["timeout"]?["http"]?["idleTimeout"]?.duration ?? .absent
        let tcp = spec["timeout"]?["tcp"]?["idleTimeout"]?.duration ?? .absent
        let isTCP =
            switch (http.value, tcp.value) {
            case (let http?, let tcp?): http.nanoseconds > 0 && (tcp.nanoseconds == 0 || tcp.nanoseconds > http.nanoseconds)
            case (nil, .some): true
            case (_, nil): false
            }
        return isTCP ? streamTimeouts(of: spec, pings: true) : httpTimeouts(of: spec)
    }

    /// Where the policy's listeners are known.
    private static func timeoutsByTraffic(of spec: ManifestNode) -> [ListenerTraffic: ApplicationTimeouts] {
        guard spec["timeout"] != nil || spec["http2"] != nil else { return [:] }
        return [.http: httpTimeouts(of: spec), .streams: streamTimeouts(of: spec, pings: false)]
    }

    private static func httpTimeouts(of spec: ManifestNode) -> ApplicationTimeouts {
        timeouts("spec.timeout.http.idleTimeout", spec["timeout"]?["http"], spec["http2"]?["connectionKeepalive"])
    }

    /// - Parameter pings: whether some listeners may speak HTTP/2 all the same.
    private static func streamTimeouts(of spec: ManifestNode, pings: Bool) -> ApplicationTimeouts {
        timeouts(
            "spec.timeout.tcp.idleTimeout", spec["timeout"]?["tcp"], pings ? spec["http2"]?["connectionKeepalive"] : nil,
            ApplicationTimeouts.ofEnvoysStreams)
    }

    private static func timeouts(
        _ path: String, _ section: ManifestNode?, _ ping: ManifestNode?, _ standard: String = ApplicationTimeouts.ofEnvoy
    ) -> ApplicationTimeouts {
        ApplicationTimeouts(
            idleTimeoutPath: path, idleTimeout: section?["idleTimeout"]?.duration ?? .absent,
            http2PingInterval: ping?["interval"]?.duration ?? .absent, http2PingTimeout: ping?["timeout"]?.duration ?? .absent,
            defaultIdleTimeout: standard)
    }

    private static func readStrayFields(
        of mapping: ManifestNode, _ path: String, except known: [StaticString], into reading: inout PolicyReading
    ) {
        reading.readStrayFields(
            of: mapping, path: path, here: path, except: known, settings: [keepalive], block: EnvoyGateway.listenerKeepalive)
    }

    /// The spec's fields up to 1.9.
    private static let fields: [StaticString] =
        EnvoyGateway.targets + [
            "clientIPDetection", "connection", "enableProxyProtocol", "grpc", "headers", "healthCheck", "http1", "http2", "http3", "path",
            "proxyProtocol", "scheme", "tcpKeepalive", "timeout", "tls",
        ]

    /// Maps beside the block in which people look for it.
    private static let sections: [(StaticString, known: [StaticString])] = [
        ("connection", ["bufferLimit", "connectionLimit", "maxAcceptPerSocketEvent", "socketBufferLimit"]),
        ("timeout", ["http", "tcp"]),
    ]
}
