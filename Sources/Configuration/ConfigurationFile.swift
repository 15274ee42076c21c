import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions

/// The configuration file, `.sockwarden.yaml`.
public enum ConfigurationFile {
    /// What the file of a folder is called.
    public static let name = ".sockwarden.yaml"

    /// Reads the file. What it does not say keeps its default; what it says wrong is refused with the place.
    public static func read(_ source: [UInt8]) throws(ConfigurationError) -> Settings {
        var settings = Settings()
        let documents = ManifestReader.documents(in: source)
        guard let first = documents.first else { return settings }
        let tree = try tree(first, of: source)
        if documents.count > 1 {
            throw try Self.tree(documents[1], of: source).root.error("a second document begins here; a configuration file is one document")
        }

        let keys = try tree.root.section(
            "environment", "thresholds", "rules", "suppressions", "exemptions", "enforcement", "environments")
        for (key, value) in keys {
            switch key {
            case "environment": try readEnvironment(value, into: &settings.environment, &settings.hints)
            case "thresholds": try readThresholds(value, into: &settings.environment.thresholds)
            case "rules": settings.rules = try readRules(value)
            case "suppressions":
                for (_, value) in try value.section("admission") {
                    settings.annotations = try readAnnotationReach(value, &settings.hints)
                }
            case "exemptions": try readExemptions(value, into: &settings.exemptions)
            case "enforcement": settings.enforcement = try value.choice(Enforcement.self)
            default:
                throw value.error("environments is reserved for clusters with several node pools and not read yet; write environment")
            }
        }
        return settings
    }

    private static func tree(
        _ document: Result<ManifestTree, ReadingError>, of source: [UInt8]
    ) throws(ConfigurationError) -> ManifestTree {
        do {
            return try document.get()
        } catch {
            throw ConfigurationError(error.message, at: SourceSpan(start: error.offset, end: error.offset), in: source)
        }
    }

    private static func readEnvironment(
        _ node: ManifestNode, into environment: inout TargetEnvironment, _ hints: inout [String]
    ) throws(ConfigurationError) {
        let keys = try node.section(
            "platforms", "kernel", "listenerFamily", "capabilities", "releases", "kgateway", "middleboxes", "upstreamMiddleboxes", "network"
        )
        for (key, value) in keys {
            switch key {
            case "platforms":
                environment.platforms = []
                for item in try value.items("platforms") {
                    let platform = try item.choice(TargetPlatform.self)
                    if !environment.platforms.contains(platform) { environment.platforms.append(platform) }
                }
                if environment.platforms.isEmpty { throw value.error("at least one platform is due here, such as linux/amd64") }
            case "kernel":
                let release = try value.release("kernel release such as \"5.10\"")
                environment.kernel = KernelVersion(release.major, release.minor)
            case "listenerFamily": environment.listenerFamily = try value.choice(ListenerFamily.self)
            case "capabilities": environment.capabilities = try readCapabilities(value)
            case "releases": environment.releases = try readReleases(value)
            case let product where oldSpellings.contains(product):
                if keys.contains(where: { $0.key == "releases" }) {
                    throw value.error("\(product) is the old spelling of releases: {\(product): …}; write it there")
                }
                let release = try value.release("\(product) release such as \"2.3\"")
                environment.releases[product] = Release(release.major, release.minor)
                hints.append(
                    value.hint("\(product) is the old spelling; write releases: {\(product): \"\(release.major).\(release.minor)\"}"))
            case "middleboxes": environment.middleboxes = try readMiddleboxes(value)
            case "upstreamMiddleboxes": environment.upstreamMiddleboxes = try readMiddleboxes(value)
            default: for (_, value) in try value.section("packetLoss") { environment.packetLoss = try value.fraction() }
            }
        }
    }

    /// Products that once had a key of their own under `environment`.
    private static let oldSpellings = ["kgateway"]

    private static func readReleases(_ node: ManifestNode) throws(ConfigurationError) -> [String: Release] {
        let products = PolicyKinds.products.map(\.name) + ["envoy"]
        var releases: [String: Release] = [:]
        for (key, value) in try node.section(products) {
            let release = try value.release("\(key) release such as \"2.3\"")
            releases[key] = Release(release.major, release.minor)
        }
        return releases
    }

    /// `allow` and `refuse` are the old spellings of `all` and `none`.
    private static func readAnnotationReach(
        _ node: ManifestNode, _ hints: inout [String]
    ) throws(ConfigurationError) -> ReviewContext.AnnotationReach {
        let oldSpellings: [(StaticString, ReviewContext.AnnotationReach)] = [("allow", .all), ("refuse", .none)]
        guard node.kind == .string, let (old, reach) = oldSpellings.first(where: { node.hasText($0.0) }) else {
            return try node.choice(ReviewContext.AnnotationReach.self)
        }
        hints.append(node.hint("\(old) is the old spelling; write \(reach.rawValue)"))
        return reach
    }

