import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let listeningState: Rule = Rule(
        code: "SW111", name: "listening-state", severity: .warning,
        documentation: Documentation(
            finds: "STATE_LISTENING. Where the option fails as well, the finding about the failure says that this state makes it worse.",
            why: """
                an option that fails in this state removes the listener while Envoy acknowledges the update: no NACK, no error state, the port \
                closed (measured, Envoy 1.40); Envoys before 1.25 ignore changes of it
                """,
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_LISTENING}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_PREBIND}"),
            instead: "STATE_PREBIND: accepted sockets inherit the same, and a failure is refused loudly"),
        check: .soundOption { review in
            guard review.option.state == .listening, let row = review.row else { return nil }
            return Finding(
                .listeningState, at: Place(review.raw.state.node ?? review.raw.node),
                "\(row.title) in STATE_LISTENING: if it ever fails, Envoy drops the listener without refusing the update; write STATE_PREBIND",
                instead: "STATE_PREBIND",
                fix: review.raw.state.node.map { Fix.text(SocketState.prebind.name, in: Place($0)) })
        })
}
