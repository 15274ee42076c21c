import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let applicationKeepalive: Rule = Rule(
        code: "SW213", name: "application-keepalive", severity: .info,
        documentation: Documentation(
            finds: """
                What the application's own timeouts make of TCP keepalive. A warning where the idle time is not below an idle timeout on the same \
                object: the proxy closes an idle connection before the first probe. An info where HTTP/2's keepalive (interval + timeout) finds a dead \
                peer before TCP does. An idle timeout of 0 switches that timeout off and is no finding. Where neither shows it is no finding either: \
                the explanation of an allowed policy says that the application's own timeout still applies.
                """,
            why: """
                HTTP and gRPC over HTTP/2 have keepalives of their own, and a TCP probe never reaches them: it is answered by the peer's kernel. \
                Envoy's HTTP idle timeout is 1 h by default and counts requests only, so TCP keepalive neither resets it nor is needed after it. \
                (While a request is open and silent the idle timeout does not run, and keepalive is in charge.)
                """,
            example: .closedBeforeFirstProbe,
            instead: "an idle time below the application's idle timeout, and that timeout written beside it"),
        check: .keepalive { review in
            guard let keepalive = review.inForce else { return [] }
            let application = review.configuration.application
            var findings: [Finding] = []
            if review.isClosedBeforeFirstProbe, !review.idle.isFixed, let timeout = application.idleTimeout.value,
                let path = application.idleTimeoutPath
            {
                let limit = (timeout.nanoseconds - 1) / 1_000_000_000
                let instead =
                    limit > 0 ? "write \(review.written(limit)) or less, or a longer idleTimeout" : "write a longer idleTimeout"
                findings.append(
                    Finding(
                        .applicationKeepalive, .warning, at: review.idlePlace,
                        "\(review.saying(.idle, comesTo: keepalive.idle)), not below \(path) of \(inWords(timeout)): the proxy closes an idle "
                            + "connection before the first probe; \(instead)",
                        instead: instead,
                        fix: limit >= review.environment.thresholds.probeEvery
                            ? .unsafe("write \(review.written(limit))", review.writing([(.idle, limit)])) : nil))
            }
            if let interval = application.http2PingInterval.value, let timeout = application.http2PingTimeout.value,
                interval.nanoseconds > 0, timeout.nanoseconds > 0
            {
                let (sum, overflow) = interval.nanoseconds.addingReportingOverflow(timeout.nanoseconds)
                if !overflow, sum < keepalive.detectionTime * 1_000_000_000 {
                    findings.append(
                        Finding(
                            .applicationKeepalive, at: review.place,
                            "HTTP/2's connectionKeepalive finds a dead peer after \(inWords(GoDuration(nanoseconds: sum))), before TCP keepalive does "
                                + "(\(seconds(keepalive.detectionTime))): TCP keepalive only matters for HTTP/1 here",
                            instead: "keep it for HTTP/1, or leave it out where only HTTP/2 is spoken"))
                }
            }
            return findings
        })

    /// "45 s", "1500 ms".
    private static func inWords(_ duration: GoDuration) -> String {
        duration.hasFractionOfSecond ? "\(duration.nanoseconds / 1_000_000) ms" : seconds(duration.wholeSeconds)
    }
}