    private static func readThresholds(_ node: ManifestNode, into thresholds: inout Thresholds) throws(ConfigurationError) {
        for (key, value) in try node.section("falseDropsPerDay", "detection", "probeEvery", "probeInterval") {
            switch key {
            case "falseDropsPerDay": thresholds.falseDropsPerDay = try value.fraction()
            case "detection": thresholds.detection = try value.seconds()
            case "probeEvery": thresholds.probeEvery = try value.seconds()
            default: thresholds.probeInterval = try value.seconds()
            }
        }
    }

    /// The capabilities as a security context names them. Those that no socket option asks for are known and mean nothing here.
    private static func readCapabilities(_ node: ManifestNode) throws(ConfigurationError) -> CapabilitySet {
        var capabilities: CapabilitySet = []
        for item in try node.items("capabilities") {
            let written = try item.scalar("a capability such as NET_ADMIN")
            let name = written.hasPrefix("CAP_") ? String(written.dropFirst(4)) : written
            switch name {
            case "NET_BIND_SERVICE": capabilities.insert(.netBindService)
            case "NET_RAW": capabilities.insert(.netRaw)
            case "NET_ADMIN": capabilities.insert(.netAdmin)
            case "ALL": capabilities.formUnion(.all)
            case _ where otherCapabilities.contains(name): break
            default:
                let known = ["NET_BIND_SERVICE", "NET_RAW", "NET_ADMIN", "ALL"] + otherCapabilities
                let hint = spelling(of: name, among: known).map { "did you mean \($0)?" } ?? "socket options ask for NET_RAW and NET_ADMIN"
                throw item.error("\(quoted(written)) is no capability that is known: \(hint)")
            }
        }
        return capabilities
    }

    /// The others of capabilities(7).
    static let otherCapabilities = [
        "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE",
        "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE",
        "MKNOD", "NET_BROADCAST", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT",
        "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
    ]

    private static func readMiddleboxes(_ node: ManifestNode) throws(ConfigurationError) -> [Middlebox] {
        var middleboxes: [Middlebox] = []
        for item in try node.items("middleboxes") {
            middleboxes.append(item.kind == .mapping ? try readOwnMiddlebox(item) : try readProfile(item))
        }
        return middleboxes
    }

    private static func readProfile(_ node: ManifestNode) throws(ConfigurationError) -> Middlebox {
        let name = try node.scalar("a middlebox's name, or {name, idleTimeout, probesReset}")
        if let profile = Middlebox.profile(name) { return profile }
        let known = Middlebox.profiles.map(\.name)
        let hint = spelling(of: name, among: known).map { "did you mean \($0)?" } ?? "the profiles are \(known.joined(separator: ", "))"
        throw node.error("\(quoted(name)) is no middlebox that is known: \(hint)")
    }

    private static func readOwnMiddlebox(_ node: ManifestNode) throws(ConfigurationError) -> Middlebox {
        var name: String?
        var idleTimeout: Int64?
        var probesReset = true
        for (key, value) in try node.section("name", "idleTimeout", "probesReset") {
            switch key {
            case "name": name = try value.name("a middlebox's name")
            case "idleTimeout": idleTimeout = try value.seconds()
            default:
                guard value.kind == .bool else { throw value.error("true or false is due here") }
                probesReset = value.hasText("true")
            }
        }
        guard let name, let idleTimeout else { throw node.error("a middlebox of your own needs a name and an idleTimeout such as 350s") }
        return Middlebox(name: name, idleTimeout: idleTimeout, probesReset: probesReset)
    }

    private static func readRules(_ node: ManifestNode) throws(ConfigurationError) -> RuleSettings {
        var settings = RuleSettings()
        if node.kind == .null { return settings }
        guard node.kind == .mapping else { throw node.error("a map of rules is due here, such as SW205: off") }
        for (key, value) in node.entries {
            let name = key.text
            guard let rule = RuleRegistry.rule(name) else {
                let known = RuleRegistry.all.flatMap { [$0.code, $0.name] }
                let hint = spelling(of: name, among: known).map { "did you mean \($0)?" } ?? "sockwarden rules lists them"
                throw key.error("\(quoted(name)) is no rule: \(hint)")
            }
            if settings.byCode[rule.code] != nil { throw key.error("\(rule.code) (\(rule.name)) is set twice; keep one") }
            settings.byCode[rule.code] = try readSetting(value)
        }
        return settings
    }

    /// `off` is a boolean to YAML, so false means it as well.
    private static func readSetting(_ node: ManifestNode) throws(ConfigurationError) -> RuleSettings.Setting {
        if node.kind == .bool, node.hasText("false") { return .off }
        let text = node.kind == .string ? node.text : ""
        if text == "off" { return .off }
        guard let severity = Severity.allCases.first(where: { $0.word == text }) else {
            throw node.error("error, warning, info or off is due here")
        }
        return .severity(severity)
    }

    private static func readExemptions(_ node: ManifestNode, into exemptions: inout Exemptions) throws(ConfigurationError) {
        for (key, value) in try node.section("namespaces", "usernames", "groups") {
            switch key {
            case "namespaces": exemptions.namespaces = try value.texts("namespaces")
            case "usernames": exemptions.usernames = try value.texts("user names")
            default: exemptions.groups = try value.texts("groups")
            }
        }
    }
}
