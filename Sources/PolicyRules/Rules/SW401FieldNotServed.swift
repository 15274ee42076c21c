import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let fieldNotServed: Rule = Rule(
        code: "SW401", name: "field-not-served", severity: .warning,
        documentation: Documentation(
            finds: """
                A field that the cluster's API server does not know. In a file: one that no release of its product serves (a warning; an error where \
                `environment.releases` names a release), or that only later releases serve than the one named (an error). At admission a field that \
                arrives proves that it is served, and is no finding; but a field that only kubectl's last-applied-configuration annotation still shows \
                was thrown away (a warning), unless the object before the update had it: then its author took it out.
                """,
            why: """
                kubectl refuses an unknown field (`strict decoding error: unknown field "spec.socketOptions"`). Helm, Argo CD, Flux and \
                `--validate=false` have it pruned in silence: the policy is stored with its targets alone, is reported as accepted, and does nothing \
                (measured, kube-apiserver 1.36). If your CRD does serve it, switch SW401 off
                """,
            example: .fieldNotServed,
            instead: "a field that the release serves; the finding names it where there is one"),
        traits: .dependsOnOccasion,
        check: .object { review in
            switch review.context.origin {
            case .manifest: review.object.configurations.compactMap { notServed($0, in: review) }
            case .admission: thrownAway(in: review)
            }
        })

    /// In a file: what no release serves, or not the configured one.
    private static func notServed(_ configuration: SocketConfiguration, in review: WholeObject) -> Finding? {
        let product = configuration.setting.product ?? review.object.kind.product
        let release = review.environment.release(of: product)
        switch configuration.availability {
        case .always: return nil
        case .since(let first):
            guard let release, release < first else { return nil }
            return Finding(
                .fieldNotServed, .error, at: Place(configuration.node, .key),
                "\(product.title) \(release) does not serve \(configuration.fieldName) on \(withArticle(review.object.kind.kind)), \(first) and later do: "
                    + "\(configuration.setting.unserved); upgrade first",
                instead: "upgrade \(product.title) to \(first) or later first")
        case .never(let path):
            let advice = UnservedAdvice(for: configuration, in: review)
            return Finding(
                .fieldNotServed, release == nil ? .warning : .error, at: Place(configuration.node(of: path), .key),
                "no released \(product.title) serves `\(path)`: \(configuration.setting.unserved); \(advice.text)",
                instead: advice.text, fix: advice.fix(of: configuration))
        }
    }

    /// Whether `thrownAway` explains why an object is empty.
    static func saysThatAFieldWasThrownAway(in review: WholeObject) -> Bool {
        review.context.origin == .admission && !thrownAway(in: review).isEmpty
    }

    /// At admission: what the author wrote and the API server pruned.
    private static func thrownAway(in review: WholeObject) -> [Finding] {
        guard review.object.lastAppliedAnnotation != nil else { return [] }
        let fields = { (object: PolicyObject) in Set(object.configurations.compactMap { $0.unservedPath(in: object.kind) }) }
        var seen = fields(review.object).union(review.context.oldObject.map(fields) ?? [])
        // Reading the annotation costs as much as reading the object: only where it may say more.
        guard review.object.mayHaveApplied(any: review.object.kind.settings.map(\.fieldName)),
            let applied = review.object.lastAppliedConfiguration()
        else { return [] }
        let product = review.object.kind.product.title
        return applied.configurations.compactMap { configuration in
            guard let path = configuration.unservedPath(in: review.object.kind), seen.insert(path).inserted else { return nil }
            let written = configuration.writtenPath(in: applied)
            let place = Place(review.object.reading.body, .missing(String(path.dropFirst("spec.".count))))
            let what = "`\(written)`, as you applied it, was thrown away: the API server does not serve it"
            guard case .since(let first) = configuration.availability else {
                let advice = UnservedAdvice(for: configuration, in: review)
                return Finding(.fieldNotServed, at: place, "\(what); \(advice.text)", instead: advice.text)
            }
            return Finding(
                .fieldNotServed, at: place, "\(what); \(product) \(first) and later do, so upgrade first",
                instead: "upgrade \(product) to \(first) or later first")
        }
    }
}

extension SocketConfiguration {
    /// The setting's own field: "tcpKeepalive".
    fileprivate var fieldName: String { node.key?.text ?? "it" }

    /// The path of the field that some release does not serve, without positions; nil where all serve it.
    fileprivate func unservedPath(in kind: PolicyKind) -> String? {
        switch availability {
        case .always: nil
        case .never(let path): path
        // Whichever entry it stands in, the API server serves the field in all of them or in none.
        case .since: kind.settings.first { $0.fieldName == fieldName }?.path ?? setting.path
        }
    }

    /// The path as it stands in the object, or that of the unserved field around it.
    fileprivate func writtenPath(in object: PolicyObject) -> String {
        if case .never(let path) = availability { return path }
        return Place(node).path(in: object.node)
    }

    /// The node of the field that is not served, which may be one around the setting.
    fileprivate func node(of path: String) -> ManifestNode {
        let name = path.split(separator: ".").last.map(String.init) ?? ""
        var here: ManifestNode? = node
        while let current = here {
            if current.key?.isText(name) == true { return current }
            here = current.parent
        }
        return node
    }
}

extension PolicyObject {
    /// Whether the text of kubectl's annotation may hold one of these words. Much cheaper than reading it.
    fileprivate func mayHaveApplied(any words: [String]) -> Bool {
        guard let annotation = lastAppliedAnnotation else { return false }
        // The source is looked through as it stands: no escape hides a field's name, which kubectl writes in plain letters.
        return words.contains { annotation.sourceHolds($0) }
    }
}
