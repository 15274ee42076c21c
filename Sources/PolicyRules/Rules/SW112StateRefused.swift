import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let stateRefused: Rule = Rule(
        code: "SW112", name: "state-refused", severity: .error,
        documentation: Documentation(
            finds:
                "A value that the kernel refuses in this state and takes in another: IPV6_V6ONLY after bind, TCP_WINDOW_CLAMP=0 when listening.",
            why: "setsockopt fails at that moment, and Envoy rejects the listener, or drops it with STATE_LISTENING",
            example: .options(
                "- {description: IPV6_V6ONLY, level: 41, name: 26, intValue: 0, state: STATE_BOUND}",
                mended: "- {description: IPV6_V6ONLY, level: 41, name: 26, intValue: 0, state: STATE_PREBIND}"),
            instead: "the state in which the kernel takes it, usually STATE_PREBIND"),
        check: .option { review in
            guard let row = review.row, let state = review.option.state, let refusal = review.refusal,
                let better = SocketState.allCases.first(where: { review.answer(on: refusal.platform, state: $0) == .accepted })
            else { return nil }
            return Claim(
                Finding(
                    .stateRefused, at: Place(review.raw.state.node ?? review.raw.node),
                    "\(row.title) is refused in \(state.name) (\(refusal.error)) and taken in \(better.name); write \(better.name)"
                        + (state == .listening ? ": a failure in STATE_LISTENING drops the whole listener" : ""),
                    instead: better.name,
                    fix: .safe("write \(better.name)", review.writing(state: better))))
        })
}
