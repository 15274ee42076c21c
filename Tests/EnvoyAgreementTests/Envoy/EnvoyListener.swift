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
        /// Answers every request itself.
        case directResponse
    }

    private var json: String {
        let compat = address == .dual ? #", "ipv4_compat": true"# : ""
        let members =
            [
                #""@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "\#(name)""#,
                #""address": {"socket_address": {"address": "\#(address.rawValue)", "port_value": \#(port)\#(compat)}}"#,
                #""filter_chains": [{"filters": [\#(service.filter)]}]"#,
                #""socket_options": [\#((literalOptions ?? options.map(\.envoyJSON)).joined(separator: ", "))]"#,
            ] + fields
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// An LDS response with these listeners.
    static func response(of listeners: [EnvoyListener], version: Int) -> Data {
        Data(#"{"version_info": "\#(version)", "resources": [\#(listeners.map(\.json).joined(separator: ",\n"))]}"#.utf8)
    }
}

extension EnvoyListener.Service {
    fileprivate var filter: String {
        switch self {
        case .none: ""
        case .directResponse:
            """
            {"name": "http", "typed_config": {
              "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
              "stat_prefix": "http",
              "http_filters": [{"name": "router", "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
              "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
                {"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": "hello"}}}]}]}}}
            """
        }
    }
}
