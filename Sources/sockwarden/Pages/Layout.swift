/// Paragraphs and columns for a terminal.
enum Layout {
    /// Lines of at most 100 characters, indented by two.
    static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + word.count + 1 > 98 {
                lines.append("  " + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + ["  " + line]).joined(separator: "\n")
    }

    /// Every line that is not empty indented by four; a newline at the end.
    static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
            + (text.hasSuffix("\n") ? "" : "\n")
    }

    /// Columns as wide as their widest entry, two spaces between them, and nothing after the last.
    static func table(_ rows: [[String]], indent: String = "") -> String {
        var widths: [Int] = []
        for row in rows {
            for (column, entry) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], entry.count)
            }
        }
        return rows.map { row in
            var line = indent
            for (column, entry) in row.enumerated() {
                line += entry
                if column + 1 < row.count { line += String(repeating: " ", count: widths[column] - entry.count + 2) }
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
