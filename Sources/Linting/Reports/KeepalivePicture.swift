public import PolicyRules

/// The keepalive in force as a picture for a terminal: one time axis with the idle time, each probe, the moment of detection, and the clocks of
/// everything on the way; below it what that means, and false drops at three losses. Without a terminal, or in a narrow one, the words alone.
public struct KeepalivePicture: Sendable {
    /// Columns; nil for words alone.
    public var width: Int?
    /// Whether box drawing and arrows may be used, else ASCII.
    public var isUnicode: Bool
    /// Whether to use a terminal's colors.
    public var hasColor: Bool

    /// Narrower than this it is no picture.
    public static let leastWidth = 60
    /// Wider it is no better.
    private static let mostWidth = 120

    /// A picture for a pipe by default: words.
    public init(width: Int? = nil, isUnicode: Bool = false, hasColor: Bool = false) {
        self.width = width
        self.isUnicode = isUnicode
        self.hasColor = hasColor
    }

    /// Lines, each ending in a newline.
    public func text(of timeline: KeepaliveTimeline) -> String {
        guard let width, width >= Self.leastWidth else { return lines(Self.words(of: timeline) + [Self.drops(of: timeline)]) }
        let drawing = drawing(of: timeline, width: min(width, Self.mostWidth) - 2)
        let words = Self.words(of: timeline).flatMap { wrapped($0, to: min(width, Self.mostWidth) - 2) }
        return lines(drawing + [""] + (words.isEmpty ? [] : words + [""]) + table(of: timeline))
    }

    private func lines(_ lines: [String]) -> String { lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined() }

    // MARK: - The axis

    private func drawing(of timeline: KeepaliveTimeline, width: Int) -> [String] {
        // Of more probes than there is room for, the first two and the last.
        let isWhole = timeline.count <= Int64(width / 10)
        let last = timeline.idle + (timeline.count - 1) * timeline.interval
        let probes =
            isWhole ? timeline.probeTimes(atMost: width / 10) : timeline.probeTimes(atMost: 2) + [last]
        let clocks = Self.clocks(timeline)
        let moments = Set([0, Double(timeline.detection)] + probes.map(Double.init) + clocks.map(\.seconds))
        let axis = TimeAxis(moments, width: width)
        let end = moments.map(axis.column).max() ?? 0

        var line = Array(repeating: Mark(glyph(.axis)), count: end + 1)
        for (start, end) in axis.breaks where end - start >= 4 {
            let middle = (start + end) / 2
            line[middle] = Mark(glyph(.cut))
            line[middle + 1] = Mark(glyph(.cut))
        }
        if !isWhole, probes.count == 3 {
            for column in axis.column(of: Double(probes[1])) + 1..<axis.column(of: Double(last)) { line[column] = Mark(glyph(.more), "36") }
        }
        for clock in clocks { line[axis.column(of: clock.seconds)] = Mark(glyph(.clock), "33") }
        for probe in probes { line[axis.column(of: Double(probe))] = Mark(glyph(.probe), "36") }
        line[axis.column(of: Double(timeline.detection))] = Mark(glyph(.detection), "1;31")
        line[0] = Mark(glyph(.packet))

        var labels = [
            LabelRows.Label(column: 0, text: "last packet"),
            LabelRows.Label(column: axis.column(of: Double(timeline.idle)), text: "\(Self.time(Double(timeline.idle))) first probe"),
            LabelRows.Label(
                column: axis.column(of: Double(timeline.detection)), text: "\(Self.time(Double(timeline.detection))) dead peer noticed"),
        ]
        labels += clocks.map {
            LabelRows.Label(column: axis.column(of: $0.seconds), text: "\(Self.time($0.seconds)) \(Self.shortened($0.label))")
        }
        let rows = LabelRows(labels, width: width, bar: glyph(.bar)).lines
        let note = axis.breaks.isEmpty ? [] : ["(not to scale: long stretches are cut short)"]
        return [colored(line)] + rows + note
    }

    /// The clocks on the way, those of one moment together. Of very many the first.
    private static func clocks(_ timeline: KeepaliveTimeline) -> [(seconds: Double, label: String)] {
        var clocks: [(seconds: Double, label: String)] = []
        for mark in timeline.marks {
            if let last = clocks.last, last.seconds == mark.seconds {
                clocks[clocks.count - 1].label += ", \(mark.label)"
            } else if clocks.count < 6 {
                clocks.append((mark.seconds, mark.label))
            }
        }
        return clocks
    }

    private struct Mark {
        let glyph: Character
        let color: String

        init(_ glyph: Character, _ color: String = "2") {
            self.glyph = glyph
            self.color = color
        }
    }

    private enum Part { case axis, cut, more, clock, probe, detection, packet, bar }

