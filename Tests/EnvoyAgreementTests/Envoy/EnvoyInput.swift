import Foundation

/// What an Envoy under test is started with.
struct EnvoyInput: Sendable {
    /// Served by LDS.
    var listeners: [EnvoyListener] = []
    /// Served by CDS.
    var clusters: [EnvoyCluster] = []
    /// Further members of the bootstrap, as JSON.
    var members: [String] = []
    /// Options of the admin port as JSON; it is a TCP port then, else a Unix socket.
    var adminOptions: String?
    /// A bootstrap of somebody's own, which all this is added to; the name's ending says in which language.
    var file: File?
    /// Whether unknown fields that come by LDS or CDS are refused, as a control plane's protobuf messages have none.
    var rejectsUnknownFields = true
    var tool = EnvoyTool.newest
    var privilege = Privilege.unprivileged

    struct File: Sendable {
        let name: String
        let text: String
    }

    func admin(at path: String) -> String {
        guard let adminOptions else { return #""admin": {"address": {"pipe": {"path": "\#(path)"}}}"# }
        return #""admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}, "socket_options": \#(adminOptions)}"#
    }

    func bootstrap(in folder: String, admin: String) -> String {
        // Each in a folder of its own: whatever is moved into a watched folder counts as an update.
        func source(_ name: String) -> String {
            #"{"path_config_source": {"path": "\#(folder)/\#(name)/\#(name).json", "watched_directory": {"path": "\#(folder)/\#(name)"}}}"#
        }
        let dynamic = #""dynamic_resources": {"lds_config": \#(source("listeners")), "cds_config": \#(source("clusters"))}"#
        return "{" + ([#""node": {"id": "test", "cluster": "test"}"#, self.admin(at: admin), dynamic] + members).joined(separator: ",\n")
            + "}"
    }
}

/// A cluster as CDS carries it, with one endpoint.
struct EnvoyCluster: Sendable {
    var name: String
    var address = "127.0.0.1"
    var port: UInt16
    /// Further fields, as JSON members.
    var fields: [String] = []

    var json: String {
        let endpoint = #"{"endpoint": {"address": {"socket_address": {"address": "\#(address)", "port_value": \#(port)}}}}"#
        let members =
            [
                #""@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", "name": "\#(name)", "type": "STATIC", "connect_timeout": "1s""#,
                #""load_assignment": {"cluster_name": "\#(name)", "endpoints": [{"lb_endpoints": [\#(endpoint)]}]}"#,
            ] + fields
        return "{" + members.joined(separator: ", ") + "}"
    }
}

/// A discovery response with these resources.
func discoveryResponse(of resources: [String], version: Int) -> Data {
    Data(#"{"version_info": "\#(version)", "resources": [\#(resources.joined(separator: ",\n"))]}"#.utf8)
}
