import Manifests
import PolicyKinds
import SocketOptions

/// How findings about keepalive speak: of raw options by constant and numbers, of typed fields by the product's own names.
extension EffectiveKeepalive {
    /// "TCP_KEEPIDLE (6/4)" or the field's own name.
    func title(of role: KeepaliveRole) -> String {
        switch source {
        case .options: environment.title(of: role.constant)
        case .block(let block):
            switch role {
            case .enable: block.form.name
            case .idle: block.idle.name
            case .interval: block.interval.name
            case .count: block.count.name
            }
        }
    }

    /// A time as it is to be written: "60", or "60s" where the field wants a unit.
    func written(_ seconds: Int64) -> String {
        if case .block(let block) = source { block.idle.form.spelling(of: seconds) } else { "\(seconds)" }
    }

    /// "TCP_KEEPIDLE (6/4) is 400 s", and of a setting that is left out "… is not set, which makes it 7200 s (2 h)".
    func saying(_ role: KeepaliveRole, comesTo value: Int64) -> String {
        let amount = role == .count ? "\(value)" : seconds(value)
        let isAbsent =
            switch role {
            case .enable: enable.isAbsent
            case .idle: idle.isAbsent
            case .interval: interval.isAbsent
            case .count: count.isAbsent
            }
        return title(of: role) + (isAbsent ? " is not set, which makes it \(amount)" : " is \(amount)")
    }

    /// Whether the keepalive stands in typed fields.
    var isTyped: Bool {
        if case .block = source { true } else { false }
    }

    /// An idle time that suits the way of these connections: the guide's minute, or half of the shortest idle timeout.
    var suitableIdle: Int64 {
        let shortest = middleboxes.filter(\.probesReset).map(\.idleTimeout).min() ?? Int64.max
        return shortest > 60 ? 60 : max(1, shortest / 2)
    }
}

extension Middlebox {
    /// "aws-nlb (350 s)"
    var title: String { "\(name) (\(idleTimeout) s)" }
}

/// A number with its thousands apart: "14,400,000".
func grouped(_ number: Int64) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, digits[index - 1] != "-", (digits.count - index) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return text
}

/// A percentage that somebody configured, as they would write it: 0.01 is "1 %", 0.001 "0.1 %".
package func configuredPercentage(_ fraction: Double) -> String {
    let percent = (fraction * 1_000_000).rounded() / 10_000
    return percent == percent.rounded() && percent < 1_000_000 ? "\(Int(percent)) %" : "\(percent) %"
}
