import Manifests
import SocketOptions

/// Reads a field of a keepalive block by its form.
struct FieldReader {
    let form: FieldForm
    let role: KeepaliveRole

    func read(_ node: ManifestNode) -> KeepaliveField.Reading {
        switch node.kind {
        case .null: return .absent
        case .bool: return .wrongType(node.text)
        case .sequence, .mapping, .skipped: return .wrongType("a list or a map")
        case .number:
            guard !form.takesDuration else { return .wrongType(node.inWords) }
            switch WholeNumber(node.text) {
            case .value(let number): return whole(number)
            case .fraction where form.fraction == .truncates: return cut(node)
            default: return .wrongType(node.inWords)
            }
        case .string:
            let text = node.text
            if Self.isPlaceholder(text) { return .placeholder(text) }
            if form.takesNumbersAsText, !form.takesDuration, case .value(let number) = WholeNumber(text) { return whole(number) }
            guard case .duration(let syntax) = form.unit else { return .wrongType(quoted(text)) }
            return duration(text, syntax)
        }
    }

    private func whole(_ number: Int64) -> KeepaliveField.Reading {
        if number == 0 { return .zero }
        if number < 0 { return .below(String(number)) }
        return number > maximum ? .above(number) : .value(number, hasFraction: false)
    }

    /// A number whose part behind the point is lost.
    private func cut(_ node: ManifestNode) -> KeepaliveField.Reading {
        guard let number = Double(node.text), abs(number) < 1e15 else { return .wrongType(node.inWords) }
        switch whole(Int64(number)) {
        case .value(let number, _): return .value(number, hasFraction: true)
        case let other: return other
        }
    }

    private func duration(_ text: String, _ syntax: DurationSyntax) -> KeepaliveField.Reading {
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return .wrongType(quoted(text)) }
        guard syntax.matches(text), let duration = GoDuration(text) else { return .malformed(text) }
        if duration.nanoseconds < syntax.minimum { return .below(text) }
        var hasFraction = duration.hasFractionOfSecond
        var seconds = duration.wholeSeconds
        if case .roundsUp(let least) = form.fraction {
            hasFraction = duration.nanoseconds % 1_000_000_000 >= least
            if hasFraction { seconds += 1 }
        }
        if seconds == 0 { return .zero }
        return seconds > maximum ? .above(seconds) : .value(seconds, hasFraction: hasFraction)
    }

    private var maximum: Int64 { form.maximum(of: role) }

    /// `${VAR}` and `$(VAR)` of envsubst, Flux, Terraform or Kubernetes, `{{ … }}` of Helm and other templates.
    static func isPlaceholder(_ text: String) -> Bool {
        let text = text.utf8.prefix(64)
        guard let first = text.first else { return false }
        let second = text.dropFirst().first
        if first == UInt8(ascii: "$") { return second == UInt8(ascii: "{") || second == UInt8(ascii: "(") }
        return first == UInt8(ascii: "{") && second == UInt8(ascii: "{")
    }
}
