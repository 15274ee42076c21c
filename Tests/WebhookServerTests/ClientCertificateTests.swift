import COpenSSL
import Foundation
import NIOCore
import Testing

@testable import WebhookServer

/// Reviews for the API server alone.
@Suite struct ClientCertificateTests {
    /// A client's certificate of the CA in a folder: `NAME.crt`, `NAME.key`.
    private func issue(_ name: String, in certificates: TestCertificates, usage: String = "clientAuth") throws {
        try "extendedKeyUsage=\(usage)\n".write(toFile: certificates.folder + "/\(name).ext", atomically: true, encoding: .utf8)
        try certificates.openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", "\(name).key", "-out",
            "\(name).csr",
            "-subj", "/O=system:masters/CN=\(name)")
        try certificates.openssl(
            "x509", "-req", "-in", "\(name).csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-set_serial", "7", "-days", "2", "-extfile",
            "\(name).ext", "-out", "\(name).crt")
    }

    private func serve(
        _ certificates: TestCertificates, authority: String? = nil, names: [String] = ["kube-apiserver"],
        _ test: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.with(adjust: {
            ($0.certificateFile, $0.keyFile) = (certificates.certificate, certificates.key)
            ($0.clientAuthorityFile, $0.clientNames) = (authority ?? certificates.authority, names)
        }) { try await test($0) }
    }

    private func client(
        _ server: TestServer, _ certificates: TestCertificates, _ name: String?, session: OpenSSLClient.Session? = nil,
        version: Int32 = TLS1_3_VERSION
    ) throws -> OpenSSLClient {
        try server.client {
            $0.authority = certificates.authority
            $0.certificate = name.map { certificates.folder + "/\($0).crt" }
            $0.key = name.map { certificates.folder + "/\($0).key" }
            $0.session = session
            $0.maximumVersion = version
        }
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func answersTheNamedClientAlone(version: Int32) async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try issue("kube-apiserver", in: certificates)
        try issue("somebody", in: certificates)
        try await serve(certificates) { server in
            let answers = [("kube-apiserver", 200), ("somebody", 403), (nil, 401)] as [(String?, Int)]
            for (name, status) in answers {
                let client = try client(server, certificates, name, version: version)
                try await client.handshake()
                #expect(try await client.exchange(HTTPRequest.validate()).status == status, "\(name ?? "nobody")")
                // Probes have no certificate, and need none.
                for path in ["/livez", "/readyz", "/healthz"] {
                    #expect(try await client.exchange(HTTPRequest.get(path)).status == 200)
                }
            }
        }
    }

    @Test func anyNameDoesWhereNoneIsGiven() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try issue("somebody", in: certificates)
        try await serve(certificates, names: []) { server in
            let client = try client(server, certificates, "somebody")
            try await client.handshake()
            #expect(try await client.exchange(HTTPRequest.validate()).status == 200)
        }
    }

    @Test func refusesCertificatesOfOthersAndForOtherUses() async throws {
        let (certificates, others) = (try TestCertificates(), try TestCertificates())
        defer { certificates.remove(); others.remove() }
        try issue("kube-apiserver", in: others)
        try issue("server", in: certificates, usage: "serverAuth")
        try await serve(certificates, names: []) { server in
            // TLS 1.2: the client hears of the refusal within its handshake.
            for (source, name) in [(others, "kube-apiserver"), (certificates, "server")] {
                let client = try server.client {
                    ($0.authority, $0.maximumVersion) = (certificates.authority, TLS1_2_VERSION)
                    ($0.certificate, $0.key) = (source.folder + "/\(name).crt", source.folder + "/\(name).key")
                }
                await #expect(throws: OpenSSLClient.Failure.self) { try await client.handshake() }
            }
        }
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func ticketsDoNotSkipTheCheck(version: Int32) async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try issue("kube-apiserver", in: certificates)
        let secret = try MountedSecret(certificates)
        try await serve(certificates, authority: secret.authority) { server in
            for (name, status) in [("kube-apiserver", 200), (nil, 401)] as [(String?, Int)] {
                let first = try client(server, certificates, name, version: version)
                try await first.handshake()
                #expect(try await first.exchange(HTTPRequest.validate()).status == status)
                let session = await first.session()
                // The ticket brings the old certificate along, or none: a certificate is not needed again, and its lack is not forgotten.
                let second = try client(server, certificates, nil, session: session, version: version)
                let resumed = try await second.handshake().isResumed
                #expect(try await second.exchange(HTTPRequest.validate()).status == (resumed ? status : 401))
            }
            // With another client CA no old ticket is good, and an old connection ends with its next answer.
            let old = try client(server, certificates, "kube-apiserver", version: version)
            try await old.handshake()
            #expect(try await old.exchange(HTTPRequest.validate()).headers["connection"] == nil)
            let session = await old.session()
            let others = try TestCertificates()
            defer { others.remove() }
            try secret.swap(to: others)
            server.reload()
            await server.log.waitForLine(with: "certificates reloaded")
            #expect(try await old.exchange(HTTPRequest.validate()).headers["connection"] == "close")
            let second = try client(server, certificates, nil, session: session, version: version)
            #expect(try await second.handshake().isResumed == false)
            #expect(try await second.exchange(HTTPRequest.validate()).status == 401)
        }
    }

    @Test func takesANewClientCA() async throws {
        let (old, new) = (try TestCertificates(), try TestCertificates())
        defer { old.remove(); new.remove() }
        for certificates in [old, new] { try issue("kube-apiserver", in: certificates) }
        let secret = try MountedSecret(old)
        // The serving pair stays: it is the client CA alone that changes.
        try await serve(old, authority: secret.authority) { server in
            func connect(_ certificates: TestCertificates) async throws -> OpenSSLClient {
                // TLS 1.2: the client hears of a refusal within its handshake.
                let client = try server.client {
                    ($0.authority, $0.maximumVersion) = (old.authority, TLS1_2_VERSION)
                    ($0.certificate, $0.key) = (certificates.folder + "/kube-apiserver.crt", certificates.folder + "/kube-apiserver.key")
                }
                try await client.handshake()
                return client
            }
            #expect(try await connect(old).exchange(HTTPRequest.validate()).status == 200)
            await #expect(throws: OpenSSLClient.Failure.self) { try await connect(new) }
            try secret.swap(to: new)
            server.reload()
            await server.log.waitForLine(with: "certificates reloaded")
            #expect(try await connect(new).exchange(HTTPRequest.validate()).status == 200)
            await #expect(throws: OpenSSLClient.Failure.self) { try await connect(old) }

            // One that is none is not taken, and is told.
            try secret.swap(to: ["tls.crt": new.certificate, "tls.key": new.key, "ca.crt": new.key])
            server.reload()
            await server.log.waitForLine(with: "the last good ones stay in use")
            #expect(server.log.all.contains { $0.contains("client CA file") && $0.contains("it holds a private key") })
            #expect(try await connect(new).exchange(HTTPRequest.validate()).status == 200)
        }
    }

    @Test func judgesByNameAndDay() {
        let rule = ClientRule(names: ["a", "b"])
        #expect(rule.refusal(of: ClientIdentity(names: ["x", "b"], days: 1...9), now: 9) == nil)
        #expect(rule.refusal(of: ClientIdentity(names: ["x", "b"], days: 1...9), now: 10)?.status == .forbidden)
        #expect(rule.refusal(of: ClientIdentity(names: ["x"], days: 1...9), now: 5)?.status == .forbidden)
        #expect(rule.refusal(of: nil, now: 5)?.status == .unauthorized)
    }
}
