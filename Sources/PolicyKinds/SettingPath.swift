/// A field of a kind that holds a setting: where it stands, how it is written, what becomes of it.
public struct SettingPath: Sendable {
    /// Below the object; `[]` stands for any item of a list: `spec.perPort[].listener.tcpKeepalive`. What stands within a text follows a
    /// colon: `spec.bootstrap.value: static_resources.listeners[].socket_options`.
    public let path: String
    /// How it is written.
    public let holds: Form
    /// What becomes of it in the proxy's configuration.
    public let becomes: ProxyField
    /// Which releases of the product serve the field.
    public let availability: Availability
    /// What becomes of the field where it is not served: "the API server refuses it, or prunes it in silence".
    public let unserved: String
    /// What to write where it is not served; nil where nothing takes its place.
    public let replacement: Replacement?
    /// What becomes of the sockets where the kernel refuses a value.
    public let refusal: Refusal
    /// Whose it is, where it stands in an object that is nobody's; nil where it is the kind's own product's.
    public let product: Product?
    /// What the product sets by itself on the same sockets; nil where it sets nothing.
    public let own: ProductOptions?
    /// A whole document with the setting in it; nil where the field is only read to say that it does nothing.
    public let specimen: Specimen?

    /// How a setting is written.
    public enum Form: Sendable {
        /// A list of raw socket options.
        case options
        /// A map of the product's own fields, each of which becomes a raw option.
        case fields(OptionFields)
        /// A typed keepalive block.
        case keepalive(BlockForm)

        /// Whether it is a typed keepalive block.
        public var isKeepalive: Bool {
            if case .keepalive = self { true } else { false }
        }
    }

    /// What becomes of the sockets where the kernel refuses a value.
    public enum Refusal: Sendable, Hashable {
        /// As with Envoy: it rejects the listener, or every connection to the backend fails.
        case fails
        /// Nothing breaks; what the sockets have then, as a clause: "the refusal is only logged, and the kernel's defaults hold".
        case passedOver(clause: String)
    }

    /// The field's own name: the last step of the path.
    public let fieldName: String
    /// The path of the mapping that has the field; of a text that is the mapping, with a colon.
    public let parentPath: String

    init(
        _ path: String, _ holds: Form, becomes: ProxyField, availability: Availability = .always,
        unserved: String = "the API server refuses it, or prunes it in silence", replacement: Replacement? = nil,
        refusal: Refusal = .fails, product: Product? = nil, own: ProductOptions? = nil, specimen: Specimen?
    ) {
        self.path = path
        self.holds = holds
        self.becomes = becomes
        self.availability = availability
        self.unserved = unserved
        self.replacement = replacement
        self.refusal = refusal
        self.product = product
        self.own = own
        self.specimen = specimen
        fieldName = Self.lastStep(of: path)
        parentPath = Self.parent(of: path)
    }

    /// A text's own path may hold points; the only space is the one before the path in the text.
    private static func lastStep(of path: String) -> String {
        let separator = path.utf8.lastIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ") }
        return separator.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// The path of the mapping that a field stands in.
    static func parent(of path: String) -> String { String(path.utf8.dropLast(lastStep(of: path).utf8.count + 1)) ?? path }

    /// Whether the field stands somewhere below a mapping.
    func isBelow(_ mapping: String) -> Bool { path.hasPrefix(mapping + ".") || path.hasPrefix(mapping + " ") }

    /// Which side of the gateway the sockets are on.
    public var role: SocketTarget.Role { becomes.role }

    /// The same setting in a text of another object.
    /// - Parameters:
    ///   - text: the text's path in that object.
    ///   - wrap: makes an object out of the text; nil where no specimen is needed.
    func inText(_ text: String, wrappedBy wrap: (@Sendable (String) -> String)?) -> SettingPath {
        SettingPath(
            "\(text): \(path)", holds, becomes: becomes, availability: availability, unserved: unserved, replacement: replacement,
            refusal: refusal, product: product, own: own, specimen: wrap.flatMap { wrap in specimen.map { $0.wrapped(by: wrap) } })
    }

    /// What to write instead where no release serves the field: "spec.tcpKeepalive of a BackendConfigPolicy". nil for fields that are served.
    var instead: String? {
        guard case .never = availability, let replacement else { return nil }
        return replacement.prefix + replacement.form.name + replacement.note
    }
}

/// What a setting becomes in the configuration that the proxy gets.
public enum ProxyField: String, Sendable, CaseIterable {
    /// Raw options of a listening socket; typed fields too, where the product makes raw options of them, before bind(2).
    case listenerOptions = "Listener.socket_options"
    /// Typed keepalive of a listener, which Envoy has since 1.37.
    case listenerKeepalive = "Listener.tcp_keepalive"
    /// Raw options of the admin port's listening socket.
    case adminOptions = "Admin.socket_options"
    /// Raw options of sockets that connect to backends.
    case clusterOptions = "Cluster.upstream_bind_config.socket_options"
    /// Typed keepalive of sockets that connect to backends.
    case clusterKeepalive = "Cluster.upstream_connection_options.tcp_keepalive"
    /// Accepted connections of a proxy that is not Envoy.
    case acceptedConnections = "accepted connections"
    /// Connections to backends of a proxy that is not Envoy.
    case backendConnections = "connections to backends"

    /// Which side of the gateway the sockets are on.
    public var role: SocketTarget.Role {
        switch self {
        case .listenerOptions, .listenerKeepalive, .adminOptions, .acceptedConnections: .listener
        case .clusterOptions, .clusterKeepalive, .backendConnections: .upstream
        }
    }

    /// Whether it is Envoy that reads it.
    public var isEnvoys: Bool {
        switch self {
        case .acceptedConnections, .backendConnections: false
        case .listenerOptions, .listenerKeepalive, .adminOptions, .clusterOptions, .clusterKeepalive: true
        }
    }

    /// The states in which options are applied at all: sockets that connect, and the admin port, only know the one before bind(2) (measured,
    /// Envoy 1.40).
    public var knowsOnlyPrebind: Bool {
        switch self {
        case .adminOptions, .clusterOptions: true
        default: false
        }
    }
}

/// A whole document of a kind with a place for one setting: for documentation, for writing policies, and for tests.
public struct Specimen: Sendable {
    /// Made when it is asked for: a webhook never asks.
    private let text: @Sendable () -> String

    /// - Parameter text: YAML with `SETTING` where the value of the setting's field goes, in flow style.
    init(_ text: @autoclosure @escaping @Sendable () -> String) { self.text = text }

    /// The same document in a text of another one.
    func wrapped(by wrap: @escaping @Sendable (String) -> String) -> Specimen { Specimen(wrap(document(with: "SETTING"))) }

    /// The document with a setting.
    /// - Parameter value: a list or map in one line of JSON.
    public func document(with value: String) -> String {
        let parts = text().split(separator: "SETTING", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: value)
    }
}
