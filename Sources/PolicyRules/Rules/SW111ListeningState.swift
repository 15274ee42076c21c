import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let listeningState: Rule = Rule(
        code: "SW111", name: "listening-state", severity: .warning,
        documentation: Documentation(
            finds:
                "STATE_LISTENING, once a list. Where the option fails as well, the finding about the failure says that this state makes it worse.",
            why: """
                an option that fails in this state removes the listener while Envoy acknowledges the update: no NACK, no error state, the port \
                closed (measured, Envoy 1.40); Envoys before 1.25 ignore changes of it
                """,
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_LISTENING}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_PREBIND}"),
            instead: "STATE_PREBIND: accepted sockets inherit the same, and a failure is refused loudly"),
        check: .list { review in
            // The state of options that a product makes of its own fields is not the author's to write.
            guard review.configuration.setting.becomes == .listenerOptions, review.list.productFields == nil else { return [] }
            let late = review.options.indices.filter { index in
                guard !review.verdicts[index].isClaimed, review.options[index].state == .listening, let row = review.review(index).row
                else {
                    return false
                }
                // Earlier it would do harm: SW117.
                return row.constant != "SO_REUSEPORT" || review.review(index).intValue != 0
            }
            guard !late.isEmpty else { return [] }
            var seen: Set<String> = []
            let titles = late.compactMap { review.review($0).row?.title }.filter { seen.insert($0).inserted }
            let places = late.compactMap { review.list.options[$0].state.node }.map { Place($0) }
            let ever = titles.count == 1 ? "it ever fails" : "one of them ever fails"
            return [
                Finding(
                    .listeningState, at: Place(review.list.node, .key),
                    "\(enumeration(titles)) in STATE_LISTENING: if \(ever), Envoy drops the listener without refusing the update; "
                        + "write STATE_PREBIND",
                    instead: "STATE_PREBIND",
                    fix: .safe("write STATE_PREBIND", places.map { .text(SocketState.prebind.name, in: $0) }))
            ]
        })
}
