import Foundation
import TestSupport
import Testing

@Suite("sockwarden kinds")
struct KindsTests {
    @Test("Each kind is listed with its fields, and can be explained")
    func list() throws {
        let command = try Command()
        let kinds = try #require(try command("kinds", "--output", "json").json()["kinds"] as? [[String: Any]])
        #expect(kinds.count > 5)
        let text = try command("kinds").output
        for kind in kinds {
            let name = try #require(kind["kind"] as? String)
            let settings = try #require(kind["settings"] as? [[String: Any]])
            for setting in settings { #expect(text.contains("    \(try #require(setting["path"] as? String))"), "\(name)") }
            let page = try command("explain", name.lowercased())
            #expect(page.code == 0 && page.output.contains("\(name), ") && page.output.contains("What becomes of it:"), "\(name)")
        }
    }

    @Test("The README's table and the chart's list are the ones that make kinds writes")
    func written() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let command = try Command()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let table = try command("kinds", "--output", "markdown").output
        #expect(readme.contains("<!-- Written by `make kinds`. -->\n\(table)<!-- kinds end -->"), "run make kinds")
        let chart = try String(contentsOf: root.appending(path: "charts/sockwarden/kinds.yaml"), encoding: .utf8)
        #expect(chart == (try command("kinds", "--output", "chart").output), "run make kinds")
    }

    @Test("What a kind's page shows as an example is found sound")
    func examples() throws {
        let command = try Command()
        for name in ["ListenerPolicy", "BackendConfigPolicy", "Bootstrap", "Cluster"] {
            let page = try command("explain", name).output
            let start = try #require(page.range(of: "\nExample:\n"))
            let end = try #require(page.range(of: "\nKnown from:"))
            let example = page[start.upperBound..<end.lowerBound].split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
            let run = try command("lint", "-", input: example + "\n")
            #expect(run.code == 0 && run.output.isEmpty, "\(name): \(run.output)")
        }
    }
}
