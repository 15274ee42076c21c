import PolicyRules

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A keepalive setting in time as an SVG: a row for it and one for every other clock on its way, on one axis.
struct HTMLTimeline {
    private let timeline: KeepaliveTimeline
    /// The ends of the axis, powers of ten of seconds as far as they need not reach beyond.
    private let start: Double
    private let end: Double

    private static let width = 420.0
    private static let margin = 5.0
    private static let rowHeight = 34.0
    /// Probes that are drawn one by one.
    private static let probeLimit = 30
    /// Clocks that are drawn. A configuration may name many.
    private static let markLimit = 12

    init(_ timeline: KeepaliveTimeline) {
        self.timeline = timeline
        let times = [Double(timeline.idle)] + timeline.marks.prefix(Self.markLimit).map(\.seconds)
        start = max(0.1, (times.min() ?? 1) / 5)
        end = max(Double(timeline.detection), times.max() ?? 1) * 1.25
    }

    /// Where a moment stands: the axis is logarithmic, since a minute and an hour must both be told from their neighbours.
    private func x(_ seconds: Double) -> Double {
        let share = (log(max(seconds, start)) - log(start)) / (log(end) - log(start))
        return Self.margin + min(max(share, 0), 1) * (Self.width - 2 * Self.margin)
    }

    /// The drawing.
    var svg: String {
        let marks = timeline.marks.prefix(Self.markLimit)
        let axis = Self.rowHeight * Double(1 + marks.count) + 14
        var svg =
            "<svg class=\"drawing\" viewBox=\"0 0 420 \(HTMLText.number(axis + 24))\" role=\"img\" aria-label=\"\(HTMLText.escaped(words))\">\n"
        let probe = HTMLText.number(x(Double(timeline.idle)))
        svg += "<line class=\"guide\" x1=\"\(probe)\" y1=\"24\" x2=\"\(probe)\" y2=\"\(HTMLText.number(axis))\"/>\n"
        svg += keepalive
        for (index, mark) in marks.enumerated() { svg += row(mark, top: Self.rowHeight * Double(index + 1)) }
        svg += ticks(at: axis)
        return svg + "</svg>\n"
    }

    private var keepalive: String {
        let first = Double(timeline.idle)
        let dead = HTMLText.number(x(Double(timeline.detection)))
        var svg = caption(
            "TCP keepalive, first probe after \(HTMLText.time(first))", "", "dead after \(HTMLText.time(Double(timeline.detection)))",
            top: 0)
        svg += bar("silence", from: Self.margin, to: x(first), y: 24)
        svg += bar("probing", from: x(first), to: x(Double(timeline.detection)), y: 24)
        for time in timeline.probeTimes(atMost: Self.probeLimit) {
            svg += "<circle class=\"probe\" cx=\"\(HTMLText.number(x(Double(time))))\" cy=\"24\" r=\"3.5\"/>\n"
        }
        return svg + "<line class=\"dead\" x1=\"\(dead)\" y1=\"17\" x2=\"\(dead)\" y2=\"31\"/>\n"
    }

    private func row(_ mark: KeepaliveTimeline.Mark, top: Double) -> String {
        let (remark, state) = verdict(on: mark)
        let y = top + 24
        let end = HTMLText.number(x(mark.seconds))
        return caption(HTMLText.shortened(mark.label, to: 24), remark, HTMLText.time(mark.seconds), top: top)
            + bar(state, from: Self.margin, to: x(mark.seconds), y: y)
            + "<line class=\"end \(state)\" x1=\"\(end)\" y1=\"\(HTMLText.number(y - 5))\" x2=\"\(end)\" y2=\"\(HTMLText.number(y + 5))\"/>\n"
    }

    /// What comes of a clock under this keepalive, and how it is drawn.
    private func verdict(on mark: KeepaliveTimeline.Mark) -> (remark: String, state: String) {
        let isProbed = Double(timeline.idle) < mark.seconds
        return switch mark.owner {
        case .middlebox: isProbed ? ("a probe comes first", "good") : ("forgets before the first probe", "bad")
        case .proxy: ("no probe resets it", "fair")
        case .application: isProbed ? ("closes when idle", "fair") : ("closes before the first probe", "bad")
        case .ping: ("finds a dead peer", "fair")
        }
    }

    private func caption(_ text: String, _ remark: String, _ value: String, top: Double) -> String {
        let y = HTMLText.number(top + 13)
        let muted = remark.isEmpty ? "" : "<tspan class=\"muted\"> · \(HTMLText.escaped(remark))</tspan>"
        return "<text x=\"\(HTMLText.number(Self.margin))\" y=\"\(y)\">\(HTMLText.escaped(text))\(muted)</text>"
            + "<text class=\"value\" x=\"\(HTMLText.number(Self.width - Self.margin))\" y=\"\(y)\">\(HTMLText.escaped(value))</text>\n"
    }

    private func bar(_ state: String, from start: Double, to end: Double, y: Double) -> String {
        let y = HTMLText.number(y)
        return "<line class=\"bar \(state)\" x1=\"\(HTMLText.number(start))\" y1=\"\(y)\" x2=\"\(HTMLText.number(end))\" y2=\"\(y)\"/>\n"
    }

    private func ticks(at y: Double) -> String {
        let line = HTMLText.number(y)
        var svg = "<line class=\"axis\" x1=\"5\" y1=\"\(line)\" x2=\"415\" y2=\"\(line)\"/>\n"
        let names: [(Double, String)] = [
            (0.1, "0.1 s"), (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36_000, "10 h"), (360_000, "100 h"),
        ]
        var free = 0.0
        for (seconds, name) in names where seconds >= start && seconds <= end {
            let x = x(seconds)
            svg +=
                "<line class=\"axis\" x1=\"\(HTMLText.number(x))\" y1=\"\(line)\" x2=\"\(HTMLText.number(x))\" y2=\"\(HTMLText.number(y + 4))\"/>"
            // Names that would run into each other, or out of the drawing, stay away.
            guard x - 20 >= free, x + 20 <= Self.width else { continue }
            svg += "<text class=\"tick\" x=\"\(HTMLText.number(x))\" y=\"\(HTMLText.number(y + 18))\">\(name)</text>\n"
            free = x + 20
        }
        return svg
    }

    /// The same for those who cannot see it.
    var words: String {
        let marks = timeline.marks.prefix(Self.markLimit).map {
            "\($0.label) after \(HTMLText.time($0.seconds)): \(verdict(on: $0).remark)"
        }
        return
            "First probe after \(HTMLText.time(Double(timeline.idle))), then every \(HTMLText.time(Double(timeline.interval))), dead after "
            + "\(HTMLText.time(Double(timeline.detection)))." + (marks.isEmpty ? "" : " \(marks.joined(separator: "; ")).")
    }
}
