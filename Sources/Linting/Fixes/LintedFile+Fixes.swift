import Manifests
public import PolicyRules

extension LintedFile {
    /// For each finding how to mend it in the file; nil where that is not possible, or where it would change more than the finding is about:
    /// a value that aliases repeat is changed only if the same edit is right wherever it is used. An AdmissionReview is never edited, for it is
    /// what an API server said. Worked out anew each time.
    public var fixes: [Fix?] {
        guard !holdsRequests else { return findings.map { _ in nil } }
        let fixes = findings.map(\.finding.fix)
        guard fixes.contains(where: { fix in fix?.edits.contains { $0.nodes.contains(where: \.mayBeRepeated) } ?? false }) else {
            return fixes
        }
        var uses = Uses()
        // Who asks for an edit: each use of a repeated value has findings of its own.
        var askers: [Fix.Edit: Set<ManifestNode.ID>] = [:]
        for case let fix? in fixes {
            for edit in fix.edits { askers[edit, default: []].formUnion(edit.nodes.map(\.id)) }
        }
        return fixes.map { fix in
            guard let fix else { return nil }
            let isRight = fix.edits.allSatisfy { edit in edit.nodes.allSatisfy { uses.count(of: $0) <= askers[edit]?.count ?? 0 } }
            return isRight ? fix : nil
        }
    }

    /// How many fixes of a sort there are.
    func fixCount(_ safety: Fix.Safety) -> Int { fixes.count { $0?.safety == safety } }

    /// How often values are used, document by document.
    private struct Uses {
        private var known: [ObjectIdentifier: ValueUses] = [:]

        /// Also through the texts around the node's document, which may be used more than once themselves.
        mutating func count(of node: ManifestNode) -> Int {
            var count = 1
            var next: ManifestNode? = node
            while let here = next {
                if here.tree.mayRepeatValues {
                    let uses = known[ObjectIdentifier(here.tree)] ?? ValueUses(in: here.tree)
                    known[ObjectIdentifier(here.tree)] = uses
                    count *= uses.count(of: here)
                }
                next = here.hostOfDocument
            }
            return count
        }
    }
}

extension ManifestNode {
    fileprivate var mayBeRepeated: Bool { tree.mayRepeatValues || hostOfDocument?.mayBeRepeated ?? false }
}