    private func glyph(_ part: Part) -> Character {
        switch part {
        case .axis: isUnicode ? "─" : "-"
        case .cut: isUnicode ? "╱" : "/"
        case .more: isUnicode ? "┄" : "."
        case .clock: isUnicode ? "┼" : "+"
        case .probe: isUnicode ? "▲" : "^"
        case .detection: isUnicode ? "✕" : "X"
        case .packet: isUnicode ? "●" : "o"
        case .bar: isUnicode ? "│" : "|"
        }
    }

    private func colored(_ line: [Mark]) -> String {
        guard hasColor else { return String(line.map(\.glyph)) }
        var text = ""
        var color = ""
        for mark in line {
            if mark.color != color { text += (color.isEmpty ? "" : "\u{1B}[0m") + "\u{1B}[\(mark.color)m" }
            color = mark.color
            text.append(mark.glyph)
        }
        return text + "\u{1B}[0m"
    }

    /// "60 s", "2 h".
    private static func time(_ seconds: Double) -> String {
        guard seconds == seconds.rounded(), seconds < 1e15 else { return "\((seconds * 10).rounded() / 10) s" }
        let whole = Int64(seconds)
        return whole >= 3600 && whole % 3600 == 0 ? "\(whole / 3600) h" : "\(whole) s"
    }

    /// A label comes from a configuration, and may be of any length and hold anything.
    private static func shortened(_ label: String) -> String {
        let visible = CodeFrame.visible(label)
        return visible.count <= 30 ? visible : "\(visible.prefix(27))..."
    }

    // MARK: - The words

    /// What the clocks on the way do to a silent connection.
    private static func words(of timeline: KeepaliveTimeline) -> [String] {
        let (idle, second) = (Double(timeline.idle), Double(timeline.idle + timeline.interval))
        func names(_ isMeant: (KeepaliveTimeline.Mark) -> Bool) -> String? {
            let names = timeline.marks.filter(isMeant).map { "\(shortened($0.label)) (\(time($0.seconds)))" }
            let some = names.count > 8 ? Array(names.prefix(8)) + ["\(names.count - 8) more"] : names
            return some.isEmpty ? nil : enumeration(some)
        }
        var lines: [String] = []
        if let late = names({ $0.owner == .middlebox && $0.seconds <= idle }) {
            lines.append("too late for \(late): the connection is forgotten before the first probe")
        }
        if let close = names({ $0.owner == .middlebox && $0.seconds > idle && ($0.seconds <= second || timeline.count < 2) }) {
            lines.append("just in time for \(close): where the first probe is lost, the connection is forgotten")
        }
        if let early = names({ $0.owner == .middlebox && $0.seconds > second && timeline.count >= 2 }) {
            lines.append("in time for \(early), also where the first probe is lost")
        }
        if let deaf = names({ $0.owner == .proxy }) { lines.append("closed without data by \(deaf), whatever probes say") }
        if let first = names({ $0.owner == .application && $0.seconds <= idle }) {
            lines.append("closed by the application's \(first) before the first probe")
        }
        if let later = names({ $0.owner == .application && $0.seconds > idle }) {
            lines.append("closed without requests by the application's \(later), whatever probes say")
        }
        if let ping = names({ $0.owner == .ping }) { lines.append("a dead peer of HTTP/2 is found by \(ping)") }
        return lines
    }

    /// One-way packet losses as fractions: a sound network, a poor one, a bad one; and what the environment assumes.
    private static func losses(_ timeline: KeepaliveTimeline) -> [Double] {
        Set([0.001, 0.01, 0.05, timeline.packetLoss]).sorted()
    }

    private static func drops(of timeline: KeepaliveTimeline) -> String {
        "false drops of healthy connections, idle all day: "
            + losses(timeline).map { "\(percentage(timeline.falseDropsPerDay(loss: $0))) at \(configuredPercentage($0)) packet loss" }
            .joined(separator: ", ")
    }

    private func table(of timeline: KeepaliveTimeline) -> [String] {
        let losses = Self.losses(timeline)
        let chances = losses.map(timeline.falseDropsPerDay)
        let columns = zip(losses, chances).map { (configuredPercentage($0), percentage($1).replacing("less than", with: "<")) }
        let widths = columns.map { max($0.count, $1.count) }
        func row(_ head: String, _ cells: [String]) -> String {
            let padded = zip(cells, widths).map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }
            return head + padded.map { "  " + $0 }.joined()
        }
        let heads = ("packet loss", "cut in a day")
        let highest = row(heads.1, columns.map(\.1))
        let isTooMuch = timeline.falseDropsPerDay(loss: timeline.packetLoss) > timeline.falseDropsLimit
        return [
            "false drops of healthy connections, idle all day",
            row(heads.0 + " ", columns.map(\.0)),
            hasColor && isTooMuch ? "\u{1B}[33m\(highest)\u{1B}[0m" : highest,
        ]
    }

    private func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > width {
                lines.append(line)
                line = " "
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
