import Manifests

extension PolicyKind {
    /// ListenerPolicy of gateway.kgateway.dev: raw options in `spec.socketOptions` as the keepalive guide writes them (no release serves the
    /// field), and the typed `tcpKeepalive` of kgateway 2.3 and later in `spec.default` and `spec.perPort[].listener`.
    static let listenerPolicy: PolicyKind = PolicyKind(
        group: Kgateway.group, kind: "ListenerPolicy", versions: ["v1alpha1"], resource: "listenerpolicies", product: .kgateway,
        settings: ListenerPolicy.settings,
        documentation: Documentation(
            reads: """
                Raw socket options in spec.socketOptions, as the keepalive guide writes them, and typed keepalive in spec.default.tcpKeepalive and \
                spec.perPort[].listener.tcpKeepalive. The names of listeners in targetRefs say whether they carry datagrams.
                """,
            becomes: """
                No release serves spec.socketOptions: the API server refuses it or prunes it in silence. The typed fields become Envoy's \
                Listener.tcp_keepalive; durations are cut to whole seconds, and 0 probes switch keepalive off. An entry of perPort replaces \
                spec.default whole for its port.
                """,
            sources: ["CRDs and api/v1alpha1/kgateway of kgateway 2.2, 2.3 and main (2026-08)"]),
        read: ListenerPolicy.read)
}

