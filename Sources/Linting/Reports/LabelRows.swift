/// Labels below an axis, each with a line up to its column, in as few rows as they need.
struct LabelRows {
    /// A text at a column.
    struct Label {
        let column: Int
        let text: String
    }

    private var rows: [[Character]] = []
    private let width: Int
    private let bar: Character
    /// A blank inside a label: no line goes through it.
    private static let blank: Character = "\u{A0}"

    /// Places labels, the rightmost first: behind their column, or ending at it where that does not fit.
    init(_ labels: [Label], width: Int, bar: Character) {
        self.width = width
        self.bar = bar
        var waiting = labels.sorted { $0.column > $1.column }
        while !waiting.isEmpty {
            let columns = waiting.map(\.column)
            var next: (index: Int, row: Int, start: Int)?
            for index in waiting.indices where next == nil {
                next = place(of: waiting[index], keepingFree: columns).map { (index, $0.row, $0.start) }
            }
            // Where each is in another's way, a line is broken.
            let (index, row, start) = next ?? (0, rows.count, min(waiting[0].column, max(0, width - waiting[0].text.count)))
            draw(waiting.remove(at: index), row: row, start: start)
        }
    }

    /// The rows, without blanks at their ends.
    var lines: [String] {
        rows.map { row in
            var line = String(row.map { $0 == Self.blank ? " " : $0 })
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private func place(of label: Label, keepingFree columns: [Int]) -> (row: Int, start: Int)? {
        for row in 0...rows.count {
            // Its line must reach it.
            guard rows.prefix(row).allSatisfy({ $0[label.column] == " " || $0[label.column] == bar }) else { return nil }
            for start in [label.column, label.column + 1 - label.text.count] {
                let end = start + label.text.count
                guard start >= 0, end <= width else { continue }
                let isInTheWay = columns.contains { $0 != label.column && (start - 1...end).contains($0) }
                if !isInTheWay, row == rows.count || isFree(row, max(0, start - 1)..<min(width, end + 1)) { return (row, start) }
            }
        }
        return nil
    }

    private func isFree(_ row: Int, _ range: Range<Int>) -> Bool { rows[row][range].allSatisfy { $0 == " " } }

    private mutating func draw(_ label: Label, row: Int, start: Int) {
        while rows.count <= row { rows.append(Array(repeating: " ", count: width)) }
        for above in 0..<row where rows[above][label.column] == " " { rows[above][label.column] = bar }
        for (offset, character) in label.text.enumerated() where start + offset < width {
            rows[row][start + offset] = character == " " ? Self.blank : character
        }
    }
}
