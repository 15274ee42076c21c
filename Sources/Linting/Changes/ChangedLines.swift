/// The lines of files that a diff adds or changes. Where lines were only removed, the lines around the gap count: what was removed may be
/// why they are wrong now.
public struct ChangedLines: Sendable {
    /// By the file's path in the diff; ranges in order.
    private var byFile: [String: [ClosedRange<Int>]] = [:]

    /// Nothing changed.
    init() {}

    /// Reads what `git diff --unified=0` writes, with the prefixes `a/` and `b/`.
    init(diff: [UInt8]) {
        var file: String?
        // Lines of a hunk that are still to come: one of them may look like a header.
        var pending = 0
        for line in diff.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if pending > 0, let first = line.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
                pending -= 1
            } else if line.starts(with: "diff --git ".utf8) {
                file = nil
                pending = 0
            } else if line.starts(with: "+++ ".utf8) {
                file = Self.path(line.dropFirst(4))
                // What was renamed and not changed has no hunks, and is known all the same.
                if let file { byFile[file, default: []] += [] }
            } else if line.starts(with: "@@ ".utf8), let hunk = Hunk(line) {
                pending = hunk.removed + hunk.added
                if let file { byFile[file, default: []].append(hunk.lines) }
            }
        }
    }

    /// Whether some of these lines of a file changed.
    func touches(_ file: String, _ lines: ClosedRange<Int>) -> Bool {
        guard let ranges = byFile[file] else { return false }
        // The first range that does not end before them.
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < lines.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= lines.upperBound
    }

    /// "b/deploy/a.yaml", with a tab behind it where it holds a space, or in quotes with C's escapes; nil for /dev/null.
    private static func path(_ written: ArraySlice<UInt8>) -> String? {
        var bytes = written.last == UInt8(ascii: "\t") ? written.dropLast() : written
        if bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") { bytes = unescaped(bytes.dropFirst().dropLast())[...] }
        return bytes.starts(with: "b/".utf8) ? String(decoding: bytes.dropFirst(2), as: UTF8.self) : nil
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let letters: [UInt8: UInt8] = [
            UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "v"): 0x0B,
            UInt8(ascii: "f"): 0x0C, UInt8(ascii: "r"): 0x0D,
        ]
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                result.append(byte)
                continue
            }
            if (0x30...0x33).contains(escape), rest.count >= 2 {
                let digits = [escape] + rest.prefix(2)
                rest = rest.dropFirst(2)
                result.append(digits.reduce(0) { $0 << 3 | ($1 & 7) })
            } else {
                result.append(letters[escape] ?? escape)
            }
        }
        return result
    }

    /// `@@ -12,3 +14 @@`
    private struct Hunk {
        let removed: Int
        let added: Int
        let lines: ClosedRange<Int>

        init?(_ line: ArraySlice<UInt8>) {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
            guard words.count >= 3, let old = Self.span(words[1], "-"), let new = Self.span(words[2], "+") else { return nil }
            removed = old.count
            added = new.count
            lines = new.count > 0 ? new.start...(new.start + new.count - 1) : max(1, new.start)...(new.start + 1)
        }

        private static func span(_ word: ArraySlice<UInt8>, _ sign: String) -> (start: Int, count: Int)? {
            guard word.starts(with: sign.utf8) else { return nil }
            let numbers = word.dropFirst().split(separator: UInt8(ascii: ",")).map { Int(String(decoding: $0, as: UTF8.self)) }
            // A file of 2 GiB has no more lines.
            guard let start = numbers.first ?? nil, (0...Int(Int32.max)).contains(start) else { return nil }
            let count = numbers.count > 1 ? numbers[1] : 1
            guard let count, (0...Int(Int32.max)).contains(count) else { return nil }
            return (start, count)
        }
    }
}
