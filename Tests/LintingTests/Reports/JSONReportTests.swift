import Foundation
import PolicyRules
import Testing

@testable import Linting

@Suite("JSON report")
struct JSONReportTests {
    private func report(_ run: Linted) throws -> [String: Any] {
        let text = try run.report("json")
        #expect(text.hasSuffix("}\n"))
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("A finding has all its keys")
    func finding() throws {
        let report = try report(try lint(foreign))
        #expect(report["summary"] as? [String: Int] == ["errors": 1, "warnings": 0, "infos": 0, "objects": 1, "files": 1])
        let findings = try #require(report["findings"] as? [[String: Any]])
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(
            Set(finding.keys) == [
                "code", "name", "severity", "file", "line", "column", "endLine", "endColumn", "path", "object", "message", "why", "instead",
                "fix",
            ])
        #expect(finding["code"] as? String == "SW102")
        #expect(finding["name"] as? String == "foreign-platform-option")
        #expect(finding["severity"] as? String == "error")
        #expect(finding["file"] as? String == "1.yaml")
        #expect([finding["line"], finding["column"], finding["endLine"], finding["endColumn"]].map { $0 as? Int } == [7, 44, 7, 49])
        #expect(finding["path"] as? String == "spec.socketOptions[0].level")
        #expect(
            finding["object"] as? [String: String]
                == ["apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "namespace": "edge", "name": "p"])
    }

    @Test("A fix replaces what its edits name")
    func fix() throws {
        let report = try report(try lint(foreign))
        let finding = try #require((report["findings"] as? [[String: Any]])?.first)
        let fix = try #require(finding["fix"] as? [String: Any])
        #expect(fix["title"] as? String == "write level 1, name 9")
        #expect(fix["safety"] as? String == "safe")
        let edits = try #require(fix["edits"] as? [[String: Any]])
        #expect(edits.map { $0["text"] as? String } == ["1", "9"])
        #expect(edits.map { $0["line"] as? Int } == [7, 7])
        #expect(edits.map { $0["column"] as? Int } == [44, 57])
        #expect(edits.map { $0["endColumn"] as? Int } == [49, 58])
    }

    @Test("What cannot be read is an error with its place, or without one where there is none")
    func errors() throws {
        var run = try lint("kind: [\n")
        run.inputs.append(.unreadable(UnreadableFile("absent\u{7}.yaml", errno: 2)))
        let errors = try #require(try report(run)["errors"] as? [[String: Any]])
        #expect(errors.count == 2)
        #expect(errors[0]["file"] as? String == "1.yaml")
        #expect(errors[0]["line"] as? Int != nil)
        #expect(errors[1]["file"] as? String == "absent\u{7}.yaml")
        #expect(errors[1]["message"] as? String == "No such file or directory")
        #expect(errors[1]["line"] == nil)
    }

    @Test("An explanation says what an allowed keepalive does")
    func explanations() throws {
        let sound = foreign.replacing("level: 65535, name: 8", with: "level: 1, name: 9")
        let explanations = try #require(try report(try lint(foreign, sound))["explanations"] as? [[String: Any]])
        #expect(explanations.count == 1)
        #expect(explanations.first?["file"] as? String == "2.yaml")
        #expect((explanations.first?["text"] as? String)?.hasPrefix("first probe after 60 s idle") == true)
    }
}
