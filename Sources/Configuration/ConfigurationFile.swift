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
            case "rules": try readRules(value, into: &settings.rules)
            case "suppressions":
                for (_, value) in try value.section("admission") {
                    settings.annotations = try readAnnotationReach(value, &settings.hints)
                }
            case "exemptions": try readExemptions(value, into: &settings.exemptions)
            case "enforcement": settings.enforcement = try value.choice(Enforcement.self)
            // They stand on what is said in general, wherever that stands in the file.
            default: break
            }
        }
        for (key, value) in keys where key == "environments" { try readEnvironments(value, into: &settings) }
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

    /// What is written takes the place of what was there, key by key.
    static func readEnvironment(
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
            case "releases": try readReleases(value, into: &environment.releases)
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

    private static func readReleases(_ node: ManifestNode, into releases: inout [String: Release]) throws(ConfigurationError) {
        let products = PolicyKinds.products.map(\.name)
        for (key, value) in try node.section(products) {
            let release = try value.release("\(key) release such as \"2.3\"")
            releases[key] = Release(release.major, release.minor)
        }
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

    static func readThresholds(_ node: ManifestNode, into thresholds: inout Thresholds) throws(ConfigurationError) {
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
