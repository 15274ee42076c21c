import Manifests

/// What one object comes to that must hold in several environments.
public struct JoinedReview: Sendable {
    /// What is found in any of them, each once, by position, then code.
    public let findings: [Finding]
    /// What it does in any of them, each once.
    public let explanations: [Explanation]

    /// The same object's review in one environment after the other.
    public init(_ reviews: [(findings: [Finding], explanations: [Explanation])]) {
        findings = Self.join(reviews.map(\.findings))
        var texts: Set<String> = []
        explanations = reviews.flatMap(\.explanations).filter { texts.insert($0.text).inserted }
    }

    private static func join(_ lists: [[Finding]]) -> [Finding] {
        var joined: [(finding: Finding, count: Int)] = []
        var known: [Key: Int] = [:]
        for finding in lists.joined() {
            let index = known[Key(finding), default: joined.count]
            if index == joined.count {
                known[Key(finding)] = index
                joined.append((finding, 0))
            } else if finding.outweighs(joined[index].finding) {
                joined[index].finding = finding
            }
            joined[index].count += 1
        }
        // A suppression that silences something anywhere is of use.
        let kept = joined.filter { $0.finding.rule.code != Rule.unusedSuppression.code || $0.count >= lists.count }
        return PolicyReview.sorted(kept.map(\.finding))
    }

    private struct Key: Hashable {
        let code: String, message: String
        let start: Int, end: Int

        init(_ finding: Finding) {
            code = finding.rule.code
            message = finding.message
            start = finding.place.span.start
            end = finding.place.span.end
        }
    }
}

extension Finding {
    /// Whether it means more to whoever applies the object: a denial before a warning, and that before what only the audit log says.
    fileprivate func outweighs(_ other: Finding) -> Bool {
        func weight(_ finding: Finding) -> (Int, Int, Int) {
            (finding.denies ? 1 : 0, finding.enforcement == .audit ? 0 : 1, finding.severity.rawValue)
        }
        return weight(self) > weight(other)
    }
}
