import Manifests

/// ListenerPolicy of gateway.kgateway.dev: raw options in `spec.socketOptions` as the keepalive guide writes them, and the typed
/// `tcpKeepalive` of kgateway 2.3 and later in `spec.default` and `spec.perPort[].listener`.
enum ListenerPolicy {
    static func read(_ spec: ManifestNode, into parts: inout PolicyObject.Parts) {
        var setsAnything = false
        var selectsAnything = false
        for (key, value) in spec.entries {
            if key.hasText("targetRefs") || key.hasText("targetSelectors") {
                for target in value.elements {
                    selectsAnything = true
                    if let section = target["sectionName"], section.kind == .string { parts.sectionNames.append(section) }
                }
            } else {
                setsAnything = setsAnything || !value.isEmptyCollection
            }
        }
        parts.otherFields = PolicyObject.OtherField.all(of: spec, except: specFields)
        if let options = spec["socketOptions"] {
            // A raw list on the same object as HTTP settings is closed by their timeouts, too.
            let application = spec["default"].map(timeouts) ?? .none
            parts.configurations.append(
                SocketConfiguration(subject: .listeners, settings: .options(SocketOptionList(options)), application: application))
        }
        if let listener = spec["default"] { readListener(listener, .listeners, isDefault: true, into: &parts) }
        for entry in spec["perPort"].map({ Array($0.elements) }) ?? [] { readPort(entry, into: &parts) }
        parts.setsAnything = setsAnything
        parts.selectsAnything = selectsAnything
    }

    private static func readPort(_ entry: ManifestNode, into parts: inout PolicyObject.Parts) {
        guard entry.kind == .mapping else { return }
        var port: Int64?
        if let number = entry["port"] { port = number.wholeNumber.value }
        let listener = entry["listener"]
        let hasKeepalive = listener?["tcpKeepalive"].map { $0.kind != .null } ?? false
        parts.ports.append(PolicyObject.PortEntry(port: port, node: entry, hasKeepalive: hasKeepalive))
        if let listener { readListener(listener, .port(port), isDefault: false, into: &parts) }
    }

    private static func readListener(
        _ listener: ManifestNode, _ subject: SocketConfiguration.Subject, isDefault: Bool, into parts: inout PolicyObject.Parts
    ) {
        if let keepalive = listener["tcpKeepalive"], keepalive.kind != .null {
            parts.configurations.append(
                SocketConfiguration(
                    subject: subject, settings: .keepalive(TypedKeepalive(kgateway: keepalive)), application: timeouts(listener)))
        }
        parts.otherFields += PolicyObject.OtherField.all(
            of: listener, except: isDefault ? fields + ["clientCertificateValidation"] : fields)
    }

    private static func timeouts(_ listener: ManifestNode) -> ApplicationTimeouts {
        ApplicationTimeouts(
            idleTimeout: listener["httpSettings"]?["idleTimeout"]?.duration ?? .absent, http2KeepaliveInterval: .absent,
            http2KeepaliveTimeout: .absent)
    }

    private static let specFields: [StaticString] = ["targetRefs", "targetSelectors", "socketOptions", "default", "perPort"]

    /// What a listener has besides, in 2.2, 2.3 or main.
    private static let fields: [StaticString] = [
        "tcpKeepalive", "httpSettings", "proxyProtocol", "perConnectionBufferLimitBytes", "transportSocketConnectTimeout",
    ]
}
