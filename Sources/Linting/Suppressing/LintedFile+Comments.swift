import Configuration
import Manifests
import PolicyKinds
import PolicyRules

extension LintedFile {
    /// What setting findings aside by comments needs to know of a file.
    struct Commented {
        /// The file's documents, in order.
        var documents: [ManifestTree] = []
        /// Those in texts of them.
        private var embedded: [ManifestTree] = []
        /// In the order of the file.
        private var objects: [(node: ManifestNode, linted: LintedObject)] = []

        mutating func add(_ object: PolicyObject, _ linted: LintedObject, _ findings: [Finding]) {
            embedded += ManifestTree.embedded(in: object, findings)
            objects.append((object.node, linted))
        }

        var comments: SuppressionComments { SuppressionComments(in: documents + embedded) }

        /// The object that a comment stands in; of one in front of all objects the first.
        func object(at place: Place) -> (node: ManifestNode, linted: LintedObject)? {
            let start = place.span.start
            var (low, high) = (0, objects.count)
            while low < high {
                let middle = (low + high) / 2
                if objects[middle].node.span.start <= start { low = middle + 1 } else { high = middle }
            }
            return low > 0 ? objects[low - 1] : objects.first
        }
    }

    /// Sets findings aside as the file's comments say, and reports what is wrong with the comments. An error that the cluster denies all the
    /// same stays as an info: a comment must not make a reviewer believe that the object gets in.
    mutating func apply(_ commented: Commented, _ settings: CompiledSettings, _ day: CalendarDay) {
        let comments = commented.comments
        let (isSilenced, reports) = Suppressions(comments: comments.suppressions, on: day).applied(to: findings.map(\.finding))
        let exempt = Set(settings.exemptions.namespaces)
        findings = zip(findings, isSilenced).compactMap { linted, isSilenced in
            guard isSilenced else { return linted }
            let isDenied = linted.isSeenByCluster && linted.finding.denies
            guard isDenied, !exempt.contains(linted.object.identity.namespace) else { return nil }
            var linted = linted
            linted.finding.severity = .info
            linted.finding.remark = "(an error that a comment silences here; the cluster sees no comments and denies it)"
            return linted
        }
        for report in comments.mistakes + reports {
            let node = report.place.node
            let other = LintedObject(identity: ObjectIdentity(other: node), start: lines.position(of: node.span.start))
            let object = commented.object(at: report.place) ?? (node, other)
            guard let graded = Self.graded(report, by: settings, in: object.linted.identity.namespace) else { continue }
            add(graded, of: object.linted, in: object.node)
        }
        countObjectsWithFindings()
    }
}

extension Finding {
    /// Whether a cluster's webhook that reviews the object finds it as well.
    func showsInCluster(on object: PolicyObject) -> Bool {
        object.kind.isKubernetesObject && object.kind.isServed && !object.kind.isHost && rule.showsEverywhere
    }
}
