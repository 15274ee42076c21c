import Manifests

/// New entries behind the last one of a list or map, in its layout: comments stay with what they are about.
extension WrittenContainer {
    /// What a new entry's value is.
    enum Literal {
        case number(Int64)
        case text(String)
        /// As it is written elsewhere in the same document.
        case source(String)
    }

    /// A new entry: its lines, of which those after the first stand under its first key. In brackets there is one.
    struct NewEntry {
        var lines: [String]
        /// How far the first key stands from the dash, in a block list.
        var indentation = 2
    }

    /// - Returns: nil where the layout is none that an entry can be added to.
    func adding(_ new: [NewEntry]) -> [Fix.Edit]? {
        guard !new.isEmpty else { return nil }
        return isFlow ? addingInFlow(new.map { $0.lines.joined(separator: " ") }) : addingInBlock(new)
    }

    private func addingInBlock(_ new: [NewEntry]) -> [Fix.Edit]? {
        guard let last = entries.last, !Self.endsInBlockScalar(last.value), isLastOnLine(last.end) else { return nil }
        let column =
            isList
            ? dash(before: last.start).flatMap(column) : entries.reversed().lazy.compactMap { self.column(of: $0.start) }.first
        guard let column else { return nil }
        let lineBreak = lineBreak
        var text = ""
        for entry in new {
            let margin = String(repeating: " ", count: column)
            let between = lineBreak + margin + (isList ? String(repeating: " ", count: entry.indentation) : "")
            text += lineBreak + margin + (isList ? "-" + String(repeating: " ", count: max(1, entry.indentation - 1)) : "")
            text += entry.lines.joined(separator: between)
        }
        return [insertion(text, at: lineEnd(of: last.end))]
    }

    private func addingInFlow(_ texts: [String]) -> [Fix.Edit]? {
        guard let last = entries.last else {
            guard isSeparator((span.start + 1)..<(span.end - 1)) else { return nil }
            let text = text(span.start..<(span.start + 1)) + texts.joined(separator: comma) + text((span.end - 1)..<span.end)
            return [Fix.Edit(span: span, replacement: text, node: node)]
        }
        guard isFirstOnLine(last.start) else {
            let separator = separatorOnLine
            return [insertion(texts.map { separator + $0 }.joined(), at: last.end)]
        }
        // An entry a line: the new one gets a line too, behind the last one's comment.
        let margin = lineBreak + text(lineStart(of: last.start)..<last.start)
        var behind = last.end
        while behind < span.end - 1, source[behind] == UInt8(ascii: " ") { behind += 1 }
        let hasComma = source[behind] == UInt8(ascii: ",")
        if hasComma { behind += 1 }
        let end = lineEnd(of: behind)
        guard end < span.end, isLastOnLine(hasComma ? behind : last.end), end > last.end || hasComma else {
            return [insertion(texts.map { "," + margin + $0 }.joined(), at: last.end)]
        }
        if hasComma { return [insertion(texts.map { margin + $0 + "," }.joined(), at: end)] }
        return [insertion(",", at: last.end), insertion(margin + texts.joined(separator: "," + margin), at: end)]
    }

    func insertion(_ text: String, at offset: Int) -> Fix.Edit {
        Fix.Edit(span: SourceSpan(start: offset, end: offset), replacement: text, node: node)
    }

    /// What stands between two entries that share a line.
    private var separatorOnLine: String {
        guard entries.count > 1 else { return comma }
        let range = entries[entries.count - 2].end..<entries[entries.count - 1].start
        return isSeparator(range) && !source[range].contains(where: Self.isBreak) ? text(range) : comma
    }

    var comma: String { isCompact ? "," : ", " }

    /// JSON without any space.
    private var isCompact: Bool {
        guard isJSON else { return false }
        let bytes = source[span.start..<span.end]
        return !zip(bytes, bytes.dropFirst()).contains {
            ($0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":")) && $1 == UInt8(ascii: " ")
        }
    }
}

/// Keys and values as a map's others are written.
extension WrittenContainer {
    /// `key: value`, quoted like the map's other keys.
    func entry(_ key: String, _ value: Literal) -> String {
        pair(quoted(key), value)
    }

    /// A key within quotes where the map's others have them.
    func quoted(_ key: String) -> String {
        let quote = isJSON ? "\"" : quoteOfKeys ?? ""
        return quote + key + quote
    }

    /// The same with the key as it is written elsewhere.
    func pair(_ key: String, _ value: Literal) -> String {
        let written: String =
            switch value {
            case .number(let number): "\(number)"
            case .source(let source): source
            case .text(let text): isJSON || quoteOfKeys == "\"" ? "\"\(text)\"" : text
            }
        return key + colon + written
    }

    /// A map in brackets of entries that are written already, laid out like this one.
    func flowMap(_ parts: [String]) -> String {
        let (first, last) = (entries.first, entries.last)
        let opening = first.map { (span.start + 1)..<$0.start }
        let closing = last.map { $0.end..<(span.end - 1) }
        func space(_ range: Range<Int>?) -> String {
            guard let range, source[range].allSatisfy(Self.isSpace) else { return "" }
            return text(range)
        }
        var separator = comma
        if entries.count > 1 {
            let range = entries[0].end..<entries[1].start
            if isSeparator(range) { separator = text(range) }
        }
        return "{" + space(opening) + parts.joined(separator: separator) + space(closing) + "}"
    }

    private var quoteOfKeys: String? {
        guard let key = entries.lazy.compactMap(\.key).first else { return nil }
        return source[key.start] == UInt8(ascii: "\"") ? "\"" : source[key.start] == UInt8(ascii: "'") ? "'" : nil
    }

    private var colon: String {
        for entry in entries.reversed() {
            guard let key = entry.key else { continue }
            let text = text(key.end..<max(key.end, Place(entry.value).span.start))
            let isPlain = text.allSatisfy { $0 == " " || $0 == ":" } && text.contains(":")
            if isPlain, isJSON || text.hasSuffix(" ") { return text }
        }
        return isCompact ? ":" : ": "
    }
}
