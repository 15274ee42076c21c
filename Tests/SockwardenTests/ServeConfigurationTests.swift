import Foundation
import TestSupport
import Testing

@Suite("The configuration file of sockwarden serve")
struct ServeConfigurationTests {
    /// SO_KEEPALIVE by macOS's numbers.
    private let foreign = Manifest.review(
        options: #"{"description": "enable keepalive", "level": 65535, "name": 8, "intValue": 1}"#)

    @Test("A mounted ConfigMap that changes is taken, twice, and a bad one in between is not")
    func swaps() async throws {
        let volume = try MountedVolume(["sockwarden.yaml": Data("enforcement: deny\n".utf8)])
        let path = volume.path("sockwarden.yaml")
        let server = try ServeProcess(["--config", path])
        #expect(try await server.review(foreign).contains(#""allowed":false"#))
        _ = await server.lines.first(with: #""message":"denied""#)

        try volume.swap(to: ["sockwarden.yaml": Data("enforcement: warn\nenvironment: {kgateway: \"2.3\"}\n".utf8)])
        server.signal(SIGHUP)
        _ = await server.lines.first(with: "configuration reloaded")
        // What has a newer spelling is a line like any other.
        #expect(server.lines.all.contains { $0.hasPrefix("{") && $0.contains("\(path):2:25: kgateway is the old spelling") })
        let warned = try await server.review(foreign)
        #expect(warned.contains(#""allowed":true"#) && warned.contains("[SW102]"))
        let line = await server.lines.first(with: #""message":"allowed with errors""#)
        #expect(line.contains(#""codes":["SW102""#) && line.contains(#""user":"jane""#), "\(line)")

        try volume.swap(to: ["sockwarden.yaml": Data("rules:\n  SW102: {enforcment: audit}\n".utf8)])
        server.signal(SIGHUP)
        let refusal = await server.lines.first(with: "configuration not reloaded")
        #expect(
            refusal.contains(#""reason":"\#(path):2:11: unknown key \"enforcment\": did you mean enforcement?""#)
                && refusal.contains(#""level":"error""#), "\(refusal)")
        #expect(try await server.review(foreign).contains(#""allowed":true"#))
        #expect(try await server.get("/readyz") == "200")

        try volume.swap(to: ["sockwarden.yaml": Data("rules:\n  SW102: {enforcement: audit}\n".utf8)])
        server.signal(SIGHUP)
        _ = await server.lines.first(with: "configuration reloaded", number: 2)
        let audited = try await server.review(foreign)
        #expect(audited.contains(#""allowed":true"#) && !audited.contains("[SW102]") && audited.contains("SW102"))
    }

    @Test("A warning is a line, and what is allowed without one is none")
    func lines() async throws {
        let server = try ServeProcess()
        let guide =
            #"{"level": 1, "name": 9, "intValue": 1}, {"level": 6, "name": 4, "intValue": 60}, "#
            + #"{"level": 6, "name": 5, "intValue": 20}, {"level": 6, "name": 6, "intValue": "#
        #expect(try await server.review(Manifest.review(options: guide + "2}")).contains(#""allowed":true"#))
        #expect(try await server.review(Manifest.review(options: guide + "1}")).contains("[SW207]"))
        let line = await server.lines.first(with: #""message":"allowed with warnings""#)
        #expect(line.contains(#""codes":["SW207"]"#) && line.contains(#""level":"info""#), "\(line)")
        #expect(server.lines.count(of: #""uid""#) == 1)
    }
}
