import Manifests

/// Takes an entry of a list or map away, with its lines. Never a comment or an anchor: then nothing is edited.
extension WrittenContainer {
    /// - Returns: nil where a comment or an anchor would go, where nothing else would be left, or where the layout does not let it go alone.
    func removing(_ value: ManifestNode) -> [Fix.Edit]? {
        guard entries.count > 1, let index = entries.firstIndex(where: { $0.value.id == value.id }) else { return nil }
        guard let range = isFlow ? rangeInFlow(of: index) : rangeInBlock(of: index), !hasCommentOrAnchor(range) else { return nil }
        return [Fix.Edit(span: SourceSpan(start: range.lowerBound, end: range.upperBound), replacement: "", node: value)]
    }

    /// With the comma that parts it from its neighbour.
    private func rangeInFlow(of index: Int) -> Range<Int>? {
        let range =
            index + 1 < entries.count ? entries[index].start..<entries[index + 1].start : entries[index - 1].end..<entries[index].end
        let between =
            index + 1 < entries.count
            ? entries[index].end..<entries[index + 1].start : entries[index - 1].end..<entries[index].start
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
