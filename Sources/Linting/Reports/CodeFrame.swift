import Manifests
import PolicyKinds

/// The line of a place and a mark under the place, as wide as a terminal shows them.
struct CodeFrame {
    /// The line's number.
    let line: Int
    /// The line, or of a long one the part around the place. Nothing in it can steer a terminal.
    var text: String { head + marked + tail }
    /// What of it stands before the place.
    let head: String
    /// The place itself, to the end of the line at most.
    let marked: String
    /// What stands behind it.
    let tail: String
    /// As wide as the text before the place; a tab where the text has one, so that it stands right whatever a tab is worth.
    let padding: String
    /// `^~~~`, as wide as the place, to the end of the line at most.
    let mark: String

    /// How many bytes of a long line stand before the place, and from the place on.
    private static let before = 60
    private static let after = 100

    init(of span: SourceSpan, in lines: LineIndex) {
        line = lines.position(of: span.start).line
        let whole = lines.range(ofLine: line)
        let start = min(max(span.start, whole.lowerBound), whole.upperBound)
        var lower = whole.lowerBound
        var upper = whole.upperBound
        if whole.count > Self.before + Self.after {
            lower = max(lower, start - Self.before)
            upper = min(upper, start + Self.after)
            while lower < start, !lines.isScalarBoundary(lower) { lower += 1 }
            while upper > start, !lines.isScalarBoundary(upper) { upper -= 1 }
        }
        let end = min(max(span.end, start), upper)
        head = (lower > whole.lowerBound ? "…" : "") + Self.visible(lines.text(in: lower..<start))
        marked = Self.visible(lines.text(in: start..<end))
        tail = Self.visible(lines.text(in: end..<upper)) + (upper < whole.upperBound ? "…" : "")
        padding = head.unicodeScalars.reduce(into: "") { $0 += $1 == "\t" ? "\t" : String(repeating: " ", count: Self.width(of: $1)) }
        let width = marked.unicodeScalars.reduce(0) { $0 + Self.width(of: $1) }
        mark = "^" + String(repeating: "~", count: max(0, width - 1))
    }

    /// Text without what moves the cursor, changes colors or turns the reading direction. Tabs stay.
    static func visible(_ text: String) -> String {
        // Almost every line.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\t", .format, .lineSeparator, .paragraphSeparator: shown.append("\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The columns that a terminal gives a scalar: none for a mark on the letter before it, two for East Asian letters and emoji.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return isWide(scalar) ? 2 : 1
        }
    }

    /// East_Asian_Width W and F (Unicode Standard Annex 11), by blocks.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
