import PolicyKinds
import PolicyRules
import SocketOptions

extension ConfigurationKey {
    /// The keys of the configuration file.
    public static let all: [ConfigurationKey] = [
        ConfigurationKey("environment", "What the gateway's proxies run on, and what stands on the way.", .section(environment)),
        ConfigurationKey("thresholds", "Where a risk begins to be worth a warning.", .section(thresholds)),
        ConfigurationKey(
            "rules", "What becomes of a rule's findings, by code or name.", .map(keys: ruleNames, setting), standard: .emptyMap),
        ConfigurationKey(
            "suppressions", "Who may set findings aside.",
            .section([
                ConfigurationKey(
                    "admission", "What an author's annotation silences.",
                    .choice(ReviewContext.AnnotationReach.allCases.map(\.rawValue) + ["allow", "refuse"]), standard: .text("warnings"))
            ])),
        ConfigurationKey(
            "exemptions", "Requests that the webhook lets through unseen.",
            .section([
                ConfigurationKey("namespaces", "Of the object.", .list(of: .name), standard: .texts([])),
                ConfigurationKey("usernames", "Of who asks.", .list(of: .name), standard: .texts([])),
                ConfigurationKey("groups", "Of who asks.", .list(of: .name), standard: .texts([])),
            ])),
        ConfigurationKey("enforcement", "What becomes of findings in the cluster.", enforcement, standard: .text("deny")),
        ConfigurationKey(
            "environments", "Other settings for some namespaces and gateways; the first entry that fits holds.",
            .list(
                of: .section(
                    [
                        ConfigurationKey(
                            "match", "Of which objects; where it names both, both must fit.", .section(match, atLeastOne: true)),
                        ConfigurationKey("environment", "What is different of the general one.", .section(environment)),
                        ConfigurationKey("thresholds", "What is different of the general ones.", .section(thresholds)),
                        ConfigurationKey("rules", "What is different of the general ones.", .map(keys: ruleNames, setting)),
                        ConfigurationKey("enforcement", "In the place of the general one.", enforcement),
                    ], required: ["match"])), standard: .texts([])),
    ]

    private static let match: [ConfigurationKey] = [
        ConfigurationKey("namespaces", "Of the object: names, or beginnings with a *.", .list(of: namePattern, atLeastOne: true)),
        ConfigurationKey("gateways", "That it is applied to: names, or beginnings with a *.", .list(of: namePattern, atLeastOne: true)),
    ]

    /// A name as Kubernetes has it, or its beginning with a `*` behind it.
    private static let namePattern = Value.text(pattern: "^[a-z0-9.-]{0,253}\\*?$", orNumber: true)

    static let environment: [ConfigurationKey] = [
        ConfigurationKey(
            "platforms", "An option must hold on all of them.",
            .list(of: .choice(TargetPlatform.allCases.map(\.rawValue)), atLeastOne: true), standard: .texts(["linux/amd64", "linux/arm64"])),
        ConfigurationKey("kernel", "The oldest kernel of the nodes.", .release, standard: .text("5.10")),
        ConfigurationKey(
            "listenerFamily", "What the gateway binds; dual is :: that accepts IPv4.", .choice(ListenerFamily.allCases.map(\.rawValue)),
            standard: .text("dual")),
        ConfigurationKey(
            "capabilities", "What the proxy's container keeps.", .list(of: .choice(capabilities)), standard: .texts(["NET_BIND_SERVICE"])),
        ConfigurationKey(
            "releases", "The releases in the cluster; of a product that is not named any released one.",
            .map(keys: PolicyKinds.products.map(\.name), .release), standard: .emptyMap),
        ConfigurationKey("kgateway", "The old spelling of releases: {kgateway: …}.", .release, isOld: true),
        ConfigurationKey(
            "middleboxes", "On the way from clients to the gateway.", .list(of: middlebox),
            standard: .texts(["aws-nlb", "azure-lb", "gcp-firewall"])),
        ConfigurationKey("upstreamMiddleboxes", "On the way from the gateway to backends.", .list(of: middlebox), standard: .texts([])),
        ConfigurationKey(
            "network", "What the network does.",
            .section([ConfigurationKey("packetLoss", "One-way loss that is assumed for false drops.", .percentage, standard: .text("0.1%"))]
            )),
    ]

    static let thresholds: [ConfigurationKey] = [
        ConfigurationKey(
            "falseDropsPerDay", "The chance that a healthy connection, idle all day, is cut within the day.", .percentage,
            standard: .text("1%")),
        ConfigurationKey("detection", "The time until a dead peer is noticed.", .duration, standard: .text("15m")),
        ConfigurationKey("probeEvery", "The idle time below which probes are too often.", .duration, standard: .text("10s")),
        ConfigurationKey("probeInterval", "The interval below which probes are too often.", .duration, standard: .text("2s")),
    ]

    private static let middlebox = Value.either([
        .choice(Middlebox.profiles.map(\.name)),
        .section(
            [
                ConfigurationKey("name", "What reports call it.", .text(pattern: "^.{1,40}$", orNumber: true)),
                ConfigurationKey("idleTimeout", "The silence after which it forgets a connection.", .duration),
                ConfigurationKey(
                    "probesReset", "Whether a keepalive probe resets its timer; a proxy's does not.", .flag(), standard: .flag(true)),
            ], required: ["name", "idleTimeout"]),
    ])

    /// With and without the prefix of capabilities(7).
    private static let capabilities: [String] = (["NET_BIND_SERVICE", "NET_RAW", "NET_ADMIN", "ALL"] + ConfigurationFile.otherCapabilities)
        .flatMap { [$0, "CAP_" + $0] }

    static let ruleNames: [String] = RuleRegistry.all.flatMap { [$0.code, $0.name] }

    /// `off` without quotes is false to YAML 1.1.
    private static let grade = Value.either([.choice(Severity.allCases.map(\.word) + ["off"]), .flag(only: false)])

    private static let enforcement = Value.choice(Enforcement.allCases.map(\.rawValue))

    /// A severity alone, or with an enforcement of its own.
    static let setting = Value.either([
        grade,
        .section(
            [
                ConfigurationKey("severity", "In the place of the rule's own.", grade),
                ConfigurationKey("enforcement", "In the place of the general one.", enforcement),
            ], atLeastOne: true),
    ])
}
