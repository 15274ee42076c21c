import Foundation
import TestSupport
import Testing

/// The linter as a pipeline runs it.
@Suite struct LintInCITests {
    @Test func aBaselineLetsKnownFindingsPass() throws {
        let command = try Command(["deploy/a.yaml": Manifest.foreign, "deploy/b.yaml": Manifest.risky])
        let written = try command("lint", "--write-baseline", "ci/base.json", "deploy")
        #expect(written.code == 4 && written.errors.contains("ci/base.json"), "there is no such folder")
        #expect(try command("lint", "--write-baseline", "base.json", "deploy").code == 0)
        let known = try command("lint", "--baseline", "base.json", "deploy")
        #expect(known.code == 0 && known.output.isEmpty && known.errors.contains("base.json: 2 known findings passed"))
        try command.folder.write(Manifest.sound, to: "deploy/a.yaml")
        #expect(try command("lint", "--baseline", "base.json", "deploy").code == 0)
        let strict = try command("lint", "--baseline", "base.json", "--strict-baseline", "deploy")
        #expect(
            strict.code == 1
                && strict.errors.contains(
                    "base.json: SW102 (foreign-platform-option) of ListenerPolicy edge/keepalive in deploy/a.yaml no longer occurs")
        )
        #expect(try command("lint", "--baseline", "base.json", "--strict-baseline", "deploy/b.yaml").code == 0)
    }

    @Test func aBaselineIsNotWrittenOfAPart() throws {
        let command = try Command(["a.yaml": Manifest.foreign])
        let run = try command("lint", "--write-baseline", "base.json", "a.yaml", "absent.yaml")
        #expect(run.code == 3 && run.errors.contains("no baseline is written"))
        #expect(!FileManager.default.fileExists(atPath: command.folder.path + "/base.json"))
    }

    @Test(arguments: [
        (["--baseline", "absent.json"], "sockwarden: cannot read the baseline absent.json: No such file or directory\n"),
        (["--baseline", "a.yaml"], "sockwarden: a.yaml:1:1: this is no baseline: "),
        (["--strict-baseline"], "Error: --strict-baseline looks at a baseline; give --baseline as well\n"),
        (["--changed-since", "HEAD"], "sockwarden: --changed-since: . is in no git repository: "),
        (["--helm-values", "x"], "Error: --helm-values is for charts"),
    ]) func wrongUsageIsALine(arguments: [String], start: String) throws {
        let run = try Command(["a.yaml": Manifest.sound]).run(["lint"] + arguments + ["a.yaml"])
        #expect(run.code == 2 && run.errors.hasPrefix(start) && run.output.isEmpty, "\(run.errors)")
    }

    @Test func withoutGitOrHelmThereIsAClearWord() throws {
        let command = try Command(["a.yaml": Manifest.sound, "app/Chart.yaml": "name: app\n", "k/kustomization.yaml": ""])
        let git = try command("lint", "--changed-since", "HEAD", "a.yaml", environment: ["PATH": command.folder.path])
        #expect(git.code == 2 && git.errors == "sockwarden: --changed-since: git is not on the PATH\n")
        let run = try command("lint", "--helm", "--kustomize", ".", environment: ["PATH": command.folder.path])
        #expect(run.code == 3 && run.errors.contains("cannot read ./app: helm is not on the PATH; install it, or leave --helm out\n"))
        #expect(
            run.errors.contains("cannot read ./k: neither kustomize nor kubectl is on the PATH; install one, or leave --kustomize out\n"))
    }

    /// Programs of the test's own: what they are asked, and that findings name the template.
    @Test func chartsAndKustomizationsAreRendered() throws {
        let command = try Command([
            "app/Chart.yaml": "name: app\n", "app/templates/l.yaml": "{{ }}", "k/kustomization.yaml": "", "k/l.yaml": Manifest.foreign,
            "rendered": "---\n# Source: app/templates/l.yaml\n" + Manifest.foreign,
            "bin/helm": "#!/bin/sh\necho \"helm $*\" >>\"${0%/bin/helm}/asked\"\nexec cat \"${0%/bin/helm}/rendered\"\n",
            "bin/kubectl": "#!/bin/sh\necho \"kubectl $*\" >>\"${0%/bin/kubectl}/asked\"\nexec cat \"$2/l.yaml\"\n",
        ])
        for program in ["helm", "kubectl"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(command.folder.path)/bin/\(program)")
        }
        let path = ["PATH": command.folder.path + "/bin:/bin:/usr/bin"]
        let run = try command("lint", "--helm", "--helm-values", "v.yaml", "--kustomize", ".", environment: path)
        #expect(run.code == 1)
        #expect(run.output.contains("./app/templates/l.yaml (rendered):11:44: error: 65535/8"))
        #expect(run.output.contains("./k/kustomization.yaml (rendered):9:44: error: 65535/8"))
        let asked = try String(contentsOfFile: command.folder.path + "/asked", encoding: .utf8)
        #expect(
            asked.contains("helm template ./app --values v.yaml\n")
                && (asked.contains("kubectl kustomize ./k\n") || FileManager.default.isExecutableFile(atPath: "/usr/bin/kustomize")))
        try command.folder.write("#!/bin/sh\necho 'Error: no values' >&2\nexit 1\n", to: "bin/helm")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(command.folder.path)/bin/helm")
        let failed = try command("lint", "--helm", "app", environment: path)
        #expect(failed.code == 3 && failed.errors.contains("cannot read app: helm fails: no values\n"))
    }

    @Test func aRealKustomization() throws {
        let command = try Command([
            "base/kustomization.yaml": "resources: [l.yaml]\n", "base/l.yaml": Manifest.foreign,
            "over/kustomization.yaml": "resources: [../base]\nnamePrefix: big-\n",
        ])
        let there = ["/usr/bin/kubectl", "/usr/local/bin/kubectl", "/usr/bin/kustomize", "/usr/local/bin/kustomize"]
        guard there.contains(where: FileManager.default.isExecutableFile) else { return print("skipped: there is no kubectl") }
        let run = try command("lint", "--kustomize", "--format", "json", "over")
        let findings = try #require(try run.json()["findings"] as? [[String: Any]])
        let object = findings.first?["object"] as? [String: String]
        #expect(object?["name"] == "big-keepalive" && findings.first?["file"] as? String == "over/kustomization.yaml (rendered)")
    }

    @Test func patternsInQuotes() throws {
        let command = try Command(["deploy/x/a.yaml": Manifest.foreign, "deploy/.gitignore": "b.yaml\n", "deploy/b.yaml": Manifest.foreign])
        #expect(try command("lint", "--quiet", "deploy/**/*.yaml").output.split(separator: "\n").count == 1)
        #expect(try command("lint", "--quiet", "--no-gitignore", "deploy/**/*.yaml").output.split(separator: "\n").count == 2)
        let none = try command("lint", "nope/*.yaml")
        #expect(none.code == 3 && none.errors.contains("cannot read nope/*.yaml: no file fits this pattern\n"))
    }

    /// What `kubectl get -o yaml` writes.
    @Test func aListFromTheCluster() throws {
        let item = Manifest.foreign.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n").dropFirst(2)
        let run = try Command()(
            "lint", "--quiet", "--stdin-filename", "cluster.yaml", "-",
            input: "apiVersion: v1\nitems:\n- \(item)\nkind: List\nmetadata:\n  resourceVersion: \"\"\n")
        #expect(run.code == 1 && run.output.hasPrefix("cluster.yaml:11:46: error: 65535/8"))
    }
}
