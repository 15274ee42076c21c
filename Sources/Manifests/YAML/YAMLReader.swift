/// Reads YAML, many documents in a file, into trees that keep every position.
public struct YAMLReader {
    /// Each document's tree, or why it is none. A bad document does not take the others with it.
    public static func read(_ source: [UInt8]) -> [Result<ManifestTree, ReadingError>] {
        if source.starts(with: [0xFE, 0xFF]) || source.starts(with: [0xFF, 0xFE]) {
            return [.failure(ReadingError("the file is UTF-16; save it as UTF-8", at: 0))]
        }
        guard source.count <= ManifestTree.Node.maximumSource else {
            return [.failure(ReadingError("the file is larger than 256 MiB", at: 0))]
        }
        return chunks(of: source).flatMap { range in
            let results = YAMLComposer.documents(in: source, range)
            guard results.contains(where: { if case .failure = $0 { true } else { false } }), let template = helmTemplate(in: source, range)
            else { return results }
            return [.failure(template)]
        }
    }

    /// The parts of a file between lines that begin with `---`. No scalar can hold such a line (YAML 1.2, 9.1.2), so each part stands for
    /// itself, and a mistake in one leaves the others readable.
    private static func chunks(of source: [UInt8]) -> [Range<Int>] {
        var starts = [0]
        source.withUnsafeBufferPointer { bytes in
            // Where the directives of the next document begin: they stand at the start of a file or behind a line of `...`.
            var directives: Int?
            var mayBeDirective = true
            var line = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            while line < bytes.count {
                if isMarker(bytes, line, UInt8(ascii: "-")) {
                    let start = directives ?? line
                    if start > 3 { starts.append(start) }
                    directives = nil
                    mayBeDirective = false
                } else if isMarker(bytes, line, UInt8(ascii: ".")) {
                    mayBeDirective = true
                } else if mayBeDirective, bytes[line] == UInt8(ascii: "%") {
                    directives = directives ?? line
                } else if ![0x0A, 0x0D, UInt8(ascii: "#")].contains(bytes[line]) {
                    directives = nil
                    mayBeDirective = false
                }
                guard let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) else { break }
                line = end + 1
            }
        }
        return zip(starts, starts.dropFirst() + [source.count]).map { $0..<$1 }
    }

    /// Whether a line is a document's start, `---`, or its end, `...`.
    private static func isMarker(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Int, _ mark: UInt8) -> Bool {
        guard line + 3 <= bytes.count, bytes[line] == mark, bytes[line + 1] == mark, bytes[line + 2] == mark else { return false }
        return line + 3 == bytes.count || [0x20, 0x09, 0x0A, 0x0D].contains(bytes[line + 3])
    }

    /// A file that holds `{{` and is no YAML is a chart's template.
    private static func helmTemplate(in source: [UInt8], _ range: Range<Int>) -> ReadingError? {
        // Bytes that are no text hold every pair of bytes by chance.
        guard String(validating: source[range], as: UTF8.self) != nil else { return nil }
        var index = range.lowerBound
        while index + 1 < range.upperBound {
            if source[index] == UInt8(ascii: "{"), source[index + 1] == UInt8(ascii: "{") {
                return ReadingError("this is a Helm template, not a manifest yet; render it first, with helm template", at: index)
            }
            index += 1
        }
        return nil
    }
}
