import ArgumentParser
import NIOCore
import WebhookServer

/// What the webhook's server is told on the command line.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where to listen; :PORT is every address; port 0 is any free one, and the log says which.", valueName: "host:port"))
    var listen = "0.0.0.0:8443"

    @Option(help: ArgumentHelp("The serving certificate, PEM; its chain may follow it.", valueName: "file"))
    var certificate: String

    @Option(help: ArgumentHelp("The certificate's private key, PEM.", valueName: "file"))
    var key: String

    @Option(
        name: .customLong("server-name"), parsing: .upToNextOption,
        help: ArgumentHelp("Names that the serving certificate must be for, checked at each reload as well.", valueName: "name"))
    var serverNames: [String] = []

    @Option(
        name: .customLong("client-ca"),
        help: ArgumentHelp("Answer /validate only to clients with a certificate of these CAs, PEM. Probes need none.", valueName: "file"))
    var clientAuthority: String?

    @Option(
        name: .customLong("client-name"), parsing: .upToNextOption,
        help: ArgumentHelp("With --client-ca: the common names or DNS names that may ask.", valueName: "name"))
    var clientNames: [String] = []

    @Option(help: ArgumentHelp("The lowest version of TLS: 1.2 or 1.3.", valueName: "version"))
    var tlsMinVersion = ServerConfiguration.TLSVersion.v12.rawValue

    @Option(
        help: ArgumentHelp(
            "Where to serve GET /metrics and the probes without TLS, on a thread of their own; nowhere by default.", valueName: "host:port")
    )
    var metrics: String?

    @Option(help: ArgumentHelp("Connections served at a time; a request on a further one is answered 503.", valueName: "count"))
    var maxConnections = ServerConfiguration.Limits().connections

    @Option(
        help: ArgumentHelp(
            "Bytes of all bodies not answered yet, for example 24Mi; a body beyond them is answered 503.", valueName: "bytes"))
    var maxBytesInFlight = ByteCount(ServerConfiguration.Limits().bytesInFlight)

    @Option(
        help: ArgumentHelp(
            "How long everything is still answered after SIGTERM, while /readyz fails: until no caller is sent here.", valueName: "seconds")
    )
    var drain = 15

    @Option(help: ArgumentHelp("How long what is in hand may take after that.", valueName: "seconds"))
    var shutdownTimeout = 10

    func validate() throws {
        guard maxConnections > 0 else { throw ValidationError("--max-connections must be at least 1") }
        let largestBody = ServerConfiguration.Limits().body
        guard maxBytesInFlight.bytes >= largestBody else {
            throw ValidationError("--max-bytes-in-flight must be at least \(largestBody): one AdmissionReview may be that large")
        }
        _ = try Self.version(tlsMinVersion)
        guard clientNames.isEmpty || clientAuthority != nil else {
            throw ValidationError("--client-name needs --client-ca: without it nobody's name is checked")
        }
        guard drain >= 0, shutdownTimeout >= 0 else { throw ValidationError("--drain and --shutdown-timeout cannot be negative") }
    }

    /// What the server is told.
    func configuration() throws -> ServerConfiguration {
        var configuration = ServerConfiguration(
            listen: try Self.address(listen, example: "0.0.0.0:8443"), certificateFile: certificate, keyFile: key)
        configuration.metricsListen = try metrics.map { try Self.address($0, example: "0.0.0.0:9443") }
        configuration.build = ["version": Version.number]
        configuration.serverNames = serverNames
        configuration.clientAuthorityFile = clientAuthority
        configuration.clientNames = clientNames
        configuration.minimumTLSVersion = try Self.version(tlsMinVersion)
        configuration.limits.connections = maxConnections
        configuration.limits.bytesInFlight = maxBytesInFlight.bytes
        configuration.deadlines.drain = .seconds(Int64(drain))
        configuration.deadlines.shutdown = .seconds(Int64(shutdownTimeout))
        return configuration
    }

    private static func version(_ text: String) throws -> ServerConfiguration.TLSVersion {
        guard let version = ServerConfiguration.TLSVersion(rawValue: text) else {
            throw ValidationError("\"\(text)\" is no version of TLS to begin with; write 1.2 or 1.3")
        }
        return version
    }

    private static func address(_ text: String, example: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw ValidationError("\"\(text)\" is no address to listen on; write HOST:PORT, for example \(example)")
        }
        return address
    }
}

/// A size as Kubernetes writes it: bytes, or with Ki, Mi or Gi.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        let units = ["Ki": 10, "Mi": 20, "Gi": 30]
        let shift = units[String(argument.suffix(2))]
        guard let count = Int(shift == nil ? argument[...] : argument.dropLast(2)), count >= 0, count < 1 << 32 else { return nil }
        bytes = count << (shift ?? 0)
    }

    var description: String { bytes % (1 << 20) == 0 ? "\(bytes >> 20)Mi" : "\(bytes)" }
}
