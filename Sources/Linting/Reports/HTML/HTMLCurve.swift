import PolicyRules

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The chance that a healthy connection is cut within a day, over packet loss, as an SVG with logarithmic axes: as set, and with a probe
/// more and less.
struct HTMLCurve {
    private let timeline: KeepaliveTimeline

    private static let losses = 1e-4...1e-1
    private static let chances = 1e-6...1.0
    private static let left = 58.0
    private static let right = 412.0
    private static let top = 12.0
    private static let bottom = 196.0

    init(_ timeline: KeepaliveTimeline) { self.timeline = timeline }

    /// The drawing.
    var svg: String {
        var svg = "<svg class=\"drawing\" viewBox=\"0 0 420 236\" role=\"img\" aria-label=\"\(HTMLText.escaped(words))\">\n"
        for (chance, name) in [(1.0, "100 %"), (1e-1, "10 %"), (1e-2, "1 %"), (1e-3, "0.1 %"), (1e-4, "0.01 %"), (1e-5, ""), (1e-6, "")] {
            svg += line("grid", Self.left, y(chance), Self.right, y(chance))
            if !name.isEmpty { svg += text("value muted", name, Self.left - 8, y(chance) + 4) }
        }
        for (loss, name) in [(1e-4, "0.01 %"), (1e-3, "0.1 %"), (1e-2, "1 %"), (1e-1, "10 %")] {
            svg += line("grid", x(loss), Self.top, x(loss), Self.bottom)
            svg += text(loss == 1e-1 ? "value muted" : "tick", name, loss == 1e-1 ? Self.right + 6 : x(loss), Self.bottom + 17)
        }
        svg += text("tick muted", "packet loss, one way", (Self.left + Self.right) / 2, Self.bottom + 34)
        let limit = timeline.falseDropsLimit
        if Self.chances.contains(limit) {
            svg += line("limit", Self.left, y(limit), Self.right, y(limit))
            svg += text("note", "a warning above \(configuredPercentage(limit))", Self.left + 6, y(limit) - 5)
        }
        for count in [timeline.count - 1, timeline.count + 1] where count > 0 && timeline.keepalive.userTimeout == nil {
            let other = Keepalive(idle: timeline.idle, interval: timeline.interval, count: count)
            svg += "<path class=\"curve other\" d=\"\(path { other.falseDropsPerDay(loss: $0) })\"/>\n"
        }
        svg += "<path class=\"curve\" d=\"\(path(timeline.falseDropsPerDay))\"/>\n"
        return svg + configured + "</svg>\n"
    }

    /// The loss that the environment assumes, and what it makes of the connection.
    private var configured: String {
        let loss = timeline.packetLoss
        guard Self.losses.contains(loss) else { return "" }
        let chance = timeline.falseDropsPerDay(loss: loss)
        // Behind the line, or before it where there is no room behind it.
        let isFar = x(loss) > (Self.left + Self.right) / 2
        let words = "\(configuredPercentage(loss)) loss: \(HTMLText.percentage(chance)) a day"
        return line("configured", x(loss), Self.top, x(loss), Self.bottom)
            + "<circle class=\"probe\" cx=\"\(HTMLText.number(x(loss)))\" cy=\"\(HTMLText.number(y(chance)))\" r=\"4\"/>\n"
            + text(isFar ? "strong value" : "strong", words, x(loss) + (isFar ? -8 : 8), Self.top + 12)
    }

    private func x(_ loss: Double) -> Double { Self.left + share(of: loss, in: Self.losses) * (Self.right - Self.left) }
    private func y(_ chance: Double) -> Double { Self.bottom - share(of: chance, in: Self.chances) * (Self.bottom - Self.top) }

    private func share(of value: Double, in range: ClosedRange<Double>) -> Double {
        let value = min(max(value, range.lowerBound), range.upperBound)
        return (log(value) - log(range.lowerBound)) / (log(range.upperBound) - log(range.lowerBound))
    }

    /// From where the curve rises above the lowest line.
    private func path(_ chance: (Double) -> Double) -> String {
        let steps = 48
        var path = ""
        for step in 0...steps {
            let loss = Self.losses.lowerBound * pow(Self.losses.upperBound / Self.losses.lowerBound, Double(step) / Double(steps))
            let value = chance(loss)
            guard value > Self.chances.lowerBound else { continue }
            path += "\(path.isEmpty ? "M" : "L")\(HTMLText.number(x(loss))) \(HTMLText.number(y(value)))"
        }
        return path
    }

    private func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line class=\"\(style)\" x1=\"\(HTMLText.number(x1))\" y1=\"\(HTMLText.number(y1))\" x2=\"\(HTMLText.number(x2))\" y2=\"\(HTMLText.number(y2))\"/>\n"
    }

    private func text(_ style: String, _ text: String, _ x: Double, _ y: Double) -> String {
        "<text class=\"\(style)\" x=\"\(HTMLText.number(x))\" y=\"\(HTMLText.number(y))\">\(HTMLText.escaped(text))</text>\n"
    }

    /// The same for those who cannot see it.
    var words: String {
        let losses = [0.001, 0.01, 0.05].map { "\(percentage(timeline.falseDropsPerDay(loss: $0))) at \(configuredPercentage($0))" }
        return "Healthy connections that are cut within a day, by packet loss: \(losses.joined(separator: ", "))."
    }
}
