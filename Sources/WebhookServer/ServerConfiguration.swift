public import NIOCore

/// What the server is told at its start. The defaults suit a cluster; tests shorten the times.
public struct ServerConfiguration: Sendable {
    /// Where to listen.
    public var listen: ListenAddress
    /// The PEM file of the serving certificate, the issuers' after it.
    public var certificateFile: String
    /// The PEM file of its private key.
    public var keyFile: String
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
        /// From SIGTERM to the end, whatever clients still do. Below Kubernetes' default grace of 30 s.
        public var shutdown: TimeAmount = .seconds(10)

        /// The defaults.
        public init() {}
    }
}
