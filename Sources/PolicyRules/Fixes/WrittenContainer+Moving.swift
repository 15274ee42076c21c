import Manifests

extension Fix.Edit {
    /// Moves a field, with all that stands below it, to where steps lead from a map around it; some of them may be missing.
    /// - Returns: nil where something stands there already, or where comments, anchors or texts of several lines would have to move.
    static func moving(_ node: ManifestNode, as name: String, to steps: [String], below base: ManifestNode) -> [Fix.Edit]? {
        guard let map = node.parent, let written = WrittenContainer(map), let (target, missing) = base.way(along: steps) else { return nil }
        if target.id == map.id { return written.wrapping(node, in: missing, as: name) }
        guard target.value(of: missing.first ?? name) == nil, let new = WrittenContainer(target),
            let lines = written.lines(of: node, as: name),
            let moved = new.nested(lines, in: missing), let added = new.adding([moved])
        else { return nil }
        return removing(node).map { $0 + added }
    }
}

extension WrittenContainer {
    /// The spaces before a key on its line, where it is the first one there, or behind a dash; none in brackets.
    func margin(before key: Int) -> String? {
        isFlow ? "" : column(of: key).map { String(repeating: " ", count: $0) }
    }

    /// A field stays where it is, below new ones: the lines under its key are indented.
    fileprivate func wrapping(_ node: ManifestNode, in steps: ArraySlice<String>, as name: String) -> [Fix.Edit]? {
        guard !steps.isEmpty, let entry = entries.first(where: { $0.value.id == node.id }), let key = entry.key,
            let margin = margin(before: key.start), !node.hasTextOfSeveralLines
        else { return nil }
        if isFlow {
            let opening = steps.map { self.entry($0, .source("{")) }.joined()
            return [
                Fix.Edit(span: key, replacement: opening + quoted(name), node: node),
                insertion(String(repeating: "}", count: steps.count), at: entry.end),
            ]
        }
        var opening = ""
        for (depth, step) in steps.enumerated() {
            opening += quoted(step) + ":" + lineBreak + margin + String(repeating: "  ", count: depth + 1)
        }
        var edits = [Fix.Edit(span: key, replacement: opening + quoted(name), node: node)]
        let indentation = String(repeating: "  ", count: steps.count)
        var line = nextLine(after: key.start)
        while line < entry.end {
            if lineEnd(of: line) > line { edits.append(insertion(indentation, at: line)) }
            line = nextLine(after: line)
        }
        return edits
    }

    /// The lines of a field, those after the first as they stand below its key.
    fileprivate func lines(of node: ManifestNode, as name: String) -> [String]? {
        guard let entry = entries.first(where: { $0.value.id == node.id }), let key = entry.key, let margin = margin(before: key.start),
            !hasCommentOrAnchor(key.start..<entry.end), !node.hasTextOfSeveralLines
        else { return nil }
        var lines: [String] = []
        for line in text(key.end..<entry.end).split(whereSeparator: \.isNewline) {
            if lines.isEmpty {
                lines.append(quoted(name) + line)
            } else {
                guard !isFlow, line.hasPrefix(margin) else { return nil }
                lines.append(String(line.dropFirst(margin.count)))
            }
        }
        return lines
    }

    /// The lines of a field below new ones, as an entry of this map. nil where lines would have to stand in brackets.
    fileprivate func nested(_ lines: [String], in steps: ArraySlice<String>) -> NewEntry? {
        guard isFlow else {
            return NewEntry(lines: steps.reversed().reduce(lines) { [quoted($1) + ":"] + $0.map { "  " + $0 } })
        }
        guard let line = lines.first, lines.count == 1 else { return nil }
        return NewEntry(lines: [steps.reversed().reduce(line) { entry($1, .source("{" + $0 + "}")) }])
    }
}

extension ManifestNode {
    /// Whether a scalar below the node is written over several lines: its indentation, or its line breaks, are a part of it.
    fileprivate var hasTextOfSeveralLines: Bool {
        switch kind {
        case .mapping: entries.contains { $0.value.hasTextOfSeveralLines || $0.key.hasTextOfSeveralLines }
        case .sequence: elements.contains(where: \.hasTextOfSeveralLines)
        default: tree.source[span.start..<span.end].contains(where: WrittenContainer.isBreak)
        }
    }
}
