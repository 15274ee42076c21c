import Foundation
import TestSupport
import Testing

@Suite("sockwarden serve as a process")
struct ServeTests {
    @Test("SIGHUP reloads, SIGTERM drains, and a second one ends it at once")
    func signals() async throws {
        let server = try ServeProcess(["--drain", "3600"])
        #expect(try await server.get("/readyz") == "200")
        server.signal(SIGHUP)
        _ = await server.lines.first(with: "certificates are unchanged")
        server.signal(SIGTERM)
        _ = await server.lines.first(with: "\"draining\"")
        #expect(try await server.get("/readyz") == "503")
        #expect(try await server.get("/livez") == "200")
        server.signal(SIGTERM)
        #expect(await server.waitForEnd() == 128 + SIGTERM)
        #expect(server.lines.all.contains { $0.contains("ended by a second signal") })
    }

    @Test("SIGHUP in the first milliseconds is not the end")
    func earlyHangup() async throws {
        let server = try await Self.beforeItListens(send: SIGHUP) { try $0.ignores(SIGHUP) }
        #expect(try await server.get("/readyz") == "200")
    }

    @Test("SIGTERM in the first milliseconds is not lost")
    func earlyEnd() async throws {
        let server = try await Self.beforeItListens(send: SIGTERM) { try $0.catches(SIGTERM) }
        #expect(await server.waitForEnd() == 0)
        #expect(server.lines.all.last?.contains("\"stopped\"") == true)
    }

