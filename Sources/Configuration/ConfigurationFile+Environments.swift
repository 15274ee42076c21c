import Manifests
import PolicyKinds
import PolicyRules

extension ConfigurationFile {
    /// `environments`, once the general settings are complete.
    static func readEnvironments(_ node: ManifestNode, into settings: inout Settings) throws(ConfigurationError) {
        let general = settings
        for item in try node.items("environments, each with a match") {
            let keys = try item.section("match", "environment", "thresholds", "rules", "enforcement")
            var match: EnvironmentMatch?
            var own = general
            for (key, value) in keys {
                switch key {
                case "match": match = try readMatch(value)
                case "environment": try readEnvironment(value, into: &own.environment, &settings.hints)
                case "thresholds": try readThresholds(value, into: &own.environment.thresholds)
                case "rules": try readRules(value, into: &own.rules)
                default: own.enforcement = try value.choice(Enforcement.self)
                }
            }
            guard let match else {
                throw item.error("a match is due here: the namespaces or gateways that it is for; what is for all of them stands above")
            }
            settings.environments.append(MatchedSettings(match: match, settings: own))
        }
    }

    private static func readMatch(_ node: ManifestNode) throws(ConfigurationError) -> EnvironmentMatch {
        var match = EnvironmentMatch()
        let keys = try node.section("namespaces", "gateways")
        for (key, value) in keys {
            switch key {
            // A namespace's name is a DNS label, a gateway's a DNS subdomain (Kubernetes' object names).
            case "namespaces": match.namespaces = try readPatterns(value, key, longest: 63, punctuation: "-")
            default: match.gateways = try readPatterns(value, key, longest: 253, punctuation: "-.")
            }
        }
        if keys.isEmpty { throw node.error("namespaces or gateways are due here, such as namespaces: [edge, team-*]") }
        return match
    }

    private static func readPatterns(
        _ node: ManifestNode, _ what: String, longest: Int, punctuation: String
    ) throws(ConfigurationError) -> [NamePattern] {
        var patterns: [NamePattern] = []
        for item in try node.items(what) {
            let text = try item.scalar("the name of one of the \(what)")
            let name = text.utf8.last == UInt8(ascii: "*") ? text.dropLast() : text[...]
            guard !text.isEmpty, text.utf8.count <= longest, name.utf8.allSatisfy({ $0.isNameByte || punctuation.utf8.contains($0) }) else {
                throw item.error(
                    "\(quoted(text)) cannot be the name of one of the \(what): write a name, or its beginning with a * behind it: edge-*")
            }
            patterns.append(NamePattern(text))
        }
        // An empty list would be read as none by one person and as all by another.
        if patterns.isEmpty { throw node.error("at least one name is due here; for all of them write *") }
        return patterns
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
