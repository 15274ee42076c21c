/// The places where Envoy's own messages hold settings, as a kind has them: below a bootstrap, a patch, a text in another object.
///
/// Every place of envoyproxy/data-plane-api (v3), by a search for SocketOption, SocketOptionsOverride, TcpKeepalive and BindConfig.
struct EnvoySettings: Sendable {
    let listenerOptions: SettingPath
    let listenerKeepalive: SettingPath
    let addressOptions: SettingPath
    let addressKeepalive: SettingPath
    let clusterKeepalive: SettingPath
    let clusterOptions: SettingPath
    let extraAddressOptions: SettingPath
    let adminOptions: SettingPath
    let managerOptions: SettingPath
    let managerExtraOptions: SettingPath
    /// Whether the document is a file that Envoy itself reads; else it passes a control plane's reader first.
    let isReadByEnvoy: Bool
    /// Which of them the kind has.
    let all: [SettingPath]

    /// Which messages a kind may hold.
    struct Messages: OptionSet, Sendable {
        let rawValue: UInt8
        static let listener = Messages(rawValue: 1)
        static let cluster = Messages(rawValue: 2)
        static let bootstrap = Messages(rawValue: 4)
    }

    /// - Parameters:
    ///   - messages: which messages the kind may hold.
    ///   - spelling: how the kind's documents write the fields.
    ///   - listener: the path of a listener with its point, "" where the document is one.
    ///   - cluster: the same of a cluster.
    ///   - bootstrap: the same of the bootstrap.
    ///   - keepaliveServed: which releases know `Listener.tcp_keepalive`.
    ///   - unserved: what becomes of it in the others.
    ///   - product: whose releases are meant, where the kind is another one's.
    ///   - isReadByEnvoy: whether the document is a file that Envoy itself reads.
    ///   - own: what the product sets by itself on the sockets of listeners.
    ///   - specimen: a document with these members of a listener, cluster or bootstrap, in one line of JSON with SETTING in it; nil where
    ///     the kind has no such place.
    init(
        _ messages: Messages, spelling: Envoy.Spelling, listener: String = "", cluster: String = "", bootstrap: String = "",
        keepaliveServed: Availability, unserved: String, product: Product? = nil, own: ProductOptions? = nil, isReadByEnvoy: Bool = false,
        specimen: (Messages, String) -> Specimen?
    ) {
        self.isReadByEnvoy = isReadByEnvoy
        let isSnake = spelling == .snake
        func name(_ snake: String) -> String { isSnake ? snake : Envoy.camel(snake) }
        let block = SettingPath.Form.keepalive(Envoy.tcpKeepalive(spelling))
        let (socketOptions, tcpKeepalive) = (name("socket_options"), name("tcp_keepalive"))
        let additional = name("additional_addresses")
        let address = #"{"\#(name("socket_address"))": {"address": "127.0.0.1", "\#(name("port_value"))": 0}}"#
        let bind = name("upstream_bind_config")
        let source = #""\#(name("source_address"))": {"address": "127.0.0.1", "\#(name("port_value"))": 0}"#
        let extraAddress =
            #"{"address": {"address": "::1", "\#(name("port_value"))": 0}, "\#(socketOptions)": {"\#(socketOptions)": SETTING}}"#
        let extra = #""\#(name("extra_source_addresses"))": [\#(extraAddress)]"#
        func with(_ message: Messages, _ members: String) -> Specimen? { messages.contains(message) ? specimen(message, members) : nil }

        listenerOptions = SettingPath(
            listener + socketOptions, .options, becomes: .listenerOptions, product: product, own: own,
            specimen: with(.listener, #""\#(socketOptions)": SETTING"#))
        listenerKeepalive = SettingPath(
            listener + tcpKeepalive, block, becomes: .listenerKeepalive, availability: keepaliveServed, unserved: unserved,
            product: product, specimen: with(.listener, #""\#(tcpKeepalive)": SETTING"#))
        addressOptions = SettingPath(
            "\(listener)\(additional)[].\(socketOptions).\(socketOptions)", .options, becomes: .listenerOptions,
            product: product, own: own,
            specimen: with(
                .listener, #""\#(additional)": [{"address": \#(address), "\#(socketOptions)": {"\#(socketOptions)": SETTING}}]"#))
        addressKeepalive = SettingPath(
            "\(listener)\(additional)[].\(tcpKeepalive)", block, becomes: .listenerKeepalive, availability: keepaliveServed,
            unserved: unserved,
            product: product, specimen: with(.listener, #""\#(additional)": [{"address": \#(address), "\#(tcpKeepalive)": SETTING}]"#))
        clusterKeepalive = SettingPath(
            "\(cluster)\(name("upstream_connection_options")).\(tcpKeepalive)", block, becomes: .clusterKeepalive,
            product: product, specimen: with(.cluster, #""\#(name("upstream_connection_options"))": {"\#(tcpKeepalive)": SETTING}"#))
        clusterOptions = SettingPath(
            "\(cluster)\(bind).\(socketOptions)", .options, becomes: .clusterOptions,
            product: product, specimen: with(.cluster, #""\#(bind)": {"\#(socketOptions)": SETTING}"#))
        extraAddressOptions = SettingPath(
            "\(cluster)\(bind).\(name("extra_source_addresses"))[].\(socketOptions).\(socketOptions)", .options, becomes: .clusterOptions,
            product: product, specimen: with(.cluster, #""\#(bind)": {\#(source), \#(extra)}"#))
        adminOptions = SettingPath(
            "\(bootstrap)admin.\(socketOptions)", .options, becomes: .adminOptions,
            product: product, specimen: with(.bootstrap, #""admin": {"address": \#(address), "\#(socketOptions)": SETTING}"#))
        let manager = "\(bootstrap)\(name("cluster_manager")).\(bind)"
        managerOptions = SettingPath(
            "\(manager).\(socketOptions)", .options, becomes: .clusterOptions,
            product: product, specimen: with(.bootstrap, #""\#(name("cluster_manager"))": {"\#(bind)": {"\#(socketOptions)": SETTING}}"#))
        managerExtraOptions = SettingPath(
            "\(manager).\(name("extra_source_addresses"))[].\(socketOptions).\(socketOptions)", .options, becomes: .clusterOptions,
            product: product, specimen: with(.bootstrap, #""\#(name("cluster_manager"))": {"\#(bind)": {\#(source), \#(extra)}}"#))
        all =
            (messages.contains(.listener) ? [listenerOptions, listenerKeepalive, addressOptions, addressKeepalive] : [])
            + (messages.contains(.cluster) ? [clusterKeepalive, clusterOptions, extraAddressOptions] : [])
            + (messages.contains(.bootstrap) ? [adminOptions, managerOptions, managerExtraOptions] : [])
    }
}
