import Foundation
import TestSupport
import Testing

/// Judges that share nothing with the server: what reads metrics.
@Suite("The webhook before other people's tools", .enabled(if: Tool.arePresent || Tool.areRequired, "they are missing: run make tools"))
struct ServeToolsTests {
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
        && (try? CommandRun(python, ["-c", "import prometheus_client"], in: "/").code) == 0
}
