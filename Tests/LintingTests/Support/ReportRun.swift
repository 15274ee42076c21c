import PolicyRules

@testable import Linting

/// The one run that every format's golden report is of: findings with and without a fix, of each severity, in objects of our kinds and of
/// others; an allowed keepalive; what could not be read; and names that would be markup, commands or other directions of reading.
func reportRun() throws -> Linted {
    var run = try lint([
        (name: "deploy/foreign.yaml", text: foreign),
        (name: "./deploy/sound.yaml", text: soundAndPartial),
        (name: "deploy/gro\u{DF}er name:1,#.yaml", text: windows),
        (name: "deploy/<script>alert(1)<script>.yaml", text: hostile),
        (name: "deploy/broken.yaml", text: "a: [\n---\nkind: Widget\nmetadata: {name: w}\nspec: {socketOptions: []}\n"),
        (name: "../elsewhere/pod.yaml", text: "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"),
    ])
    run.inputs.append(.unreadable(UnreadableFile("deploy/secret.yaml", errno: 13)))
    run.inputs.append(.skipped(SkippedInput(path: "deploy/chart.yaml", reason: "no kind that is read, at a quick look", wasOpened: true)))
    return run
}

/// Two typed keepalives: one that is all there, with an idle timeout of the application, and one that gets an info.
private let soundAndPartial = """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: ListenerPolicy
    metadata: {name: sound, namespace: edge}
    spec:
      targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
      default:
        httpSettings: {idleTimeout: 5m}
        tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}
    ---
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: BackendConfigPolicy
    metadata: {name: partial}
    spec:
      targetRefs: [{group: "", kind: Service, name: web}]
      tcpKeepalive: {keepAliveTime: 60s}

    """

/// CRLF, letters of two and four bytes before the place, and a warning.
private let windows = foreign.replacing(
    "enable keepalive, level: 65535, name: 8", with: "\u{E9}n\u{1F50C}able keepalive, level: 1, name: 9"
)
.replacing("description: idle time", with: "description: keepalive interval").replacing("\n", with: "\r\n")

/// What would break out of any format that does not escape it.
private let hostile = """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: ListenerPolicy
    metadata: {name: "<img src=x onerror=alert(1)>&\\"'", namespace: "]]>\\u202e\\x1b[31m%0A::error::"}
    spec:
      targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
      socketOptions:
      - {description: "</pre><script>alert(2)</script>", level: 65535, name: 8, intValue: 1}
      - {"<b>\\u2028{0}#": 1, level: 6, name: 4, intValue: 60}

    """
