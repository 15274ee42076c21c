import Foundation
import TestSupport
import Testing

/// Judges that share nothing with the server: a scanner of TLS servers, and what reads metrics.
@Suite("The webhook before other people's tools", .enabled(if: Tool.arePresent || Tool.areRequired, "they are missing: run make tools"))
struct ServeToolsTests {
    @Test("sslyze finds it as Mozilla recommends", arguments: [("1.2", "intermediate"), ("1.3", "modern")])
    func scan(version: String, recommendation: String) async throws {
        let server = try ServeProcess(["--tls-min-version", version, "--drain", "0"])
        let address = "127.0.0.1:\(try await server.port())"
        let scan = try CommandRun(
            Tool.python,
            [
                "-W", "ignore", "-m", "sslyze", "--mozilla_config=\(recommendation)", "--certinfo_ca_file=\(server.folder.path)/ca.crt",
                address,
            ],
            in: server.folder.path)
        #expect(scan.code == 0 && scan.output.contains("\(address): OK - Compliant."), "\(scan.output.suffix(2000)) \(scan.errors)")
        #expect(scan.output.contains("Client Renegotiation DoS Attack:   OK") || version == "1.3")
    }

    @Test("Prometheus' parser and promtool take the metrics as they are")
    func metrics() async throws {
        let server = try ServeProcess(["--metrics", "127.0.0.1:0", "--drain", "0"])
        _ = try await server.review(Manifest.review(options: #"{"level": 6, "name": 4, "intValue": 40000}"#))
        let page = try await server.metrics()
        let parser = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families
            for family in text_string_to_metric_families(sys.stdin.read()): print(family.name, family.type, len(family.samples))
            """
        let read = try CommandRun(Tool.python, ["-c", parser], in: server.folder.path, input: page)
        #expect(read.code == 0 && read.output.contains("sockwarden_reviews counter 1\n"), "\(read.output)\(read.errors)")
        let families = page.split(separator: "\n").count { $0.hasPrefix("# TYPE ") }
        #expect(read.output.split(separator: "\n").count == families && families > 20)
        // It prints what it would have otherwise.
        let check = try CommandRun(Tool.promtool, ["check", "metrics"], in: server.folder.path, input: page)
        #expect(check.code == 0 && (check.output + check.errors).isEmpty, "\(check.output)\(check.errors)")
    }
}

/// The tools of `make tools`.
private enum Tool {
    private static let environment = ProcessInfo.processInfo.environment
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.tools").standardized.path
    static let python = environment["SOCKWARDEN_PYTHON"] ?? folder + "/venv/bin/python3"
    static let promtool = environment["SOCKWARDEN_PROMTOOL"] ?? folder + "/promtool"

    /// `make test` fails without them.
    static let areRequired = environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1"
    static let arePresent =
        FileManager.default.isExecutableFile(atPath: promtool) && FileManager.default.isExecutableFile(atPath: python)
        && (try? CommandRun(python, ["-c", "import sslyze, prometheus_client"], in: "/").code) == 0
}
