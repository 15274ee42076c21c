import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions

/// What `sockwarden explain` and `sockwarden kinds` print of a kind.
enum KindPage {
    /// All kinds of this name, in any case of letters; nil where there is none.
    static func text(ofKind name: String) -> String? {
        let kinds = PolicyKinds.all.filter { $0.kind.lowercased() == name.lowercased() }
        return kinds.isEmpty ? nil : kinds.map(text).joined(separator: "\n")
    }

    private static func text(of kind: PolicyKind) -> String {
        let documentation = kind.documentation
        var text = "\(kind.kind), \(origin(of: kind)), of \(kind.product.title)\n\n\(Layout.wrapped(documentation.reads))\n"
        text += "\nWhat becomes of it:\n\(Layout.wrapped(documentation.becomes))\n"
        text += "\nFields:\n\(Layout.table(kind.settings.map { row(of: $0, in: kind) }, indent: "  "))"
        var seen: Set<String> = []
        for setting in kind.settings {
            guard case .keepalive(let form) = setting.holds, seen.insert(form.name + form.fieldNames.joined()).inserted else { continue }
            let isShared = form.sharedPrefix != nil
            text +=
                "\n\(isShared ? "Beside" : "In") \(form.name):\n"
                + Layout.table(form.fields.map { [$0.name, $0.form.words] }, indent: "  ")
            if isShared { continue }
            let defaults = form.fields.contains { $0.form.ownDefault != nil } ? "these defaults" : "the kernel's defaults"
            text += "  an empty block: \(form.whenEmpty == .nothing ? "nothing" : "keepalive with \(defaults)")\n"
        }
        for setting in kind.settings {
            guard case .fields(let form) = setting.holds, seen.insert(setting.path).inserted else { continue }
            text += "\nIn \(setting.fieldName):\n"
            text += Layout.table(
                form.fields.map {
                    [
                        $0.name,
                        "option \($0.key) in \(form.state.name), \(form.range.lowerBound) to \(form.range.upperBound); 0 sets nothing",
                    ]
                },
                indent: "  ")
        }
        if let example = example(of: kind) { text += "\nExample:\n\(Layout.indented(example))" }
        return text + "\nKnown from:\n" + documentation.sources.map { "\(Layout.wrapped($0))\n" }.joined()
    }

    /// "gateway.kgateway.dev/v1alpha1", or the message's package.
    static func origin(of kind: PolicyKind) -> String {
        guard kind.isKubernetesObject else { return kind.group }
        let versions = kind.isServed ? "/" + kind.versions.joined(separator: ", ") : ", which no release has"
        return kind.group.isEmpty ? String(versions.dropFirst()) : kind.group + versions
    }

    /// A setting in a row: its path, what it becomes, since when it is served.
    static func row(of setting: SettingPath, in kind: PolicyKind) -> [String] {
        [setting.path, setting.becomes.rawValue, setting.served(in: kind)]
    }

    /// A sound document of the kind, made from its first specimen.
    private static func example(of kind: PolicyKind) -> String? {
        guard kind.isServed || !kind.isKubernetesObject else { return nil }
        for setting in kind.settings {
            if case .never = setting.availability { continue }
            guard let specimen = setting.specimen else { continue }
            switch setting.holds {
            case .options: return specimen.document(with: options)
            case .fields(let form):
                guard let first = form.fields.first else { continue }
                return specimen.document(with: "{\"\(first.name)\": 184}")
            case .keepalive(let form):
                let values = zip(form.fields, [60, 20, 3] as [Int64]).filter(\.0.form.isApplied).map {
                    "\"\($0.name)\": \($0.form.json(of: $1))"
                }
                return specimen.document(with: "{" + values.joined(separator: ", ") + "}")
            }
        }
        return nil
    }

    private static let options =
        #"[{"description": "enable keepalive", "level": 1, "name": 9, "intValue": 1}, {"description": "idle", "level": 6, "name": 4, "intValue": 60}, "#
        + #"{"description": "interval", "level": 6, "name": 5, "intValue": 20}, {"description": "count", "level": 6, "name": 6, "intValue": 3}]"#

    static func write(_ kind: PolicyKind, to object: inout JSONWriter) {
        object.field("kind", kind.kind)
        object.field("group", kind.group)
        object.key("versions")
        object.array { array in for version in kind.versions { array.string(version) } }
        object.field("resource", kind.resource)
        object.field("product", kind.product.name)
        object.field("reads", kind.documentation.reads)
        object.field("becomes", kind.documentation.becomes)
        object.key("sources")
        object.array { array in for source in kind.documentation.sources { array.string(source) } }
        object.key("settings")
        object.array { array in
            for setting in kind.settings {
                array.object { written in
                    written.field("path", setting.path)
                    written.field("holds", setting.holds.isKeepalive ? "keepalive" : "options")
                    written.field("becomes", setting.becomes.rawValue)
                    written.field("served", setting.served(in: kind))
                }
            }
        }
    }
}
