import Manifests

extension Fix.Edit {
    /// Takes a field out of its map, and the map as well where nothing would be left in it.
    static func removingWithMap(_ node: ManifestNode) -> [Fix.Edit]? {
        guard let map = node.parent, map.kind == .mapping, let outer = map.parent, outer.kind == .mapping,
            !map.entries.contains(where: { $0.value.id != node.id })
        else { return removing(node) }
        return removingWithMap(map)
    }
}

/// Takes an entry of a list or map away, with its lines. Never a comment or an anchor: then nothing is edited.
extension WrittenContainer {
    /// - Returns: nil where a comment or an anchor would go, where nothing else would be left, or where the layout does not let them go alone.
    func removing(_ values: [ManifestNode]) -> [Fix.Edit]? {
        let ids = Set(values.map(\.id))
        let gone = entries.indices.filter { ids.contains(entries[$0].value.id) }
        guard !gone.isEmpty, gone.count == ids.count, gone.count < entries.count else { return nil }
        let lastKept = entries.indices.last { !ids.contains(entries[$0].value.id) } ?? 0
        var edits: [Fix.Edit] = []
        for index in gone {
            let range = isFlow ? rangeInFlow(of: index, isBeforeKept: index < lastKept) : rangeInBlock(of: index)
            guard let range, !hasCommentOrAnchor(range) else { return nil }
            edits.append(
                Fix.Edit(span: SourceSpan(start: range.lowerBound, end: range.upperBound), replacement: "", node: entries[index].value))
        }
        return edits
    }

    /// With the comma that parts it from its neighbour: the one behind it, or before it where nothing stays behind it.
    private func rangeInFlow(of index: Int, isBeforeKept: Bool) -> Range<Int>? {
        guard isBeforeKept || index > 0 else { return nil }
        let entry = entries[index]
        let range = isBeforeKept ? entry.start..<entries[index + 1].start : entries[index - 1].end..<entry.end
        let between = isBeforeKept ? entry.end..<entries[index + 1].start : entries[index - 1].end..<entry.start
        return isSeparator(between) ? range : nil
    }

    /// With the lines that it stands on.
    private func rangeInBlock(of index: Int) -> Range<Int>? {
        let entry = entries[index]
        guard let start = isList ? dash(before: entry.start) : entry.start else { return nil }
        guard isFirstOnLine(start) else {
            // The first key behind a dash: the next one takes its place.
            guard !isList, column(of: start) != nil, index + 1 < entries.count, isFirstOnLine(entries[index + 1].start) else { return nil }
            return start..<entries[index + 1].start
        }
        guard isLastOnLine(entry.end) else { return nil }
        let end = nextLine(after: entry.end)
        // The comment behind it counts as one that would go.
        guard !hasCommentOrAnchor(entry.end..<lineEnd(of: entry.end)) else { return nil }
        if end == lineEnd(of: entry.end) {
            // The last line of a file has no line break: the one before it goes.
            let line = lineStart(of: start)
            let before = line > 1 && source[line - 1] == 0x0A && source[line - 2] == 0x0D ? line - 2 : max(0, line - 1)
            return before..<end
        }
        return lineStart(of: start)..<end
    }
}
