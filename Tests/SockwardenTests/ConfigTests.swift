import Foundation
import TestSupport
import Testing

/// The configuration as `sockwarden config` tells it.
@Suite struct ConfigTests {
    @Test func showsWhereEachValueComesFrom() throws {
        let command = try Command(["d/.sockwarden.yaml": "enforcement: warn\n", "d/e/a.yaml": ""])
        let run = try command("config", "show", "d/e/a.yaml")
        #expect(run.code == 0 && run.errors.isEmpty)
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(lines.contains { $0.first == "enforcement" && $0[1] == "\"warn\"" && $0.last?.hasSuffix("/d/.sockwarden.yaml:1") == true })
        #expect(lines.contains { $0.first == "environment.kernel" && $0.last == "default" })
        let json = try command("config", "show", "--format", "json", "--config", "d/.sockwarden.yaml").json()
        #expect(json["file"] as? String == "d/.sockwarden.yaml")
        let settings = try #require(json["settings"] as? [[String: Any]])
        #expect(settings.contains { $0["key"] as? String == "enforcement" && $0["line"] as? Int == 1 })
    }

    @Test func aBadFileGetsItsLine() throws {
        let run = try Command(["bad.yaml": "enforcement: loud\n"])("config", "show", "--config", "bad.yaml")
        #expect(run.code == 2 && run.errors.hasPrefix("sockwarden: bad.yaml:1:14: ") && run.output.isEmpty)
    }

    /// Another reader's opinion: Python's jsonschema on files that are good and bad to sockwarden as well.
    @Test func theSchemaTellsGoodFilesFromBadOnes() throws {
        let good = [
            "environment: {platforms: [gvisor], kernel: \"6.1\", listenerFamily: ipv4, capabilities: [CAP_NET_ADMIN]}",
            "rules: {SW205: off, single-probe: error}",
            "environment: {middleboxes: [{name: edge, idleTimeout: 300s, probesReset: false}, haproxy]}", "environment:\nrules:\n", "{}",
            "thresholds: {detection: 1h30m}",
            "environment: {releases: {envoy: \"1.37\"}, network: {packetLoss: 1%}}", "exemptions: {namespaces: [a, b]}",
            "suppressions: {admission: none}",
            "rules: {SW205: {severity: off, enforcement: audit}}",
            "environments: [{match: {namespaces: [edge, team-*]}, environment: {kernel: \"4.19\"}}]",
        ]
        let bad = [
            "environment: {kernal: \"5.10\"}", "rules: {SW999: off}", "rules: {SW205: loud}", "rules: {SW205: true}", "enforcement: loud",
            "enviroment: {}", "environment: {platforms: []}",
            "environment: {platforms: solaris}", "environment: {middleboxes: [{name: edge}]}", "environment: {middleboxes: [nobody]}",
            "thresholds: {detection: 15}",
            "environment: {network: {packetLoss: 0.1}}", "exemptions: {users: [a]}", "[]", "environment: {releases: {nobody: \"1.2\"}}",
            "environment: {kernel: new}",
            "rules: {SW205: {}}", "environments: [{environment: {}}]", "environments: [{match: {}}]",
            "environments: [{match: {namespaces: [Edge]}}]",
        ]
        let command = try Command()
        try command.folder.write(try command("config", "schema").output, to: "schema.json")
        for (index, text) in (good + bad).enumerated() {
            try command.folder.write(text + "\n", to: "\(index).yaml")
            #expect(try command("config", "show", "--config", "\(index).yaml").code == (index < good.count ? 0 : 2), "\(text)")
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
        let environment = ProcessInfo.processInfo.environment
        let python = environment["SOCKWARDEN_PYTHON"] ?? root + "/.tools/venv/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            #expect(environment["SOCKWARDEN_REQUIRE_TOOLS"] != "1", "there is no \(python)")
            return print("skipped: there is no \(python)")
        }
        let script = """
            import json, sys, yaml, jsonschema
            def distinct(part):
                choices = part.get("enum", [])
                assert len(set(choices)) == len(choices), f"twice in one enum, which Helm and others refuse: {choices}"
                return part
            schema = json.load(open("schema.json"), object_hook=distinct)
            jsonschema.Draft7Validator.check_schema(schema)
            validator = jsonschema.Draft7Validator(schema)
            for name in sys.argv[1:]:
                value = yaml.safe_load(open(name))
                print(validator.is_valid({} if value is None else value))
            """
        let run = try CommandRun(python, ["-c", script] + (0..<(good.count + bad.count)).map { "\($0).yaml" }, in: command.folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let verdicts = run.output.split(separator: "\n")
        for (index, text) in (good + bad).enumerated() where verdicts.indices.contains(index) {
            #expect(verdicts[index] == (index < good.count ? "True" : "False"), "\(text)")
        }
        #expect(verdicts.count == good.count + bad.count)
    }
}
