import COpenSSL
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing

@testable import WebhookServer

@Suite struct HandshakeTests {
    @Test(arguments: [(TLS1_2_VERSION, "TLSv1.2"), (TLS1_3_VERSION, "TLSv1.3")])
    func acceptsModernVersions(version: Int32, name: String) async throws {
        try await TestServer.with { server in
            let client = try server.client { ($0.minimumVersion, $0.maximumVersion) = (version, version) }
            #expect(try await client.handshake().version == name)
            #expect(try await client.exchange(HTTPRequest.validate("{}")).status == 200)
        }
    }

    /// OpenSSL's client would refuse TLS 1.1 by itself: at security level 0 it does not, as the control server shows with the same settings.
    @Test(arguments: [TLS1_VERSION, TLS1_1_VERSION])
    func refusesOldVersionsItself(version: Int32) async throws {
        var settings = OpenSSLClient.Settings()
        (settings.minimumVersion, settings.maximumVersion, settings.securityLevel) = (version, version, 0)

        try await ControlServer.with { port in
            let handshake = try await OpenSSLClient(port: port, settings).handshake()
            #expect(handshake.version == (version == TLS1_VERSION ? "TLSv1" : "TLSv1.1"))
        }
        try await TestServer.with { server in
            let failure = await #expect(throws: OpenSSLClient.Failure.self) {
                try await OpenSSLClient(port: server.port, settings).handshake()
            }
            #expect(failure?.reason == OpenSSLClient.Failure.protocolVersionAlert, "\(failure?.text ?? "")")
        }
    }

    @Test func refusesCiphersWithoutAuthentication() async throws {
        // TLS 1.2 with an unauthenticated CBC cipher alone.
        try await TestServer.with { server in
            let client = try server.client {
                $0.maximumVersion = TLS1_2_VERSION
                $0.ciphers = "ECDHE-ECDSA-AES128-SHA"
            }
            let failure = await #expect(throws: OpenSSLClient.Failure.self) { try await client.handshake() }
            #expect(failure?.reason == OpenSSLClient.Failure.handshakeFailureAlert, "\(failure?.text ?? "")")
        }
    }

    @Test func beginsWhereItIsTold() async throws {
        try await TestServer.with(adjust: { $0.minimumTLSVersion = .v13 }) { server in
            #expect(try await server.client().handshake().version == "TLSv1.3")
            let old = try server.client { $0.maximumVersion = TLS1_2_VERSION }
            let failure = await #expect(throws: OpenSSLClient.Failure.self) { try await old.handshake() }
            #expect(failure?.reason == OpenSSLClient.Failure.protocolVersionAlert, "\(failure?.text ?? "")")
        }
    }

    /// OpenSSL before 3.5 does not know the hybrid, so that NIOSSL's client offers it, and nothing else.
    @Test(arguments: [NIOTLSCurve.x25519_MLKEM768, .x25519, .secp256r1, .secp384r1])
    func agreesOnAKeyBy(curve: NIOTLSCurve) async throws {
        try await TestServer.with { server in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(try TestCertificates.shared.get().authority)
            configuration.curves = [curve]
            let context = try NIOSSLContext(configuration: configuration)
            let shaken = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: "localhost")
                    try channel.pipeline.syncOperations.addHandlers(handler, HandshakePromise(shaken))
                }
            }.connect(host: "127.0.0.1", port: server.port).get()
            try await shaken.futureResult.get()
            try await channel.close()
        }
    }

    @Test(
        arguments: [
            (["http/1.1"], "http/1.1"), (["h2", "http/1.1"], "http/1.1"), (["h2"], nil), ([], nil),
        ] as [([String], String?)])
    func speaksHTTP11Alone(offer: [String], expected: String?) async throws {
        try await TestServer.with { server in
            let client = try server.client { $0.protocols = offer }
            #expect(try await client.handshake().negotiatedProtocol == expected)
            #expect(try await client.exchange(HTTPRequest.validate()).status == 200)
        }
    }

    @Test func answersTheHTTP2PrefaceInHTTP11() async throws {
        try await TestServer.with { server in
            let client = try server.client { $0.protocols = ["h2"] }
            try await client.handshake()
            let response = try await client.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            #expect(response.status == 505 || response.status == 400)
            #expect(response.headers["connection"] == "close")
        }
    }

    @Test func showsTheWholeChainForItsNames() async throws {
        try await TestServer.with { server in
            // The client trusts the CA alone and checks the name.
            let good = try server.client { $0.serverName = "sockwarden.sockwarden.svc" }
            try await good.handshake()
            let bad = try server.client { $0.serverName = "elsewhere.sockwarden.svc" }
            await #expect(throws: OpenSSLClient.Failure.self) { try await bad.handshake() }
        }
    }

    @Test func saysInTheLogWhenAClientDistrustsTheCertificate() async throws {
        let log = try await TestServer.with { server in
            // OpenSSL's TLS 1.3 client sends its alert before it has keys to encrypt it with, so that no server can read it.
            let client = try server.client { ($0.serverName, $0.maximumVersion) = ("elsewhere.sockwarden.svc", TLS1_2_VERSION) }
            await #expect(throws: OpenSSLClient.Failure.self) { try await client.handshake() }
            // Orderly shutdown waits for the failed connection.
            try await server.stop()
            return server.log.all
        }
        #expect(log.contains { $0.contains("\"level\":\"warning\"") && $0.contains("caBundle") }, "\(log)")
    }

    @Test func cutsAClientThatNeverShakesHands() async throws {
        try await TestServer.with(adjust: { $0.deadlines.handshake = .milliseconds(50) }) { server in
            let client = try server.client()
            try await client.connect()
            #expect(try await client.waitForRawEnd() == 0)
        }
    }

    @Test func closesOnBytesThatAreNoTLS() async throws {
        try await TestServer.with { server in
            let client = try server.client()
            try await client.connect()
            try await client.sendRaw("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try await client.waitForRawEnd()
            #expect(try await server.connectedClient().exchange(HTTPRequest.get("/healthz")).status == 200)
        }
    }
}

/// A TLS server that takes every version its library has.
private enum ControlServer {
    static func with(_ test: (Int) async throws -> Void) async throws {
        let certificates = try TestCertificates.shared.get()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificates.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificates.key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv1
        let context = try NIOSSLContext(configuration: configuration)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await test(listener.localAddress?.port ?? 0)
        } catch {
            try await listener.close()
            throw error
        }
        try await listener.close()
    }
}

/// Tells how a client's handshake ended.
private final class HandshakePromise: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let promise: EventLoopPromise<Void>

    init(_ promise: EventLoopPromise<Void>) {
        self.promise = promise
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { promise.succeed() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
    }
}
