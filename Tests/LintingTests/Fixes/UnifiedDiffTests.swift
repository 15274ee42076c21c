import Testing

@testable import Linting

/// The difference as patch(1) takes it.
@Suite struct UnifiedDiffTests {
    private func diff(_ old: String, _ new: String) -> String {
        String(decoding: UnifiedDiff(of: "p.yaml", from: Array(old.utf8), to: Array(new.utf8)).bytes, as: UTF8.self)
    }

    private func lines(_ numbers: ClosedRange<Int>) -> String { numbers.map { "\($0)\n" }.joined() }

    @Test func nothingForEqualTexts() {
        #expect(diff("a\n", "a\n").isEmpty)
        #expect(diff("", "").isEmpty)
    }

    @Test func aLineAmongOthers() {
        #expect(
            diff(lines(1...9), lines(1...9).replacing("5\n", with: "five\n"))
                == "--- p.yaml\n+++ p.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n")
    }

    @Test func changesThatAreNearShareAHunk() {
        let near = diff(lines(1...20), lines(1...20).replacing("5\n", with: "x\n").replacing("\n9\n", with: "\ny\n"))
        #expect(near.split(separator: "@@ -").count == 2)
        let far = diff(lines(1...30), lines(1...30).replacing("\n4\n", with: "\nx\n").replacing("\n20\n", with: "\ny\n"))
        #expect(far.split(separator: "@@ -").count == 3)
        #expect(far.contains("@@ -1,7 +1,7 @@\n") && far.contains("@@ -17,7 +17,7 @@\n"))
    }

    @Test func linesThatComeAndGo() {
        #expect(diff("a\nb\n", "a\nnew\nb\n") == "--- p.yaml\n+++ p.yaml\n@@ -1,2 +1,3 @@\n a\n+new\n b\n")
        #expect(diff("a\nb\nc\n", "a\nc\n") == "--- p.yaml\n+++ p.yaml\n@@ -1,3 +1,2 @@\n a\n-b\n c\n")
        #expect(diff("", "a\n") == "--- p.yaml\n+++ p.yaml\n@@ -0,0 +1 @@\n+a\n")
    }

    @Test func noLineBreakAtTheEnd() {
        #expect(
            diff("a\nb", "a\nc\nb")
                == "--- p.yaml\n+++ p.yaml\n@@ -1,2 +1,3 @@\n a\n+c\n b\n\\ No newline at end of file\n")
        #expect(
            diff("a", "a\nb")
                == "--- p.yaml\n+++ p.yaml\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n")
    }

    @Test func lineEndsAreWhatTheyAre() {
        #expect(diff("a\r\nb\r\n", "a\r\nc\r\n") == "--- p.yaml\n+++ p.yaml\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n")
    }

    @Test func aNameCannotSteerATerminal() {
        let bytes = UnifiedDiff(of: "a\u{1B}[2J.yaml", from: [0x61, 0x0A], to: [0x62, 0x0A]).bytes
        #expect(!bytes.contains(0x1B))
    }
}
