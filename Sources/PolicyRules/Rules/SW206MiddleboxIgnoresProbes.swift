import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let middleboxIgnoresProbes: Rule = Rule(
        code: "SW206", name: "middlebox-ignores-probes", severity: .warning,
        documentation: Documentation(
            finds: """
                Keepalive on a way where the configuration names a middlebox whose idle timer probes do not reset: AWS's application load balancer \
                and Classic ELB, Google's application load balancer, any HTTP proxy. One finding names all of them.
                """,
            why: """
                such a middlebox ends the TCP connection itself and counts data only: a probe carries none, so it closes an idle connection when \
                its own timeout is up, keepalive or not (AWS says so of the Classic ELB; on an ALB not even an HTTP/2 PING counts). What keepalive \
                still does is to notice when the middlebox itself is gone
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 30}
                """,
                mended: "- {description: fast open queue, level: 6, name: 23, intValue: 16}",
                configuration: "environment:\n  middleboxes: [aws-alb]\n"),
            instead: "a longer idle timeout on the middlebox, above the application's own; keepalive cannot stand in for it"),
        check: .keepalive { review in
            guard review.isOn else { return [] }
            let deaf = review.middleboxes.filter { !$0.probesReset }
            guard !deaf.isEmpty else { return [] }
            return [
                Finding(
                    .middleboxIgnoresProbes, at: review.place,
                    "keepalive probes do not reset the idle timer of \(enumeration(deaf.map(\.title))): idle connections are closed there all the "
                        + "same; raise that idle timeout, or let the application send data in time")
            ]
        })
}
