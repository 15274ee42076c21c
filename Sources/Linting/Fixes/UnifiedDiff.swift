/// The difference of two texts as `diff -u` writes it: what patch(1) and `git apply -p0` take.
public struct UnifiedDiff: Sendable {
    /// The bytes of the diff; none where the texts are the same.
    public let bytes: [UInt8]

    private static let context = 3

    /// - Parameter name: the file's.
    public init(of name: String, from old: [UInt8], to new: [UInt8]) {
        guard old != new else {
            bytes = []
            return
        }
        let (before, after) = (Self.lines(of: old), Self.lines(of: new))
        // git refuses a path that begins with the folder itself.
        let shown = CodeFrame.visible(name.hasPrefix("./") ? String(name.dropFirst(2).drop { $0 == "/" }) : name)
        var bytes = Array("--- \(shown)\n+++ \(shown)\n".utf8)
        for hunk in Self.hunks(Self.steps(before, after)) { Self.write(hunk, before, after, to: &bytes) }
        self.bytes = bytes
    }

    /// A line that stays, goes or comes: its index before, after, or both.
    private enum Step {
        case same(Int, Int)
        case removed(Int)
        case added(Int)

        var isSame: Bool {
            if case .same = self { true } else { false }
        }
    }

    /// With their line breaks.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == 0x0A {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// The way from one text to the other. Few lines change, and what is the same at both ends is not compared.
    private static func steps(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [Step] {
        let head = zip(before, after).prefix { $0 == $1 }.count
        let tail = min(zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count, min(before.count, after.count) - head)
        let (oldMiddle, newMiddle) = (before[head..<(before.count - tail)], after[head..<(after.count - tail)])
        let difference = Array(newMiddle).difference(from: Array(oldMiddle))
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(head + offset)
            case .insert(let offset, _, _): added.insert(head + offset)
            }
        }
        var steps: [Step] = []
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if removed.contains(old) {
                steps.append(.removed(old))
                old += 1
            } else if added.contains(new) {
                steps.append(.added(new))
                new += 1
            } else {
                steps.append(.same(old, new))
                (old, new) = (old + 1, new + 1)
            }
        }
        return steps
    }

    /// Changes with what is around them; those that are near each other together.
    private static func hunks(_ steps: [Step]) -> [ArraySlice<Step>] {
        var hunks: [Range<Int>] = []
        for index in steps.indices where !steps[index].isSame {
            let range = max(0, index - context)..<min(steps.count, index + context + 1)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks.map { steps[$0] }
    }

    private static func write(
        _ hunk: ArraySlice<Step>, _ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>], to bytes: inout [UInt8]
    ) {
        let old = hunk.compactMap { step in
            switch step {
            case .same(let index, _), .removed(let index): index
            case .added: nil
            }
        }
        let new = hunk.compactMap { step in
            switch step {
            case .same(_, let index), .added(let index): index
            case .removed: nil
            }
        }
        bytes += "@@ -\(range(old)) +\(range(new)) @@\n".utf8
        for step in hunk {
            let (mark, line) =
                switch step {
                case .same(let index, _): (" ", before[index])
                case .removed(let index): ("-", before[index])
                case .added(let index): ("+", after[index])
                }
            bytes += mark.utf8
            bytes += line
            if line.last != 0x0A { bytes += "\n\\ No newline at end of file\n".utf8 }
        }
    }

    /// "3,7": the first line and how many there are.
    private static func range(_ indices: [Int]) -> String {
        guard let first = indices.first else { return "0,0" }
        return indices.count == 1 ? "\(first + 1)" : "\(first + 1),\(indices.count)"
    }
}
