import Manifests
import PolicyKinds

/// What an object was read as, in short lines: for tests of kinds.
extension PolicyObject {
    /// "static_resources.listeners[0].socket_options: the listener "http", ipv4, Listener.socket_options".
    var read: [String] {
        configurations.map { configuration in
            let family = configuration.target.family.map { ", \($0.rawValue)" } ?? ""
            let datagrams = configuration.target.transport.mayBeDatagrams ? ", datagrams" : ""
            return
                "\(Place(configuration.node).path(in: node)): \(configuration.target.title)\(family)\(datagrams), \(configuration.setting.becomes.rawValue)"
        }
    }

    /// "spec.tcp_keepalive: nothing is set here: …", with what is lost where that is more than the setting.
    var lost: [String] {
        reading.notApplied.map { setting in
            let loss = setting.loses == .setting ? "" : " (\(setting.loses))"
            return "\(setting.place.path(in: node)): \(setting.clause)\(loss)"
        }
    }

    /// "spec.tcpKeepalive: misplaced …".
    var strays: [String] { reading.strayFields.map { "\(Place($0.node, .key).path(in: node)): \($0.meaning)" } }

    /// Where something stands that is none of what belongs there.
    var malformed: [String] { reading.malformed.map { "\(Place($0.node).path(in: node)): \($0.malformation)" } }

    /// Whether nothing but configurations was read.
    var isClean: Bool { lost.isEmpty && strays.isEmpty && malformed.isEmpty && reading.unreadTexts.isEmpty }
}
