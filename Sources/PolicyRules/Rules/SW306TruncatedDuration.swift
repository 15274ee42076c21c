import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let truncatedDuration: Rule = Rule(
        code: "SW306", name: "truncated-duration", severity: .warning,
        documentation: Documentation(
            finds: "A duration with a fraction of a second, such as 1500ms: what the kind makes of it.",
            why: "the kernel takes whole seconds: some products cut the rest, so that 1999ms is 1 s, others round it up",
            example: .fractionOfSecond,
            instead: "whole seconds"),
        check: .block { review in
            review.written.compactMap { field in
                guard case .value(let number, hasFraction: true) = field.reading, let node = field.node else { return nil }
                let isCut = field.form.fraction == .truncates
                // Advice must not be what the next review finds fault with: SW209 for values that are too often.
                let thresholds = review.environment.thresholds
                let least = field.role == .idle ? thresholds.probeEvery : field.role == .interval ? thresholds.probeInterval : 1
                let near = (isCut ? [number, number + 1] : [number - 1, number]).filter { $0 >= least }
                let choices = (near.isEmpty ? [least] : near).compactMap(field.spelling)
                let instead = "write \(enumeration(choices, "or"))"
                let habit = isCut ? "cuts the rest" : "rounds up"
                let (what, result) = field.role == .count ? ("numbers", "\(number)") : ("seconds", seconds(number))
                return Finding(
                    .truncatedDuration, at: Place(node),
                    "\(field.name) is \(quotedIfLong(node.text)), but the kernel takes whole \(what) and \(review.product.title) \(habit): it is "
                        + "\(result); \(instead)",
                    instead: instead,
                    // What is in force now, where that may stay.
                    fix: field.chosen(near.contains(number) ? number : near.first ?? least))
            }
        })

    private static func quotedIfLong(_ text: String) -> String { text.utf8.count <= 40 ? text : quoted(text) }
}
