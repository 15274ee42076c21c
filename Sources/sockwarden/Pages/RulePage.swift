import PolicyKinds
import PolicyRules

/// What `sockwarden explain` prints of a rule.
enum RulePage {
    static func text(of rule: Rule) -> String {
        let documentation = rule.documentation
        let example = documentation.example
        var text = "\(rule.code) \(rule.name) (\(rule.severity.word))\n\n\(Layout.wrapped(documentation.finds))\n"
        text += "\nWhy it matters:\n\(Layout.wrapped(documentation.why))\n"
        if let configuration = example.configuration { text += "\nWith the configuration:\n\(Layout.indented(configuration))" }
        if let old = example.old { text += "\nAn object that was:\n\(Layout.indented(old))" }
        text += "\nExample:\n\(Layout.indented(example.manifest))"
        text += "\nWrite instead:\n\(Layout.wrapped(documentation.instead))\n\n\(Layout.indented(example.mended))"
        return text
    }
}
