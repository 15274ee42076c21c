import PolicyKinds
import SocketOptions

extension Resolution {
    /// What becomes of the options of a configuration in an environment: what the rules read, and what is held against a running Envoy.
    /// - Parameters:
    ///   - table: the platform's own, or a running kernel's.
    ///   - isFamilySure: nil where the object and the environment say whether it is.
    init(
        of options: [DecodedOption], for configuration: SocketConfiguration, on platform: TargetPlatform, table: OptionTable,
        in environment: CompiledEnvironment, isFamilySure: Bool? = nil
    ) {
        let family = Self.family(of: configuration, in: environment)
        let becomes = configuration.setting.becomes
        self.init(
            of: options, on: platform, table: table, family: family.socketFamily,
            isFamilySure: isFamilySure
                ?? (family != .dual && (configuration.role == .listener || configuration.target.family != nil)),
            capabilities: environment.capabilities, forDatagrams: configuration.target.transport.mayBeDatagrams,
            knowsOnlyPrebind: becomes.knowsOnlyPrebind, workers: becomes == .listenerOptions ? 2 : 1)
    }

    /// What the sockets of a configuration are: as the object shows, else as the environment says. Where a backend's address does not show,
    /// it is taken for IPv4, as most are.
    static func family(of configuration: SocketConfiguration, in environment: CompiledEnvironment) -> ListenerFamily {
        configuration.target.family ?? (configuration.role == .upstream ? .ipv4 : environment.listenerFamily)
    }
}