    /// A server that has got a signal before it listened. Only the kernel tells that it is ready for that, and the moment is short: whoever looks
    /// too late tries again.
    private static func beforeItListens(
        send signal: Int32, when isReady: @escaping @Sendable (ServeProcess) throws -> Bool
    ) async throws -> ServeProcess {
        for _ in 0..<50 {
            let server = try ServeProcess(["--drain", "0"])
            // On a thread of its own, which no other test holds up.
            let wasInTime = try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(
                        with: Result {
                            while try !isReady(server) { guard server.lines.all.isEmpty else { return false } }
                            server.signal(signal)
                            return true
                        })
                }
            }
            if wasInTime { return server }
        }
        throw NeverInTime(signal: signal)
    }

    private struct NeverInTime: Error {
        let signal: Int32
    }

    @Test("SIGINT without a drain ends it in order")
    func noDrain() async throws {
        let server = try ServeProcess(["--drain", "0"])
        #expect(try await server.get("/healthz") == "200")
        server.signal(SIGINT)
        #expect(await server.waitForEnd() == 0)
        #expect(server.lines.all.last?.contains("\"stopped\"") == true)
    }

    @Test("File descriptors that are used up cost one line and no CPU")
    func fileDescriptors() async throws {
        let server = try ServeProcess()
        let port = try await server.port()
        // Lowered from outside, when the server has counted them already.
        _ = try CommandRun("/usr/bin/env", ["prlimit", "--pid", "\(server.identifier)", "--nofile=64:64"], in: "/")
        let descriptors = try (0..<64).map { _ in try Self.connect(port) }
        _ = await server.lines.first(with: "a connection cannot be accepted")
        let before = try Self.processorTicks(server.identifier)
        // The spin was seen over some time: half a second of it would be 50 ticks.
        try await Task.sleep(for: .milliseconds(500))
        #expect(try Self.processorTicks(server.identifier) - before < 25)
        #expect(server.lines.all.filter { $0.contains("cannot be accepted") }.count == 1)
        for descriptor in descriptors { close(descriptor) }
        #expect(try await server.get("/livez") == "200")
    }

    @Test("A log that nobody reads holds nothing up, and what is lost is counted")
    func unreadLog() async throws {
        let server = try ServeProcess(["--metrics", "127.0.0.1:0", "--drain", "0"])
        _ = try await (server.port(), server.metricsPort())
        server.stopReadingLog()
        let denied = Manifest.review(options: #"{"level": 6, "name": 4, "intValue": 40000}"#)
        // Until the pipe and the queue are full: what does not find room is counted.
        while try await server.metrics().contains("sockwarden_log_lines_dropped_total 0\n") {
            #expect(try await server.review(denied, times: 500).matches(of: /"allowed":false/).count == 500)
        }
        #expect(try await server.review(denied).contains("[SW106]"))
        for path in ["/livez", "/readyz"] {
            #expect(try await server.get(path) == "200")
            #expect(try await server.metrics(path) == "ok\n")
        }
        server.signal(SIGTERM)
        #expect(await server.waitForEnd() == 0)
    }

    @Test("Whatever is asked, the metrics' labels are words of the server's own")
    func labels() async throws {
        let server = try ServeProcess(["--metrics", "127.0.0.1:0", "--drain", "0"])
        for operation in ["PATCH-1", "PATCH-2"] { _ = try await server.review(Manifest.review(operation: operation)) }
        let stranger = Manifest.review().replacing("ListenerPolicy", with: "StrangePolicy").replacing(
            "gateway.kgateway.dev", with: "strange")
        #expect(try await server.review(stranger).contains(#""allowed":true"#))
        let series = try await server.metrics().split(separator: "\n").filter { $0.hasPrefix("sockwarden_reviews_total{") }
        #expect(
            series == [
                #"sockwarden_reviews_total{verdict="not reviewed",kind="",operation="CREATE",dry_run="false"} 1"#,
                #"sockwarden_reviews_total{verdict="not reviewed",kind="",operation="other",dry_run="false"} 2"#,
            ])
    }

    @Test("Few file descriptors leave the probes theirs")
    func fewFileDescriptors() async throws {
        let server = try ServeProcess(["--metrics", "127.0.0.1:0"], limits: "ulimit -n 192")
        let port = try await server.port()
        #expect(server.lines.all.contains { $0.contains("allows fewer connections") })
        let descriptors = try (0..<300).map { _ in try Self.connect(port) }
        for path in ["livez", "readyz"] {
            let url = "http://127.0.0.1:\(try await server.metricsPort())/\(path)"
            #expect(try CommandRun("/usr/bin/env", ["curl", "-sS", "-m", "20", url], in: "/").output == "ok\n")
        }
        for descriptor in descriptors { close(descriptor) }
        #expect(!server.lines.all.contains { $0.contains("cannot be accepted") })
    }

    @Test(
        "A configuration that cannot work is one line",
        arguments: [
            (["--client-name", "x"], "--client-name needs --client-ca"), (["--max-bytes-in-flight", "1Mi"], "must be at least 7340032"),
            (["--max-connections", "0"], "must be at least 1"), (["--tls-min-version", "1.1"], "write 1.2 or 1.3"),
            (["--metrics", "9443"], "no address to listen on"), (["--drain=-1"], "negative"),
            (["--client-ca", "/dev/null"], "client CA file /dev/null: it is a device"),
            (["--server-name", "elsewhere.svc"], "it is not for elsewhere.svc"),
            (["--config", "absent.yaml"], "configuration file absent.yaml: there is no such file"),
            (["--config", "/dev/null"], "configuration file /dev/null: it is a device"), (["--config", "tls.crt"], "tls.crt:1:1: "),
        ])
    func usage(arguments: [String], message: String) async throws {
        let folder = try TemporaryFolder()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../certs/make-development-certificates.sh")
        _ = try CommandRun("/bin/bash", [script.standardized.path, folder.path], in: folder.path)
        let serve = ["serve", "--listen", "127.0.0.1:0", "--certificate", "tls.crt", "--key", "tls.key"]
        let run = try CommandRun(CommandRun.products + "/sockwarden", serve + arguments, in: folder.path)
        #expect(run.code == 2)
        #expect(run.errors.split(separator: "\n").filter { $0.contains(message) }.count == 1, "\(run.errors)")
    }

    @Test("The README has each flag, with its default")
    func readme() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let help = try CommandRun(CommandRun.products + "/sockwarden", ["serve", "--help"], in: "/").output
        let options = help.split(separator: "\n").filter { $0.hasPrefix("  --") }.map { $0.dropFirst(2).prefix { $0 != " " } }
        #expect(options.count > 12)
        for option in options where option != "--version" {
            let row = try #require(readme.split(separator: "\n").first { $0.hasPrefix("| `--") && $0.contains("`\(option)") }, "\(option)")
            let described = help.firstRange(of: "  \(option) ").map { help[$0.upperBound...].prefix(600) } ?? ""
            let own = described.firstRange(of: "\n  --").map { described[..<$0.lowerBound] } ?? described
            let words = own.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if let begin = words.firstRange(of: "(default: ") {
                let value = words[begin.upperBound...].prefix { $0 != ")" }
                #expect(row.contains("| \(value) |"), "\(option): \(row)")
            }
        }
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw NotConnected(number: errno) }
        return descriptor
    }

    /// User and system time, in hundredths of a second.
    private static func processorTicks(_ identifier: Int32) throws -> Int {
        let stat = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        let fields = (stat.split(separator: ")").last ?? "").split(separator: " ")
        return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
    }

    private struct NotConnected: Error {
        let number: Int32
    }
}