private enum ListenerPolicy {
    static let rawOptions = SettingPath(
        "spec.socketOptions", .options, becomes: .listenerOptions, availability: .never(path: "spec.socketOptions"),
        replacement: Kgateway.listenerReplacement, specimen: Kgateway.specimen("ListenerPolicy", "socketOptions: SETTING"))
    static let defaultKeepalive = SettingPath(
        "spec.default.tcpKeepalive", .keepalive(Kgateway.tcpKeepalive), becomes: .listenerKeepalive, availability: .since(Release(2, 3)),
        specimen: Kgateway.specimen("ListenerPolicy", "default: {tcpKeepalive: SETTING}"))
    static let portKeepalive = SettingPath(
        "spec.perPort[].listener.tcpKeepalive", .keepalive(Kgateway.tcpKeepalive), becomes: .listenerKeepalive,
        availability: .since(Release(2, 3)),
        specimen: Kgateway.specimen("ListenerPolicy", "perPort: [{port: 8443, listener: {tcpKeepalive: SETTING}}]"))
    static let settings = [rawOptions, defaultKeepalive, portKeepalive]

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = object["spec"] else {
            reading.gaps = [
                .setsNothing(at: Place(object, .missing("spec"))), .selectsNothing(at: Place(object, .missing("spec.targetRefs"))),
            ]
            return
        }
        guard spec.kind == .null || reading.container("spec", of: object, .mapping) != nil else { return }
        let transport = readTargets(spec, into: &reading)
        readGaps(spec, into: &reading)
        readStrayFields(of: spec, path: "spec", here: "spec", except: specFields, into: &reading)
        if let options = spec["socketOptions"] {
            // A raw list on the same object as HTTP settings is closed by their timeouts, too.
            reading.add(
                SocketConfiguration(
                    setting: rawOptions, target: SocketTarget("the listener", identity: "default", isGeneral: true, transport: transport),
                    settings: .options(SocketOptionList(options, into: &reading)),
                    application: timeouts(spec["default"], "spec.default")))
        }
        if let listener = reading.container("default", of: spec, .mapping) {
            let target = SocketTarget("the listener", identity: "default", isGeneral: true, transport: transport)
            readStrayFields(
                of: listener, path: "spec.default", here: "spec.default", except: fields + ["clientCertificateValidation"], into: &reading)
            readKeepalive(defaultKeepalive, of: listener, target, "spec.default", into: &reading)
        }
        if let entries = reading.container("perPort", of: spec, .sequence) { readPorts(entries, transport, into: &reading) }
    }

    /// The Gateways that the policy is for. Where one of its listeners is named, the name may say what it carries.
    private static func readTargets(_ spec: ManifestNode, into reading: inout PolicyReading) -> SocketTarget.Transport {
        var transport = SocketTarget.Transport.unknown
        for (key, value) in spec.entries where key.hasText("targetRefs") || key.hasText("targetSelectors") {
            for target in value.elements {
                guard reading.attachments.count < ReadingLimits.references else {
                    reading.note(.references, at: value, isError: true)
                    continue
                }
                reading.attachments.append(target)
                guard transport == .unknown, let section = target["sectionName"], section.kind == .string else { continue }
                let name = section.text
                if SocketTarget.namesDatagrams(name) { transport = .datagrams(clause: "the policy selects the listener \(quoted(name))") }
            }
        }
        return transport
    }

    private static func readGaps(_ spec: ManifestNode, into reading: inout PolicyReading) {
        let setsAnything = spec.entries.contains { key, value in
            !key.hasText("targetRefs") && !key.hasText("targetSelectors") && !value.isEmptyCollection
        }
        if !setsAnything { reading.gaps.append(.setsNothing(at: Place(spec, .key))) }
        if reading.attachments.isEmpty { reading.gaps.append(.selectsNothing(at: Place(spec, .missing("targetRefs")))) }
    }

    /// Each entry replaces `spec.default` whole for its port.
    private static func readPorts(_ entries: ManifestNode, _ transport: SocketTarget.Transport, into reading: inout PolicyReading) {
        let general = reading.configurations.last { $0.target.identity == "default" && $0.keepalive != nil }
        var position = -1
        for entry in entries.elements {
            position += 1
            guard position < ReadingLimits.configurations else {
                reading.note(.configurations, at: entries, isError: true)
                continue
            }
            guard entry.kind == .mapping else {
                reading.malformed.append(
                    ("an item of `perPort`", .wrongType(expected: "a map with port and listener", found: entry.inWords), entry))
                continue
            }
            var port: Int64?
            if let number = entry["port"] { port = number.wholeNumber.value }
            let name = port.map { "port \($0)" }
            let target = SocketTarget("the listener on \(name ?? "that port")", identity: name ?? "port", transport: transport)
            reading.overrides.append(name ?? "port")
            readStrayFields(
                of: entry, path: "spec.perPort[]", here: "spec.perPort[\(position)]", except: ["port", "listener"], into: &reading)
            let listener = reading.container("listener", of: entry, .mapping)
            if let general, listener?["tcpKeepalive"].map({ $0.kind == .null }) ?? true {
                reading.replacedDefaults.append(
                    ReplacedDefault(
                        node: entry, missing: "listener.tcpKeepalive",
                        clause: "the perPort entry of \(name ?? "a port") replaces spec.default whole", of: general.target,
                        remedy: "repeat tcpKeepalive in its listener"))
            }
            guard let listener else { continue }
            let here = "spec.perPort[\(position)].listener"
            readStrayFields(of: listener, path: "spec.perPort[].listener", here: here, except: fields, into: &reading)
            readKeepalive(portKeepalive, of: listener, target, here, into: &reading)
        }
    }

    private static func readKeepalive(
        _ setting: SettingPath, of listener: ManifestNode, _ target: SocketTarget, _ path: String, into reading: inout PolicyReading
    ) {
        guard let block = listener["tcpKeepalive"] else { return }
        reading.add(
            SocketConfiguration(
                setting: setting, target: target,
                settings: .keepalive(KeepaliveBlock(block, as: Kgateway.tcpKeepalive, into: &reading)),
                application: timeouts(listener, path),
                // What is said of HTTP is nothing to other listeners.
                applicationByTraffic: listener["httpSettings"] == nil ? [:] : [.streams: .none]))
    }

    private static func timeouts(_ listener: ManifestNode?, _ path: String) -> ApplicationTimeouts {
        ApplicationTimeouts(
            idleTimeoutPath: path + ".httpSettings.idleTimeout",
            idleTimeout: listener?["httpSettings"]?["idleTimeout"]?.duration ?? .absent)
    }

    private static func readStrayFields(
        of mapping: ManifestNode, path: String, here: String, except known: [StaticString], into reading: inout PolicyReading
    ) {
        reading.readStrayFields(of: mapping, path: path, here: here, except: known, settings: settings, block: Kgateway.tcpKeepalive)
    }

    private static let specFields: [StaticString] = ["targetRefs", "targetSelectors", "socketOptions", "default", "perPort"]

    /// What a listener has, in 2.2, 2.3 or main.
    private static let fields: [StaticString] = [
        "tcpKeepalive", "httpSettings", "proxyProtocol", "perConnectionBufferLimitBytes", "transportSocketConnectTimeout",
    ]
}

extension Gap {
    fileprivate static func setsNothing(at place: Place) -> Gap {
        Gap(
            place: place, clause: "this ListenerPolicy sets nothing (was a field misspelt or pruned?)",
            remedy: "what it should set, for example spec.default.tcpKeepalive", mayBePruned: true)
    }

    fileprivate static func selectsNothing(at place: Place) -> Gap {
        Gap(
            place: place, clause: "this ListenerPolicy selects no Gateway",
            remedy: "targetRefs (or targetSelectors) with the Gateway that it is for", mayBePruned: false)
    }
}
