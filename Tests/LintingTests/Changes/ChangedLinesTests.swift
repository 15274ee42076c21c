import Foundation
import Manifests
import TestSupport
import Testing

@testable import Linting

/// What `git diff` says of lines, and findings on them.
@Suite struct ChangedLinesTests {
    private func touched(_ diff: String, _ file: String, upTo last: Int = 30) -> [Int] {
        let lines = ChangedLines(diff: Array(diff.utf8))
        return (1...last).filter { lines.touches(file, $0...$0) }
    }

    private let head = "diff --git a/a.yaml b/a.yaml\nindex 1..2 100644\n--- a/a.yaml\n+++ b/a.yaml\n"

    @Test func addedChangedAndRemovedLines() {
        #expect(touched(head + "@@ -1,0 +2,3 @@ spec\n+a\n+b\n+c\n@@ -9 +12 @@\n-x\n+y\n", "a.yaml") == [2, 3, 4, 12])
        // Around a gap.
        #expect(touched(head + "@@ -5,2 +4,0 @@\n-x\n-y\n", "a.yaml") == [4, 5])
        #expect(touched(head + "@@ -1,2 +0,0 @@\n-x\n-y\n", "a.yaml") == [1])
    }

    @Test func whatLooksLikeAHeaderWithinAHunk() {
        let diff =
            head
            + "@@ -1,2 +1,2 @@\n--- b/x\n-@@ -1 +9 @@\n+++ b/other.yaml\n+@@ -1 +20 @@\n\\ No newline at end of file\n@@ -8 +8 @@\n-a\n+b\n"
        #expect(touched(diff, "a.yaml") == [1, 2, 8] && touched(diff, "other.yaml").isEmpty)
    }

    @Test func renamedDeletedAndBinaryFiles() {
        let renamed =
            "diff --git a/a.yaml b/b.yaml\nsimilarity index 90%\nrename from a.yaml\nrename to b.yaml\n--- a/a.yaml\n+++ b/b.yaml\n@@ -3 +3 @@\n-x\n+y\n"
        #expect(touched(renamed, "b.yaml") == [3] && touched(renamed, "a.yaml").isEmpty)
        let deleted = "diff --git a/a.yaml b/a.yaml\ndeleted file mode 100644\n--- a/a.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
        #expect(touched(deleted + head.replacing("a.yaml", with: "b.yaml") + "@@ -1 +1 @@\n-x\n+y\n", "b.yaml") == [1])
        #expect(touched("diff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n", "i.png").isEmpty)
    }

    @Test func namesInQuotes() {
        #expect(
            touched(
                "diff --git \"a/\\303\\274 \\\"x\\\".yaml\" b/y\n--- /dev/null\n+++ \"b/\\303\\274 \\\"x\\\".yaml\"\n@@ -0,0 +1 @@\n+x\n",
                "ü \"x\".yaml") == [1])
        #expect(touched("diff --git a/a b.yaml b/a b.yaml\n--- a/a b.yaml\t\n+++ b/a b.yaml\t\n@@ -0,0 +1 @@\n+x\n", "a b.yaml") == [1])
    }

    @Test(arguments: ["@@ -x +1 @@", "@@ -1 +99999999999999999999 @@", "@@", "@@ -1 @@", "@@ -1 +1,-1 @@", "+++ ", "+++ \"b/\\3\""])
    func brokenLinesAreHarmless(line: String) { #expect(touched(head + line + "\n", "a.yaml").isEmpty) }
}

/// The same with a real git.
@Suite struct ChangeFilterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @discardableResult private func git(_ arguments: String...) throws -> CommandRun {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main"]
        return try CommandRun(
            "/usr/bin/env", ["git"] + identity + arguments, in: folder.path, environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
    }

    private func kept(_ names: String..., since revision: String = "HEAD") throws -> [String] {
        let paths = names.map { folder.path + "/" + $0 }
        let filter = try ChangeFilter(since: revision, under: [folder.path])
        return try paths.flatMap { path -> [String] in
            let text = try String(contentsOfFile: path, encoding: .utf8)
            guard case .reviewed(let file) = filter.apply(try #require(try lint([(path, text)]).inputs.first)) else { return [] }
            return file.findings.map { "\(path.split(separator: "/").last ?? ""):\($0.start.line)" }
        }
    }

    private let risky = foreign.replacing("intValue: 2}", with: "intValue: 1}")

    @Test func onlyWhatChanged() throws {
        #expect(try git("init", "-q").code == 0)
        try folder.write(risky, to: "d/a b.yaml")
        try folder.write(risky, to: "old.yaml")
        try folder.write("ignored.yaml\n", to: ".gitignore")
        try git("add", ".")
        try git("commit", "-qm", "x")
        #expect(try kept("d/a b.yaml", "old.yaml").isEmpty)
        // Changed in the work tree, and in the index.
        try folder.write(risky.replacing("idle time", with: "idle").replacing("number of probes", with: "probes"), to: "d/a b.yaml")
        #expect(try kept("d/a b.yaml") == ["a b.yaml:10"])
        try git("add", ".")
        #expect(try kept("d/a b.yaml") == ["a b.yaml:10"])
        // Renamed, with a line more.
        try git("mv", "old.yaml", "new.yaml")
        try folder.write("# more\n" + risky, to: "new.yaml")
        #expect(try kept("new.yaml").isEmpty)
        // What git does not follow counts wholly.
        try folder.write(risky, to: "untracked.yaml")
        try folder.write(risky, to: "ignored.yaml")
        #expect(try kept("untracked.yaml", "ignored.yaml").count == 4)
        // A line that goes: those around it count.
        try folder.write(risky.replacing("  - {description: interval, level: 6, name: 5, intValue: 20}\n", with: ""), to: "d/a b.yaml")
        #expect(try kept("d/a b.yaml").contains("a b.yaml:9"))
        #expect(try kept("d/a b.yaml", since: "HEAD").count < 3)
    }

    @Test func whatGitCannotAnswer() throws {
        func reason(_ revision: String) -> String? {
            #expect(throws: ChangeFilter.Failure.self) { try ChangeFilter(since: revision, under: [folder.path]) }?.reason
        }
        #expect(reason("HEAD")?.contains("is in no git repository: ") == true)
        #expect(reason("--output=x") == "\"--output=x\" is no revision")
        try git("init", "-q")
        #expect(reason("HEAD")?.hasPrefix("git knows no revision \"HEAD\" in ") == true)
    }
}
