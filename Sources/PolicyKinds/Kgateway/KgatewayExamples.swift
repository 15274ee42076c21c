/// The manifests that the rules' documentation shows, each run as a test.
extension Example {
    /// A ListenerPolicy whose `spec.socketOptions` are these lines.
    public static func options(_ lines: String, mended: String, old: String? = nil, configuration: String? = nil) -> Example {
        Example(options(lines), mended: options(mended), old: old.map { options($0) }, configuration: configuration)
    }

    /// The same for a policy that picks a UDP listener by its name.
    public static func datagramOptions(_ lines: String, mended: String) -> Example {
        Example(options(lines, listener: "dns-udp"), mended: options(mended, listener: "dns-udp"))
    }

    /// A ListenerPolicy with one annotation and this many probes: what the examples of SW9xx are about.
    public static func annotated(_ annotation: String, probes: Int, mended: String, mendedProbes: Int) -> Example {
        func lines(_ probes: Int) -> String {
            """
            - {description: enable keepalive, level: 1, name: 9, intValue: 1}
            - {description: idle time, level: 6, name: 4, intValue: 60}
            - {description: keepalive interval, level: 6, name: 5, intValue: 20}
            - {description: keepalive probes count, level: 6, name: 6, intValue: \(probes)}
            """
        }
        return Example(options(lines(probes), annotation: annotation), mended: options(lines(mendedProbes), annotation: mended))
    }

    /// More options than any list has.
    public static let moreThanIsRead: Example = options(
        (0...ReadingLimits.options).map { "- {description: option \($0), level: 6, name: 4, intValue: 60}" }.joined(separator: "\n"),
        mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}")

    /// Gloo's and the guide's name and number of seconds where kgateway has its own name and a duration.
    public static let misspeltField: Example = listenerKeepalive(
        "keepaliveTime: 60, keepAliveInterval: 20s, keepAliveProbes: 3",
        mended: "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3")

    /// A number where a duration is due.
    public static let numberForDuration: Example = listenerKeepalive(
        "keepAliveTime: 60, keepAliveInterval: 20s, keepAliveProbes: 3",
        mended: "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3")

    /// A text that is no duration.
    public static let malformedDuration: Example = listenerKeepalive(
        "keepAliveTime: 1 min, keepAliveInterval: 20s, keepAliveProbes: 3",
        mended: "keepAliveTime: 1m, keepAliveInterval: 20s, keepAliveProbes: 3")

    /// No probes at all.
    public static let zeroCount: Example = listenerKeepalive(
        "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 0",
        mended: "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3")

    /// More seconds than the kernel takes.
    public static let overKernelMaximum: Example = listenerKeepalive(
        "keepAliveTime: 10h, keepAliveInterval: 20s, keepAliveProbes: 3",
        mended: "keepAliveTime: 5m, keepAliveInterval: 20s, keepAliveProbes: 3")

    /// A part of a second.
    public static let fractionOfSecond: Example = listenerKeepalive(
        "keepAliveTime: 60s, keepAliveInterval: 2500ms, keepAliveProbes: 5",
        mended: "keepAliveTime: 60s, keepAliveInterval: 3s, keepAliveProbes: 5")

    /// An entry for one port, which loses the default's keepalive.
    public static let replacedDefault: Example = Example(
        ports(""), mended: ports("      tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}\n"))

    /// The guide's field, which no release serves.
    public static let fieldNotServed: Example = Example(
        options("- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
        mended: listener("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"))

    /// Targets alone.
    public static let emptyPolicy: Example = Example(
        head, mended: listener("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"))

    /// An idle timeout of HTTP that comes before the first probe.
    public static let closedBeforeFirstProbe: Example = Example(
        listener("httpSettings: {idleTimeout: 45s}\n    tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"),
        mended: listener(
            "httpSettings: {idleTimeout: 600s}\n    tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"))

    private static func options(_ lines: String, listener: String? = nil, annotation: String? = nil) -> String {
        let section = listener.map { ", sectionName: \($0)" } ?? ""
        return """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata:
              name: example
            \(annotation.map { "  annotations:\n    \($0)\n" } ?? "")spec:
              targetRefs:
              - {group: gateway.networking.k8s.io, kind: Gateway, name: http\(section)}
              socketOptions:

            """ + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    private static func listenerKeepalive(_ fields: String, mended: String) -> Example {
        func policy(_ fields: String) -> String { listener("httpSettings: {idleTimeout: 3600s}\n    tcpKeepalive: {\(fields)}") }
        return Example(policy(fields), mended: policy(mended))
    }

    private static let head = """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: example
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http}

        """

    private static func listener(_ settings: String) -> String { head + "  default:\n    \(settings)\n" }

    private static func ports(_ keepalive: String) -> String {
        """
        \(head)  default:
            tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}
          perPort:
          - port: 8443
            listener:
              httpSettings: {accessLog: []}
        \(keepalive)
        """
    }
}
