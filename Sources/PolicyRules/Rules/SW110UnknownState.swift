import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let unknownState: Rule = Rule(
        code: "SW110", name: "unknown-state", severity: .error,
        documentation: Documentation(
            finds: "A state that is none of STATE_PREBIND, STATE_BOUND, STATE_LISTENING, nor 0, 1 or 2.",
            why: "Envoy's parser refuses the whole configuration (some control planes take STATE_PREBIND instead, without a word)",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: PREBIND}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_PREBIND}"),
            instead: "STATE_PREBIND, or leave the state out: it is what Envoy takes then"),
        check: .option { review in
            guard case .value(.unknown(let text), let node) = review.raw.state else { return nil }
            let names = SocketState.allCases.map(\.name)
            let meant = review.option.state?.name ?? spelling(of: text, among: names) ?? spelling(of: "STATE_" + text, among: names)
            let instead = meant ?? SocketState.prebind.name
            let who =
                review.option.state == nil
                ? "Envoy refuses the configuration" : "only Envoy's own parser reads it so, where a control plane written in Go does not"
            return Claim(
                Finding(
                    .unknownState, at: Place(node),
                    "state \(quoted(text)) is none of \(enumeration(names, "or")), and \(who); write \(instead)",
                    instead: instead, fix: .fix("write \(instead)", isSafe: meant != nil, [.text(instead, in: Place(node))])))
        })
}
