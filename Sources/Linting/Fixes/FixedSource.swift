import Manifests
public import PolicyRules

/// A file's bytes with the fixes of its findings applied: a pure function of the bytes.
///
/// As linters do it: fixes that do not touch each other are applied together, then the file is reviewed anew and what is left, or came to
/// light, is fixed in the next round. What the author meant is put right before anything is chosen for him. The rounds end when nothing is
/// left to fix, when a round would lead back to where the file was, or at a bound. What would make a document unreadable is not applied.
public struct FixedSource: Sendable {
    /// The bytes; those of the file where nothing was fixed.
    public private(set) var source: [UInt8]
    /// What the linter makes of them.
    public private(set) var file: LintedFile
    /// How many fixes were applied.
    public private(set) var count = 0
    /// Whether it ended at the bound, or would have gone round in circles.
    public private(set) var isUnfinished = false

    /// More than any file needs whose fixes do not undo each other.
    static let maximumRounds = 32

    /// - Parameters:
    ///   - file: what the linter makes of the bytes.
    ///   - limit: whether unsafe fixes are applied as well.
    ///   - review: what the linter makes of other bytes.
    public init(_ source: [UInt8], _ file: LintedFile, upTo limit: Fix.Safety, review: ([UInt8]) -> LintedFile) {
        self.source = source
        self.file = file
        var earlier: Set<[UInt8]> = [source]
        for _ in 0..<Self.maximumRounds {
            let fixes = self.file.fixes.compactMap(\.self).filter { $0.safety <= limit }
            if fixes.isEmpty { return }
            let safe = fixes.filter { $0.safety == .safe }
            guard let round = self.round(of: safe, review) ?? self.round(of: fixes, review) else { return }
            guard earlier.insert(round.source).inserted else { break }
            self.source = round.source
            self.file = round.file
            count += round.count
        }
        isUnfinished = true
    }

    private typealias Round = (source: [UInt8], file: LintedFile, count: Int)

    /// As many of the fixes as can be applied at once; nil where none can.
    private func round(of fixes: [Fix], _ review: ([UInt8]) -> LintedFile) -> Round? {
        if fixes.isEmpty { return nil }
        if let round = attempt(fixes, review) { return round }
        // One of them does harm, if not several: the first that does none.
        for fix in fixes.prefix(Self.maximumRounds) {
            if let round = attempt([fix], review) { return round }
        }
        return nil
    }

    /// nil where the file would be read less well than before.
    private func attempt(_ fixes: [Fix], _ review: ([UInt8]) -> LintedFile) -> Round? {
        let edits = EditSet(of: fixes)
        let source = edits.applied(to: source)
        let file = review(source)
        guard file.problems.count <= self.file.problems.count, file.objects.count == self.file.objects.count else { return nil }
        return (source, file, edits.count)
    }
}

/// Edits that can be made at once.
struct EditSet {
    /// In the order of the source.
    private(set) var edits: [Fix.Edit] = []
    /// How many fixes they are of.
    private(set) var count = 0

    /// Of fixes that touch each other the first counts. Fixes that want the very same edit share it.
    init(of fixes: [Fix]) {
        let ordered = fixes.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
        for fix in ordered {
            let new = fix.edits.filter { !contains($0) }
            guard new.allSatisfy({ !touches($0) }) else { continue }
            for edit in new { edits.insert(edit, at: index(of: edit)) }
            count += 1
        }
    }

    func applied(to source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
        var position = 0
        for edit in edits {
            result += source[position..<edit.span.start]
            result += edit.replacement.utf8
            position = edit.span.end
        }
        return result + source[position...]
    }

    /// The first edit that does not begin before this one.
    private func index(of edit: Fix.Edit) -> Int {
        var (low, high) = (0, edits.count)
        while low < high {
            let middle = (low + high) / 2
            if (edits[middle].span.start, edits[middle].span.end) < (edit.span.start, edit.span.end) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func contains(_ edit: Fix.Edit) -> Bool {
        let index = index(of: edit)
        return index < edits.count && edits[index] == edit
    }

    /// Whether an edit is at the same place as one of the set: also where one is inserted at the edge of another.
    private func touches(_ edit: Fix.Edit) -> Bool {
        let index = index(of: edit)
        return [index - 1, index].contains { edits.indices.contains($0) && edits[$0].span.touches(edit.span) }
    }
}

extension Fix {
    fileprivate var start: Int { edits.first?.span.start ?? 0 }
}

extension SourceSpan {
    fileprivate func touches(_ other: SourceSpan) -> Bool {
        let isInsertion = start == end || other.start == other.end
        return isInsertion ? start <= other.end && other.start <= end : start < other.end && other.start < end
    }
}
