import Foundation
import TestSupport
import Testing

@Suite("The chart's helm test", .chartTool)
struct DenialTestTests {
    @Test("It is off, and gets a right and a token only for itself")
    func rights() throws {
        #expect(try ChartTool.render().kinds.isDisjoint(with: ["Pod", "Role", "RoleBinding"]))
        let chart = try ChartTool.render(["test": ["enabled": true, "image": "kubectl"]])
        for object in ["Pod", "Role", "RoleBinding"].compactMap({ chart.only($0) }) + [
            chart.only("ServiceAccount", "sockwarden-test") ?? [:]
        ] {
            #expect(value(object, "metadata", "annotations", "helm.sh/hook") as? String == "test")
        }
        #expect(value(chart.only("Role"), "metadata", "namespace") as? String == "default")
        let rules = try #require(chart.only("Role")?["rules"] as? [[String: [String]]])
        #expect(rules == [["apiGroups": ["gateway.kgateway.dev"], "resources": ["backendconfigpolicies"], "verbs": ["create"]]])
        // The webhook's Service must not send anybody to it, and its NetworkPolicy must not hold it back.
        let labels = try #require(value(chart.only("Pod"), "metadata", "labels") as? [String: String])
        let selector = try #require(value(chart.only("Service", "sockwarden"), "spec", "selector") as? [String: String])
        #expect(selector.contains { labels[$0.key] != $0.value })
    }

    @Test(
        "It passes on a denial by the rule, and on nothing else",
        arguments: [
            ("The BackendConfigPolicy \"x\" is invalid: spec.tcpKeepalive.keepAliveTime: too long [SW305]", 1, 0, "denied, as it must be"),
            ("Warning: too long [SW305]\ncreated (server dry run)", 0, 1, "let it through"),
            ("created (server dry run)", 0, 1, "was the webhook asked?"),
            ("Error from server (Forbidden): cannot create resource", 1, 1, "Forbidden"),
            ("error: no matches for kind \"BackendConfigPolicy\"", 1, 1, "no matches"),
            ("failed calling webhook \"policies.sockwarden.dev\": x509", 1, 1, "x509"),
        ])
    func script(answer: String, status: Int, wanted: Int32, says: String) throws {
        let chart = try ChartTool.render(["test": ["enabled": true, "image": "kubectl"]])
        let container = value(chart.only("Pod"), "spec", "containers", 0)
        let command = try #require(value(container, "command") as? [String])
        let script = try #require(value(container, "args") as? [String])
        var environment: [String: String] = [:]
        for variable in value(container, "env") as? [[String: String]] ?? [] { environment[variable["name"] ?? ""] = variable["value"] }
        let folder = try TemporaryFolder()
        try folder.write(answer, to: "answer")
        // Stands for kubectl: notes what it is given, answers what the API server would.
        let kubectl = try folder.write(
            "#!/bin/sh\necho \"$@\" > \(folder.path)/arguments\ncat > \(folder.path)/policy\ncat \(folder.path)/answer\nexit \(status)\n",
            to: "bin/kubectl")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: kubectl)
        environment["PATH"] = folder.path + "/bin:/usr/bin:/bin"
        let run = try CommandRun("/usr/bin/env", command + script, in: folder.path, environment: environment)
        #expect(run.code == wanted)
        #expect(run.output.contains(answer) && run.output.contains(says), "\(run.output)")
        #expect(try String(contentsOfFile: folder.path + "/arguments", encoding: .utf8).contains("--dry-run=server --namespace default"))
        // What it sends is what the linter calls wrong.
        let policy = try String(contentsOfFile: folder.path + "/policy", encoding: .utf8)
        let lint = try CommandRun(CommandRun.products + "/sockwarden", ["lint", "--no-config", "-"], in: folder.path, input: policy)
        #expect(lint.output.contains("error:") && lint.output.contains("[\(environment["CODE"] ?? "") "), "\(lint.output)\(lint.errors)")
    }
    @Test("The try in the notes can be pasted as it is printed")
    func notes() throws {
        let notes = try ChartTool.render().notes
        let start = try #require(notes.range(of: "  kubectl create --dry-run=server"))
        let end = try #require(notes.range(of: "\nEND\n"))
        let folder = try TemporaryFolder()
        // Stands for kubectl: prints what it is given. The shell warns of a text that does not end.
        let pasted = "kubectl() { cat; }\n\(notes[start.lowerBound..<end.upperBound])"
        let run = try CommandRun("/usr/bin/env", ["bash", "-c", pasted], in: folder.path)
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
        let lint = try CommandRun(CommandRun.products + "/sockwarden", ["lint", "--no-config", "-"], in: folder.path, input: run.output)
        #expect(lint.output.contains("[SW305 "), "\(lint.output)\(lint.errors)")
    }
}
