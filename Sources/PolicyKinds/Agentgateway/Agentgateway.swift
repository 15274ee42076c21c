import Manifests

/// agentgateway, a proxy of its own (not Envoy): what its kinds share.
///
/// Sources: the CRDs and controller/api/v1alpha1 of agentgateway (2026-08-21), crates/agentgateway/src/{transport/stream.rs,types/agent.rs}, and
/// socket2's set_tcp_keepalive, which it calls.
extension Product {
    static let agentgateway: Product = Product(name: "agentgateway", envoys: [])
}

enum Agentgateway {
    static let group = "agentgateway.dev"

    /// Keepalive: durations as strings. socket2 cuts them to whole seconds and sets SO_KEEPALIVE, then the time, the interval and the count,
    /// and stops at the first that the kernel refuses; the proxy only traces that.
    static let keepalive = BlockForm(
        "keepalive", idle: ("time", duration), interval: ("interval", duration),
        count: ("retries", FieldForm(.count, zero: .refusedByAPI, maximum: 64, ownDefault: 9)))

    private static let duration = FieldForm(
        .duration(.gatewayAPI(minimum: 1_000_000_000)), fraction: .truncates, zero: .refusedByAPI, ownDefault: 180)

    /// A setting at this path.
    static func setting(_ path: String, becomes: ProxyField = .backendConnections, specimen: Specimen?) -> SettingPath {
        SettingPath(
            path, .keepalive(keepalive), becomes: becomes, availability: .since(Release(1, 0)),
            refusal: .passedOver(
                clause:
                    "nothing breaks, the refusal is only traced, but neither this nor what would be set after it takes effect: there the "
                    + "kernel's defaults hold (7200 s, 75 s, 9 probes)"), specimen: specimen)
    }

    /// Reads the `tcp` of a mapping: `spec.frontend`, `spec.backend`, or some backend's `policies`.
    static func readTCP(
        of mapping: ManifestNode, _ setting: SettingPath, _ target: SocketTarget, _ application: ApplicationTimeouts = .none,
        into reading: inout PolicyReading
    ) {
        let here = Place(mapping).path(in: reading.object)
        let path = String(setting.parentPath.dropLast(".tcp".count))
        reading.readStrayFields(of: mapping, path: path, here: here, except: policyFields, settings: [setting], block: keepalive)
        guard let tcp = reading.container("tcp", of: mapping, .mapping) else { return }
        reading.readStrayFields(
            of: tcp, path: setting.parentPath, here: here + ".tcp", except: ["keepalive", "connectTimeout"], settings: [setting],
            block: keepalive)
        guard let block = tcp["keepalive"] else { return }
        reading.add(
            SocketConfiguration(
                setting: setting, target: target, settings: .keepalive(KeepaliveBlock(block, as: keepalive, into: &reading)),
                application: application))
    }

    /// Reads every `policies.tcp.keepalive` below a node: providers, MCP targets, prompt guards, whatever connects.
    /// - Parameters:
    ///   - settings: the kind's paths, and the one for all others.
    ///   - read: a mapping whose own `tcp` is read already; what is further below it is not.
    ///   - general: the target of the policies at the top, which a provider's or an MCP target's `tcp` replaces whole.
    static func readNested(
        _ node: ManifestNode, _ settings: NestedSettings, except read: ManifestNode? = nil, general: SocketTarget?,
        into reading: inout PolicyReading
    ) {
        var found = 0
        walk(node, into: &reading) { owner, policies, reading in
            if policies.id == read?.id { return }
            found += 1
            guard found <= ReadingLimits.configurations else {
                reading.note(.configurations, at: policies, isError: true)
                return
            }
            let part = part(of: owner, settings)
            readTCP(of: policies, part.setting, SocketTarget(part.title, identity: part.title), into: &reading)
            guard let general, part.replacesGeneral, let tcp = policies["tcp"], tcp.kind == .mapping else { return }
            reading.overrides.append(part.title)
            if tcp["keepalive"]?.kind ?? .null == .null {
                reading.replacedDefaults.append(
                    ReplacedDefault(
                        node: tcp, missing: "keepalive", clause: "`tcp` of \(part.title) replaces that of spec.policies whole", of: general,
                        remedy: "repeat keepalive in it", leaves: "its connections have the proxy's own keepalive (180 s, 180 s, 9 probes)")
                )
            }
        }
    }

    /// The kind's paths of nested policies.
    struct NestedSettings: Sendable {
        let provider: SettingPath?
        let target: SettingPath?
        let other: SettingPath
    }

    /// Which part of an object it is whose policies these are.
    private static func part(
        of owner: ManifestNode, _ settings: NestedSettings
    ) -> (setting: SettingPath, title: String, replacesGeneral: Bool) {
        func name(_ node: ManifestNode?) -> String {
            node?["name"].flatMap { $0.kind == .string ? quoted($0.text(atMost: 256)) : nil } ?? ""
        }
        if let setting = settings.provider, owner.parent?.key?.hasText("providers") == true {
            return (setting, "the provider \(name(owner))", true)
        }
        if let setting = settings.target, owner.key?.hasText("static") == true, owner.parent?.parent?.key?.hasText("targets") == true {
            return (setting, "the target \(name(owner.parent))", true)
        }
        return (settings.other, "the backend of `\(owner.key?.text(atMost: 64) ?? "policies")`", false)
    }

    /// Calls for each mapping named `policies`, in the order written. As deep as documents may be.
    private static func walk(
        _ node: ManifestNode, into reading: inout PolicyReading, _ see: (ManifestNode, ManifestNode, inout PolicyReading) -> Void
    ) {
        switch node.kind {
        case .mapping:
            for (key, value) in node.entries where value.kind == .mapping || value.kind == .sequence {
                if value.kind == .mapping, key.hasText("policies") { see(node, value, &reading) }
                walk(value, into: &reading, see)
            }
        case .sequence: for item in node.elements { walk(item, into: &reading, see) }
        case .null, .bool, .number, .string, .skipped: break
        }
    }

    /// Fields of frontends, backends and policies, so that none of them is taken for a misspelling.
    private static let policyFields: [StaticString] = [
        "tcp", "tls", "http", "tunnel", "auth", "ai", "mcp", "transformation", "health", "extAuth", "networkAuthorization", "proxyProtocol",
        "connect", "accessLog", "tracing", "metrics",
    ]

    static let becomes = """
        SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT of each connection. Durations are cut to whole seconds and are at least 1 s, retries \
        are 1 to 64; what is left out is 180 s, 180 s and 9, and connections to backends have these without any policy. What the kernel refuses \
        (more than 32767 s) is only traced: the connection goes on, and that setting and those after it stay at the kernel's defaults.
        """
    static let sources = [
        "CRDs and controller/api/v1alpha1/agentgateway of agentgateway (2026-08-21)",
        "crates/agentgateway/src/transport/stream.rs and types/agent.rs of the same",
        "src/sys/unix.rs of socket2 (set_tcp_keepalive)",
    ]
}
