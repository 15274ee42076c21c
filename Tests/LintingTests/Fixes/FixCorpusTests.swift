import Configuration
import MangledPolicies
import Manifests
import PolicyKinds
import PolicyRules
import TestSupport
import Testing

@testable import Linting

/// Policies of every kind with the mistakes that have fixes, in every layout: after mending, nothing is left that could be mended, and
/// nothing else has changed.
@Suite struct FixCorpusTests {
    static let seed = SeededGenerator.runSeed
    static let policies = MangledPolicy.all(perSetting: 3, seed: seed)

    private static func review(_ day: CalendarDay) -> ([UInt8]) -> LintedFile {
        { LintedFile(name: "policy.yaml", source: $0, settings: Settings(), day: day) }
    }

    @Test func everyPolicyIsMended() throws {
        let review = Self.review(try #require(CalendarDay(year: 2026, month: 11, day: 23)))
        var (mended, clean, found, applied) = (0, 0, 0, 0)
        var left: [String: Int] = [:]
        for policy in Self.policies {
            let source = Array(policy.text.utf8)
            let before = review(source)
            let comment = Comment(rawValue: "seed \(Self.seed), \(policy)\n\(policy.text)")
            #expect(before.problems.isEmpty && !before.objects.isEmpty, comment)
            let fixed = FixedSource(source, before, upTo: .unsafe, review: review)
            found += before.findings.count
            applied += fixed.count
            let result = String(decoding: fixed.source, as: UTF8.self)
            let after = Comment(rawValue: "seed \(Self.seed), \(policy)\n\(policy.text)\nbecomes\n\(result)")
            let fixable = zip(fixed.file.findings, fixed.file.fixes).filter { $0.1 != nil }.map { $0.0.finding.rule.code }
            #expect(fixable.isEmpty && !fixed.isUnfinished, after)
            #expect(fixed.file.problems.isEmpty, after)
            if fixed.source != source { mended += 1 }
            if fixed.file.findings.isEmpty { clean += 1 }
            for finding in fixed.file.findings { left[finding.finding.rule.code, default: 0] += 1 }

            let again = FixedSource(fixed.source, fixed.file, upTo: .unsafe, review: review)
            #expect(again.source == fixed.source && again.count == 0, after)
            Self.checkThatTheRestStays(policy, source, fixed.source, after)

            let safe = FixedSource(source, before, upTo: .safe, review: review)
            #expect(safe.file.fixes.allSatisfy { $0?.safety != .safe } && !safe.isUnfinished, after)
        }
        print(
            "fixes: \(Self.policies.count) mangled policies of \(Set(Self.policies.map(\.kind)).count) kinds, seed \(Self.seed): \(found) findings, "
                + "\(mended) policies mended by \(applied) fixes, \(clean) without a finding afterwards; left without a fix: "
                + left.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
        #expect(Self.policies.count >= 200 && Set(Self.policies.map(\.kind)).count >= PolicyKinds.all.count / 2)
        // Hosts hold most of the others as JSON in a text, which is not edited in place.
        #expect(mended > 200)
    }

    /// What stands before and behind the map that holds the setting, comments, anchors and line ends.
    private static func checkThatTheRestStays(_ policy: MangledPolicy, _ source: [UInt8], _ result: [UInt8], _ comment: Comment) {
        let text = String(decoding: result, as: UTF8.self)
        #expect(!text.contains(Layout.suppression), comment)
        for word in policy.text.split(whereSeparator: \.isNewline).compactMap({ line in
            line.range(of: "# comment").map { line[$0.lowerBound...].replacing(Layout.suppression, with: "") }
        }) {
            #expect(text.contains(word), "\(word) is lost; \(comment)")
        }
        if policy.layout.endsLinesWithCRLF {
            let lone = zip(result, [0] + result).contains { $0.0 == 0x0A && $0.1 != 0x0D }
            #expect(!lone, comment)
        }
        guard case .success(let tree)? = ManifestReader.documents(in: source).first,
            let object = tree.objects.first.flatMap(PolicyObject.init(from:)),
            let setting = object.configurations.first(where: { $0.setting.path == policy.setting.path }), let map = setting.node.parent
        else { return }
        let span = Place(map).span
        let head = source[..<span.start].withoutSuppressions
        var end = span.end
        while end < source.count, source[end] != 0x0A, source[end] != 0x0D { end += 1 }
        let tail = source[end...].withoutSuppressions
        #expect(result.starts(with: head) && result.reversed().starts(with: tail.reversed()), comment)
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutSuppressions: [UInt8] {
        Array(String(decoding: self, as: UTF8.self).replacing(Layout.suppression, with: "").utf8)
    }
}

extension StringProtocol {
    fileprivate func range(of word: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(word) }.map { $0..<index($0, offsetBy: word.count) }
    }
}
