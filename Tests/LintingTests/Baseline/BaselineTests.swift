import Foundation
import Manifests
import PolicyRules
import TestSupport
import Testing

@testable import Linting

/// Known findings pass, others do not, and what no longer occurs is named.
@Suite struct BaselineTests {
    /// The codes of what stays.
    private func codes(_ linted: Linted, _ filter: inout BaselineFilter) -> [String] {
        linted.inputs.flatMap { input -> [String] in
            guard case .reviewed(let file) = filter.apply(input) else { return [] }
            return file.findings.map(\.finding.rule.code)
        }
    }

    private func written(_ linted: Linted, path: String = "base.json") -> Baseline {
        var filter = BaselineFilter(Baseline([]), path: path, isWritten: true)
        #expect(codes(linted, &filter).isEmpty)
        return filter.baseline
    }

    private func known(_ baseline: Baseline, path: String = "base.json") -> BaselineFilter {
        BaselineFilter(baseline, path: path, isWritten: false)
    }

    private let risky = foreign.replacing("intValue: 2}", with: "intValue: 1}")

    @Test func survivesShiftedLinesAndMovedItems() throws {
        let baseline = try written(lint(risky))
        #expect(baseline.entries.map(\.code) == ["SW102", "SW207"])
        var filter = known(baseline)
        #expect(codes(try lint("# one\n# two\n" + risky), &filter).isEmpty && filter.knownCount == 2 && filter.stale.isEmpty)
        // The options in another order: the numbers in their paths change, what they say does not.
        var lines = risky.split(separator: "\n", omittingEmptySubsequences: false)
        lines.swapAt(6, 8)
        filter = known(baseline)
        #expect(codes(try lint(lines.joined(separator: "\n")), &filter).isEmpty)
        // An option that changes is a new finding, and the old one is gone.
        filter = known(baseline)
        #expect(
            codes(try lint(risky.replacing("level: 65535, name: 8, intValue: 1", with: "level: 65535, name: 8, intValue: 2")), &filter) == [
                "SW102"
            ])
        #expect(filter.stale.map(\.code) == ["SW102"])
        // Another object, another file.
        filter = known(baseline)
        #expect(codes(try lint(risky.replacing("name: p", with: "name: q")), &filter).count == 2)
        filter = known(baseline)
        #expect(codes(try lint([("2.yaml", risky)]), &filter).count == 2)
    }

    @Test func countsWhatIsThere() throws {
        let baseline = try written(lint(risky + "---\n" + risky))
        #expect(baseline.entries.count == 4 && Set(baseline.entries.map(\.fingerprint)).count == 4)
        var filter = known(baseline)
        #expect(codes(try lint(risky + "---\n" + risky + "---\n" + risky), &filter) == ["SW102", "SW207"])
        filter = known(baseline)
        #expect(codes(try lint(risky), &filter).isEmpty && filter.stale.count == 2)
    }

    @Test func whatARunDoesNotLookAtIsNotStale() throws {
        let folder = try TemporaryFolder()
        let (a, b) = (try folder.write(risky, to: "a.yaml"), try folder.write(risky, to: "d/b.yaml"))
        let path = folder.path + "/ci/base.json"
        let baseline = try written(lint([(a, risky), (b, risky), ("<stdin>", risky)]), path: path)
        #expect(Set(baseline.entries.map(\.file)) == ["../a.yaml", "../d/b.yaml", "<stdin>"])
        var filter = known(baseline, path: path)
        #expect(codes(try lint([(a, risky)]), &filter).isEmpty && filter.stale.isEmpty)
        try FileManager.default.removeItem(atPath: b)
        #expect(filter.stale.map(\.file) == ["../d/b.yaml", "../d/b.yaml"])
        _ = filter.apply(.skipped(SkippedInput(path: folder.path + "/d/b.yaml", reason: "")))
        #expect(filter.stale.count == 2)
    }

    @Test func readsWhatItWrites() throws {
        let baseline = try written(lint([("b \"x\".yaml", risky), ("a.yaml", risky)]))
        let text = String(decoding: baseline.bytes, as: UTF8.self)
        #expect(text.split(separator: "\n").count == 3 + 4 + 2 && text.hasSuffix("\n  ]\n}\n"))
        #expect(try Baseline(reading: baseline.bytes).entries == baseline.entries)
        #expect(try Baseline(reading: Baseline([]).bytes).entries.isEmpty)
        #expect(try written(lint([("a.yaml", risky), ("b \"x\".yaml", risky)])).bytes == baseline.bytes)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(baseline.bytes)) as? [String: Any])
        #expect(json["version"] as? Int == 1 && (json["findings"] as? [[String: String]])?.count == 4)
    }

    @Test(arguments: [
        ("", 1, 1), ("[]", 1, 1), ("{}", 1, 1), ("{\"version\": 2, \"findings\": []}", 1, 13),
        ("{\"version\": \"1\", \"findings\": []}", 1, 13),
        ("{\"version\": 1}", 1, 1), ("{\"version\": 1,\n \"findings\": {}}", 2, 14),
        ("{\"version\": 1, \"findings\": [\n  {\"file\": 1}]}", 2, 12),
        ("{\"version\": 1, \"findings\": [\n  {\"file\": \"a\"}]}", 2, 3), ("{\"version\": 1,\n", 2, 1),
        ("{\"version\": 1, \"findings\": [7]}", 1, 29),
    ]) func aBadFileGetsALineWithItsPlace(text: String, line: Int, column: Int) {
        let error = #expect(throws: BaselineError.self) { try Baseline(reading: Array(text.utf8)) }
        #expect(error?.position.line == line && error?.position.column == column && error?.message.contains("\n") == false)
    }

    @Test func keysOfANewerReleaseArePassedOver() throws {
        #expect(try Baseline(reading: Array("{\"version\": 1, \"tool\": {}, \"findings\": []}".utf8)).entries.isEmpty)
    }

    @Test(arguments: [
        ("base.json", "/w", "a.yaml", "a.yaml"), ("base.json", "/w", "./d/../a.yaml", "a.yaml"),
        ("../base.json", "/w/d", "a.yaml", "d/a.yaml"),
        ("ci/base.json", "/w", "a.yaml", "../a.yaml"), ("/x/base.json", "/w", "a.yaml", "../w/a.yaml"),
        ("base.json", "/w", "/w/a.yaml", "a.yaml"),
        ("base.json", "/", "a.yaml", "a.yaml"), ("base.json", "/w", "<stdin>", "<stdin>"),
    ]) func filesAreNamedFromTheBaselinesFolder(baseline: String, current: String, name: String, expected: String) {
        #expect(PathsFromFolder(baseline, current: current).path(name) == expected)
    }
}
