import Foundation
import TestSupport
import Testing

@testable import Linting

/// gitignore(5): the manual's own examples, and the same questions put to git.
@Suite struct IgnoreRulesTests {
    private func ignores(_ rules: String, _ path: String) -> Bool {
        let names = path.split(separator: "/")
        return IgnoreRules().adding(Array(rules.utf8), depth: 0).ignores(names, isFolder: path.hasSuffix("/"))
    }

    @Test(arguments: [
        // A name fits at any depth, a slash ties it to the file's folder.
        ("hello.*", "hello.txt", true), ("hello.*", "a/hello.java", true), ("/hello.*", "a/hello.java", false),
        ("/hello.*", "hello.c", true),
        ("foo/", "foo/", true), ("foo/", "foo", false), ("foo/", "a/foo/", true), ("doc/frotz/", "doc/frotz/", true),
        ("doc/frotz/", "a/doc/frotz/", false), ("frotz/", "a/frotz/", true), ("foo/*", "foo/test.json", true), ("foo/*", "foo/bar/", true),
        ("foo/*", "foo/bar/hello.c", false), ("frotz", "a/frotz", true),
        // Asterisks.
        ("**/foo", "foo", true), ("**/foo", "a/b/foo", true), ("**/foo/bar", "a/foo/bar", true), ("**/foo/bar", "a/foo/x/bar", false),
        ("abc/**", "abc/x/y", true), ("abc/**", "abc", false), ("abc/**", "x/abc/y", false), ("a/**/b", "a/b", true),
        ("a/**/b", "a/x/b", true),
        ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x/y/c", false), ("a**b", "axxb", true), ("a**b", "x/axb", true), ("**", "x", true),
        ("a/**/b/**/c", "a/b/x/c", true), ("a/**/b/**/c", "a/x/b/b/c", true), ("a/**/b/**/c", "a/x/c", false),
        // One character, sets of them.
        ("a?c", "abc", true), ("a?c", "aéc", true), ("a?c", "ac", false), ("a[b-d]e", "ace", true), ("a[!b-d]e", "ace", false),
        ("a[^b-d]e", "axe", true), ("[]]x", "]x", true), ("[[:digit:]]", "7", true), ("[[:digit:]]", "x", false), ("a[b", "a[b", true),
        ("[a-]", "-", true), ("[\\]]", "]", true), ("[!a]x", "éx", true),
        // The last one that fits decides.
        ("*.log\n!keep.log", "keep.log", false), ("!keep.log\n*.log", "keep.log", true), ("/*\n!/foo\n/foo/*\n!/foo/bar", "foo/x", true),
        ("/*\n!/foo\n/foo/*\n!/foo/bar", "foo/bar", false),
        // Comments, escapes, white space, line ends.
        ("# a", "# a", false), ("\\#a", "#a", true), ("\\!a", "!a", true), ("a  ", "a", true), ("a\\ ", "a ", true),
        ("a\r\nb\r\n", "a", true),
        ("\n\n", "x", false), ("/", "x", false), ("\u{FEFF}a", "a", true), ("\\*", "*", true), ("\\*", "x", false), ("*", "", false),
    ]) func asTheManualHasIt(rules: String, path: String, isIgnored: Bool) { #expect(ignores(rules, path) == isIgnored) }

    @Test func aFileFurtherDownGoesBefore() {
        let rules = IgnoreRules().adding(Array("*.yaml\n/top".utf8), depth: 0).adding(Array("!a.yaml\n/x".utf8), depth: 1)
        #expect(!rules.ignores(["d", "a.yaml"], isFolder: false) && rules.ignores(["d", "b.yaml"], isFolder: false))
        #expect(rules.ignores(["d", "x"], isFolder: false) && !rules.ignores(["d", "d", "x"], isFolder: false))
        #expect(rules.ignores(["top"], isFolder: false) && !rules.ignores(["d", "top"], isFolder: false))
    }

    /// Long patterns of stars cost their length times the name's, not its power.
    @Test func starsAreCheap() {
        let name = String(repeating: "a", count: 5000)
        #expect(!ignores(String(repeating: "*a", count: 2000) + "b", name))
        #expect(!ignores(String(repeating: "**/a/", count: 500) + "b", String(repeating: "a/", count: 1000)))
    }

    /// Random rules and paths, put to `git check-ignore`.
    @Test func asGitHasIt() throws {
        print("seed \(SeededGenerator.runSeed)")
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        let folder = try TemporaryFolder()
        func git(_ arguments: String..., input: String = "") throws -> CommandRun {
            try CommandRun(
                "/usr/bin/env", ["git"] + arguments, in: folder.path,
                environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"], input: input)
        }
        guard try git("init", "-q", ".").code == 0 else { return print("skipped: there is no git") }
        let words = ["a", "b", "ab", "*", "?", "**", "a*", "*b", "[ab]", "[!a]", "a?", "*a*", "\\a"]
        let names = ["a", "b", "ab", "ba", "aab", "c"]
        var compared = 0
        for _ in 0..<30 {
            let rules = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (Bool.random(using: &random) && Bool.random(using: &random) ? "!" : "") + (Bool.random(using: &random) ? "/" : "")
                    + (0..<Int.random(in: 1...3, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined(
                        separator: "/")
            }
            try folder.write(rules.joined(separator: "\n") + "\n", to: ".gitignore")
            let paths = (0..<30).map { _ in
                (0..<Int.random(in: 1...4, using: &random)).map { _ in names.randomElement(using: &random) ?? "" }.joined(separator: "/")
            }
            // None of these is there, so git takes the last name for a file and those before it for folders.
            let run = try git("check-ignore", "--no-index", "--stdin", "-z", input: paths.map { $0 + "\0" }.joined())
            let ignored = Set(run.output.split(separator: "\0").map(String.init))
            let own = IgnoreRules().adding(Array(rules.joined(separator: "\n").utf8), depth: 0)
            for path in paths {
                let parts = path.split(separator: "/")
                let isIgnored = (1...parts.count).contains { own.ignores(Array(parts.prefix($0)), isFolder: $0 < parts.count) }
                #expect(isIgnored == ignored.contains(path), "\(rules) of \(path)")
                compared += 1
            }
        }
        print("\(compared) paths put to git")
    }
}
