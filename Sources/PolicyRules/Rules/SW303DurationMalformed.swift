import Manifests
import PolicyKinds

extension Rule {
    static let durationMalformed: Rule = Rule(
        code: "SW303", name: "duration-malformed", severity: .error,
        documentation: Documentation(
            finds: """
                A text that the kind does not take as a duration, or a value below the kind's minimum; a negative number in an integer field. A \
                placeholder that another tool should have replaced (`${VAR}`, `$(VAR)`, `{{ … }}`) is named as such.
                """,
            why: """
                the API server refuses the object. What counts as a duration is the kind's own: some patterns are stricter than Go's, and 1.5h or \
                100000s parse elsewhere and not there
                """,
            example: .malformedDuration,
            instead: "whole seconds, for example 60s"),
        check: .block { review in
            review.written.compactMap { field in
                guard let node = field.node else { return nil }
                switch field.reading {
                case .malformed(let text):
                    guard case .duration(let syntax) = field.form.unit else { return nil }
                    let plain = seconds(plainlyMeantBy: text)
                    let meant = plain.flatMap(field.spelling)
                    let instead = meant.map { "write \($0)" } ?? "write \(syntax.words), such as \(field.sample)"
                    return Finding(
                        .durationMalformed, at: Place(node),
                        "\(field.name) is \(quoted(text)), no duration that \(review.product.title) takes: \(instead)", instead: instead,
                        fix: plain.flatMap(field.writing).flatMap { .safe(instead, [$0]) }
                            ?? field.chosen(field.sampleNumber))
                case .placeholder(let text):
                    let instead = "run the tool that replaces it first, or write a value such as \(field.sample)"
                    return Finding(
                        .durationMalformed, at: Place(node),
                        "\(field.name) is \(quoted(text)), a placeholder that another tool is to replace: \(instead)", instead: instead)
                case .below(let text) where field.form.isApplied:
                    let least = leastOf(field)
                    let instead =
                        field.form.takesDuration
                        ? "write \(least.spelling) or more, such as \(field.sample), or leave it out"
                        : "write \(field.form.expectation) from 1 to \(field.maximum), such as \(field.sample)"
                    return Finding(
                        .durationMalformed, at: Place(node), "\(field.name) is \(quotedIfLong(text)), less than \(least.words): \(instead)",
                        instead: instead, fix: field.chosen(field.sampleNumber))
                case .absent, .value, .zero, .wrongType, .below, .above: return nil
                }
            }
        })

    /// The whole seconds that a text says, by Go's units or by theirs in words: "1.5m", "60 s", "2 minutes".
    private static func seconds(plainlyMeantBy text: String) -> Int64? {
        if let duration = GoDuration(text) { return duration.hasFractionOfSecond ? nil : duration.wholeSeconds }
        guard text.utf8.count <= 24 else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits) else { return nil }
        let factor: Int64? =
            switch text.dropFirst(digits.count).drop(while: { $0 == " " }).lowercased() {
            case "s", "sec", "secs", "second", "seconds": 1
            case "m", "min", "mins", "minute", "minutes": 60
            case "h", "hour", "hours": 3600
            default: nil
            }
        guard let factor, number < 1_000_000 else { return nil }
        return number * factor
    }

    /// The least that a field takes, in words and as it is written.
    private static func leastOf(_ field: KeepaliveField) -> (words: String, spelling: String) {
        guard case .duration(let syntax) = field.form.unit else { return ("nothing", "1") }
        if syntax.minimum == 0 { return ("nothing", field.form.spelling(of: 1)) }
        let least = GoDuration(nanoseconds: syntax.minimum)
        if !least.hasFractionOfSecond, least.wholeSeconds >= 1 {
            return ("the minimum of \(least.wholeSeconds) s", field.form.spelling(of: least.wholeSeconds))
        }
        return ("the minimum of \(least.nanoseconds / 1_000_000) ms", field.form.spelling(of: 1))
    }

    private static func quotedIfLong(_ text: String) -> String { text.utf8.count <= 40 ? text : quoted(text) }
}
