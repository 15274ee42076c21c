import Manifests
import PolicyKinds
import PolicyRules

extension ConfigurationFile {
    /// What is written takes the place of what was there, key by key.
    static func readRules(_ node: ManifestNode, into settings: inout RuleSettings) throws(ConfigurationError) {
        if node.kind == .null { return }
        guard node.kind == .mapping else { throw node.error("a map of rules is due here, such as SW205: off") }
        var seen: Set<String> = []
        for (key, value) in node.entries {
            let name = key.text
            guard let rule = RuleRegistry.rule(name) else {
                let known = RuleRegistry.all.flatMap { [$0.code, $0.name] }
                let hint = spelling(of: name, among: known).map { "did you mean \($0)?" } ?? "sockwarden rules lists them"
                throw key.error("\(quoted(name)) is no rule: \(hint)")
            }
            guard seen.insert(rule.code).inserted else { throw key.error("\(rule.code) (\(rule.name)) is set twice; keep one") }
            try readSetting(value, into: &settings.byCode[rule.code, default: RuleSettings.Setting()])
        }
    }

    /// A severity alone, or a map of severity and enforcement.
    private static func readSetting(_ node: ManifestNode, into setting: inout RuleSettings.Setting) throws(ConfigurationError) {
        guard node.kind == .mapping else {
            setting.grade = try readGrade(node, "error, warning, info or off is due here, or {severity: …, enforcement: …}")
            return
        }
        let keys = try node.section("severity", "enforcement")
        if keys.isEmpty { throw node.error("severity or enforcement is due here, such as {severity: warning, enforcement: audit}") }
        for (key, value) in keys {
            switch key {
            case "severity": setting.grade = try readGrade(value, "error, warning, info or off is due here")
            default: setting.enforcement = try value.choice(Enforcement.self)
            }
        }
    }

    /// `off` is a boolean to YAML, so false means it as well.
    private static func readGrade(_ node: ManifestNode, _ due: String) throws(ConfigurationError) -> RuleSettings.Setting.Grade {
        if node.kind == .bool, node.hasText("false") { return .off }
        let text = node.kind == .string ? node.text : ""
        if text == "off" { return .off }
        guard let severity = Severity.allCases.first(where: { $0.word == text }) else { throw node.error(due) }
        return .severity(severity)
    }
}
