public import NIOCore
import NIOHTTP1

/// What the server is told at its start. The defaults suit a cluster; tests shorten the times.
public struct ServerConfiguration: Sendable {
    /// Where to listen.
    public var listen: ListenAddress
    /// Where the metrics and the probes are served without TLS; nil serves no metrics.
    public var metricsListen: ListenAddress?
    /// Labels of the build, for the metrics: its version.
    public var build: [String: String] = [:]
    /// The PEM file of the serving certificate, the issuers' after it.
    public var certificateFile: String
    /// The PEM file of its private key.
    public var keyFile: String
    /// Names that the serving certificate must be for; whatever it is for where there are none.
    public var serverNames: [String] = []
    /// The PEM file of the CAs that vouch for the clients of `/validate`; nil lets everybody ask.
    public var clientAuthorityFile: String?
    /// The common names or DNS names of the clients that may ask; empty takes all that the client CA vouches for.
    public var clientNames: [String] = []
    /// The lowest version of TLS that is spoken.
    public var minimumTLSVersion = TLSVersion.v12
    /// How many threads serve connections.
    public var eventLoops: Int
    /// Bounds on what a client may send.
    public var limits = Limits()
    /// Bounds on how long a client may take.
    public var deadlines = Deadlines()

    /// A configuration with the default limits and deadlines and a thread for each core that the process may use.
    public init(listen: ListenAddress, certificateFile: String, keyFile: String, eventLoops: Int = System.coreCount) {
        self.listen = listen
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.eventLoops = eventLoops
    }
}

extension ServerConfiguration {
    /// A version of TLS.
    public enum TLSVersion: String, Sendable, CaseIterable {
        /// TLS 1.2.
        case v12 = "1.2"
        /// TLS 1.3.
        case v13 = "1.3"
    }

    /// Sizes, in bytes.
    public struct Limits: Sendable {
        /// The largest body. The API server takes objects of about 3 MiB and sends at most two of them (`object` and `oldObject`) with
        /// some text around; controller-runtime, gatekeeper and cert-manager allow the same 7 MiB.
        public var body = 7 << 20
        /// One header's name or value, or the request's target.
        public var headerField = 8 << 10
        /// All headers of a request together.
        public var headers = 32 << 10
        /// How many headers a request may have. The API server sends seven.
        public var headerCount = 64
        /// Connections served at a time. An idle one takes about 27 KB: all of them, and ``bytesInFlight``, and a large review fit a container
        /// of 128 MiB together.
        public var connections = 1024
        /// Further connections, whose requests are answered 503 before they are closed; those beyond are closed at once.
        public var standingConnections = 64
        /// Bytes of all bodies that have begun to arrive and are not answered yet.
        public var bytesInFlight = 24 << 20
        /// The largest body that is reviewed on its event loop. A larger one goes to another thread, so that no probe and no other connection
        /// waits for it; the way there costs more than a small review.
        public var bodyInPlace = 16 << 10
        /// Large bodies that may wait for their review.
        public var waitingReviews = 64
        /// How many large bodies are reviewed at a time: each may take many times its size.
        public var largeReviews = 1

        /// The defaults.
        public init() {}
    }

    /// Times.
    public struct Deadlines: Sendable {
        /// From the accepted connection to the end of its TLS handshake.
        public var handshake: TimeAmount = .seconds(10)
        /// From a request's first byte to its last. The API server waits 30 s at most for the whole call.
        public var request: TimeAmount = .seconds(30)
        /// How long a connection may carry nothing. The API server drops its own after exactly 90 s: a server that closes first races with the
        /// next request, and that write fails for its user.
        public var idle: TimeAmount = .seconds(120)
        /// How long the rest of a refused body is read and dropped, so that the refusal is not lost in a reset.
        public var linger: TimeAmount = .seconds(2)
        /// How often the mounted files are looked at.
        public var poll: TimeAmount = .seconds(10)
        /// How long a connection may ask nothing, or a body may arrive, before it gives way to another where a limit is reached.
        public var patience: TimeAmount = .seconds(2)
        /// How long everything is still answered after SIGTERM while readiness fails: the time until no caller is sent here any more.
        public var drain: TimeAmount = .seconds(15)
        /// From the end of ``drain`` to the end, whatever clients still do. Both together stay below Kubernetes' default grace of 30 s.
        public var shutdown: TimeAmount = .seconds(10)

        /// The defaults.
        public init() {}
    }
}

extension ServerConfiguration.Limits {
    /// Fewer connections, for a process that may have few files open.
    ///
    /// - Parameter descriptors: the limit on open files.
    /// - Returns: nil where there are enough.
    func fitting(descriptors: Int, eventLoops: Int) -> (connections: Int, standing: Int)? {
        // A loop has three of its own; the metrics' port, the probes and what is read now and then need the rest.
        let room = descriptors - 3 * eventLoops - 64
        guard room < connections + standingConnections else { return nil }
        let standing = min(standingConnections, max(room / 4, 1))
        return (max(room - standing, 1), standing)
    }

    /// The limits that the HTTP parser keeps.
    var decoder: NIOHTTPDecoderLimitConfiguration {
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = headerField
        decoder.maxHeaderListSize = headers
        decoder.maxHeaderFieldCount = headerCount
        return decoder
    }
}
