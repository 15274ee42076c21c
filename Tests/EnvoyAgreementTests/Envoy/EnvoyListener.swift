import Foundation

/// A listener as LDS carries it.
struct EnvoyListener: Sendable {
    var name: String
    var address = Address.ipv4
    var options: [WrittenOption] = []
    /// The items of the list as JSON, in place of `options`.
    var literalOptions: [String]?
    /// What it does with a connection.
    var service = Service.none
    /// Further fields, as JSON members: `"enable_reuse_port": false`.
    var fields: [String] = []
    /// 0: one that the kernel picks.
    var port: UInt16 = 0

    enum Address: String, CaseIterable, Sendable {
        case ipv4 = "0.0.0.0"
        /// With `ipv4_compat`, as kgateway binds it.
        case dual = "::"
    }

    enum Service: Sendable {
        /// Closes what it accepts.
        case none
        /// Answers every request itself, and says which port it came from.
        case directResponse
        /// Sends every request to the cluster that its header `x-cluster` names.
        case toCluster
        /// Sends back what comes.
        case echo
    }

    var json: String {
        let compat = address == .dual ? #", "ipv4_compat": true"# : ""
        let items = literalOptions ?? options.map(\.envoyJSON)
        let members =
            [
                #""@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "\#(name)""#,
                #""address": {"socket_address": {"address": "\#(address.rawValue)", "port_value": \#(port)\#(compat)}}"#,
                #""filter_chains": [{"filters": [\#(service.filter)]}]"#,
            ] + (items.isEmpty ? [] : [#""socket_options": [\#(items.joined(separator: ", "))]"#]) + fields
        return "{" + members.joined(separator: ", ") + "}"
    }
}

extension EnvoyListener.Service {
    fileprivate var filter: String {
        switch self {
        case .none: ""
        case .echo:
            #"{"name": "echo", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo"}}"#
        case .directResponse:
            Self.http(
                #""direct_response": {"status": 200, "body": {"inline_string": "hello"}}, "#
                    + #""response_headers_to_add": [{"header": {"key": "x-port", "value": "%DOWNSTREAM_REMOTE_PORT%"}}]"#)
        case .toCluster: Self.http(#""route": {"cluster_header": "x-cluster"}"#)
        }
    }

    private static func http(_ action: String) -> String {
        """
        {"name": "http", "typed_config": {
          "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
          "stat_prefix": "http",
          "http_filters": [{"name": "router", "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
          "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
            {"match": {"prefix": "/"}, \(action)}]}]}}}
        """
    }
}
