import Configuration
import Glibc
import LanguageServer
import Manifests
import PolicyRules

/// What an editor waits for: from a changed text to its diagnostics, the JSON of both included.
enum EditorSession {
    /// Prints the median CPU time after a change of documents of about so many lines.
    static func measure(lines counts: [Int]) {
        guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { return }
        let settings = DocumentSettings(CompiledSettings(Settings()))
        for count in counts {
            var server = LanguageServer(version: "0", day: { day }, settings: { _ in settings })
            let text = document(lines: count)
            _ = answer(message("initialize", #"{"capabilities":{}}"#, id: 1), &server)
            _ = answer(open(text, version: 0), &server)
            var times: [Double] = []
            for version in 1...60 {
                let message = open(text + "# \(version)\n", version: version)
                let start = OrdinaryReviews.cpuTime()
                precondition(answer(message, &server) > 100)
                // The first rounds warm up caches and lazily made tables.
                if version > 10 { times.append(Double(OrdinaryReviews.cpuTime() - start)) }
            }
            times.sort()
            let lines = text.utf8.count { $0 == 0x0A }
            print(
                "an editor's change in \(lines) lines, \(text.utf8.count) bytes: diagnostics after \(milliseconds(times[times.count / 2]))")
        }
    }

    private static func answer(_ message: [UInt8], _ server: inout LanguageServer) -> Int {
        server.receive(message)
        var count = 0
        while server.hasWork { count += server.step().count }
        return count
    }

    private static func open(_ text: String, version: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { params in
            params.key("textDocument")
            params.object {
                $0.field("uri", "file:///policies.yaml")
                $0.field("languageId", "yaml")
                $0.key("version")
                $0.number(version)
                $0.field("text", text)
            }
        }
        return message("textDocument/didOpen", String(decoding: writer.bytes, as: UTF8.self))
    }

    private static func message(_ method: String, _ params: String, id: Int? = nil) -> [UInt8] {
        let id = id.map { "\"id\":\($0)," } ?? ""
        let body = "{\"jsonrpc\":\"2.0\",\(id)\"method\":\"\(method)\",\"params\":\(params)}"
        return Array("Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    /// Policies one behind the other, every tenth with macOS's numbers.
    private static func document(lines count: Int) -> String {
        var text = ""
        for number in 0..<max(1, count / 25) {
            let enable = number % 10 == 7 ? "level: 65535\n    name: 8" : "level: 1\n    name: 9"
            text += """
                ---
                apiVersion: gateway.kgateway.dev/v1alpha1
                kind: ListenerPolicy
                metadata:
                  name: keepalive-\(number)
                  namespace: edge
                spec:
                  targetRefs:
                  - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
                  socketOptions:
                  - description: enable keepalive
                    \(enable)
                    intValue: 1
                  - description: idle time
                    level: 6
                    name: 4
                    intValue: 60
                  - description: interval
                    level: 6
                    name: 5
                    intValue: 20
                  - description: probes
                    level: 6
                    name: 6
                    intValue: 3

                """
        }
        return text
    }
}
