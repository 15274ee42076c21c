/// Examples of rules in Envoy's own configuration.
extension Example {
    /// SO_KEEPALIVE of a cluster in a state that its sockets never reach.
    public static let optionsNeverApplied: Example = Example(cluster("STATE_LISTENING"), mended: cluster("STATE_PREBIND"))

    /// A typed block and a list for the same listener.
    public static let rawBesideTyped: Example = Example(
        listener("    socket_options:\n    - {description: idle time, level: 6, name: 4, int_value: 30}\n"), mended: listener(""))

    private static func cluster(_ state: String) -> String {
        """
        static_resources:
          clusters:
          - name: backend
            upstream_bind_config:
              socket_options:
              - {description: enable keepalive, level: 1, name: 9, int_value: 1, state: \(state)}
              - {description: idle time, level: 6, name: 4, int_value: 60}
              - {description: interval, level: 6, name: 5, int_value: 20}
              - {description: count, level: 6, name: 6, int_value: 3}

        """
    }

    private static func listener(_ options: String) -> String {
        """
        static_resources:
          listeners:
          - name: http
            address: {socket_address: {address: 0.0.0.0, port_value: 8080}}
            tcp_keepalive: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}

        """ + options
    }
}
