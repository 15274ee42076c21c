public import Manifests
public import SocketOptions

/// What an object asks of the sockets of one target: one listener, one port, one upstream.
///
/// A class, because rules hand it on many times and it is much to copy.
public final class SocketConfiguration: Sendable {
    /// The field of the kind that it stands in.
    public let setting: SettingPath
    /// Whose sockets are meant.
    public let target: SocketTarget
    /// What it asks.
    public let settings: Settings
    /// The application's own timeouts on these connections, which close them on their own terms.
    public let application: ApplicationTimeouts
    /// The same where all the target's listeners carry one sort of traffic: only where the object says other things of them.
    let applicationByTraffic: [ListenerTraffic: ApplicationTimeouts]

    init(
        setting: SettingPath, target: SocketTarget, settings: Settings, application: ApplicationTimeouts = .none,
        applicationByTraffic: [ListenerTraffic: ApplicationTimeouts] = [:]
    ) {
        self.setting = setting
        self.target = target
        self.settings = settings
        self.application = application
        self.applicationByTraffic = applicationByTraffic
    }

    /// Which releases serve the field.
    public var availability: Availability { setting.availability }
    /// What to write where it is not served; nil where nothing takes its place.
    public var replacement: Replacement? { setting.replacement }
    /// Which side of the gateway the sockets are on.
    public var role: SocketTarget.Role { setting.role }

    /// How the sockets are set: both forms end in the same socket options.
    public enum Settings: Sendable {
        case options(SocketOptionList)
        case keepalive(KeepaliveBlock)
    }

    /// The list's or block's value; its key is where findings about the whole stand.
    public var node: ManifestNode {
        switch settings {
        case .options(let list): list.node
        case .keepalive(let block): block.node
        }
    }

    /// Where findings about the whole stand.
    public var place: Place {
        switch settings {
        case .options(let list): Place(list.node, .key)
        case .keepalive(let block): block.place
        }
    }

    /// The list of raw options, if it is one.
    public var options: SocketOptionList? {
        if case .options(let list) = settings { list } else { nil }
    }

    /// The typed block, if it is one.
    public var keepalive: KeepaliveBlock? {
        if case .keepalive(let block) = settings { block } else { nil }
    }
}

/// Whose sockets a configuration is for.
public struct SocketTarget: Sendable, Hashable {
    /// As messages name it: "the listener", "the listener on port 8443", "the backend".
    public let title: String
    /// What tells it from the other targets of the object, before an update and after: "default", "port 8443".
    public let identity: String
    /// Whether it stands for all targets of its side that have no entry of their own.
    public let isGeneral: Bool
    /// What its sockets carry.
    public let transport: Transport
    /// What its listener binds, where the object shows it; else the environment says.
    public let family: ListenerFamily?

    init(
        _ title: String, identity: String, isGeneral: Bool = false, transport: Transport = .unknown, family: ListenerFamily? = nil
    ) {
        self.title = title
        self.identity = identity
        self.isGeneral = isGeneral
        self.transport = transport
        self.family = family
    }

    /// Whether some socket belongs to both targets of an object, where both are on the same side.
    public func overlaps(_ other: SocketTarget) -> Bool { identity == other.identity || isGeneral || other.isGeneral }

    /// Which side of the gateway sockets are on.
    public enum Role: Sendable, Hashable {
        /// Clients connect to it.
        case listener
        /// The gateway connects to it.
        case upstream
    }

    /// What sockets carry.
    public enum Transport: Sendable, Hashable {
        /// The object does not say: a gateway's listener is a TCP socket then.
        case unknown
        /// UDP or QUIC, as the object shows: `the policy selects the listener "udp-53"`.
        case datagrams(clause: String)
        /// No socket that could have options, as the object shows.
        case none(clause: String)
        /// The proxy refuses the listener if it has options, as the object shows.
        case refused(clause: String)

        /// Whether its sockets may carry datagrams, as far as the object shows.
        public var mayBeDatagrams: Bool {
            if case .datagrams = self { true } else { false }
        }
    }
}

/// What a gateway's listeners bind.
public enum ListenerFamily: String, Sendable, Hashable, CaseIterable {
    /// 0.0.0.0
    case ipv4
    /// "::", IPv6 only.
    case ipv6
    /// "::" that accepts IPv4 as well.
    case dual

    /// The address family of the listening socket.
    public var socketFamily: AddressFamily { self == .ipv4 ? .ipv4 : .ipv6 }
}

/// What listeners of TCP carry, by their protocols.
enum ListenerTraffic: Sendable, Hashable {
    /// HTTP, with TLS or without.
    case http
    /// Bytes that the proxy does not read: TCP, and TLS that is no HTTPS.
    case streams
}

/// Which releases of its product serve a field.
public enum Availability: Sendable, Hashable {
    case always
    /// The first that does.
    case since(Release)
    /// None that was ever released; the path of the field that is unknown, which may hold the setting: `spec.connectionConfig`.
    case never(path: String)
}

/// A field to write instead of one that is not served.
public struct Replacement: Sendable {
    /// The path before the block's own name: "spec.default.".
    public let prefix: String
    /// How keepalive is written there.
    public let form: BlockForm
    /// The first release that serves it; nil where all do.
    public let since: Release?
    /// What to add behind it: " (kgateway 2.3 and later)".
    public let note: String
    /// Whether it stands in the same object.
    public let isInSameObject: Bool
}

/// Idle timeouts and keepalives of the application protocol on the same connections.
public struct ApplicationTimeouts: Sendable {
    /// Where the idle timeout is written: "spec.default.httpSettings.idleTimeout". nil where the object has no place for one.
    public let idleTimeoutPath: String?
    /// The idle timeout as written.
    public let idleTimeout: Written<GoDuration>
    /// The interval of HTTP/2 PINGs.
    public let http2PingInterval: Written<GoDuration>
    /// How long the answer to a PING may take.
    public let http2PingTimeout: Written<GoDuration>
    /// The idle timeout where none is written, in words: "Envoy's for HTTP is 1 h".
    public let defaultIdleTimeout: String

    init(
        idleTimeoutPath: String?, idleTimeout: Written<GoDuration> = .absent, http2PingInterval: Written<GoDuration> = .absent,
        http2PingTimeout: Written<GoDuration> = .absent, defaultIdleTimeout: String = ApplicationTimeouts.ofEnvoy
    ) {
        self.idleTimeoutPath = idleTimeoutPath
        self.idleTimeout = idleTimeout
        self.http2PingInterval = http2PingInterval
        self.http2PingTimeout = http2PingTimeout
        self.defaultIdleTimeout = defaultIdleTimeout
    }

    /// None that the object could set.
    public static let none: ApplicationTimeouts = ApplicationTimeouts(idleTimeoutPath: nil)

    /// Envoy's HTTP idle timeout where nobody sets one (HttpProtocolOptions.idle_timeout in Envoy's API).
    static let ofEnvoy = "Envoy's for HTTP is 1 h"
    /// Envoy's idle timeout of proxied streams where nobody sets one (TcpProxy.idle_timeout in Envoy's API).
    static let ofEnvoysStreams = "Envoy's for TCP is 1 h"
}
