import Manifests
import PolicyKinds

/// What can be done about a suppression.
extension Suppression {
    /// It is taken out. Its reason goes with it, which somebody may want to read first.
    var removal: Fix? {
        guard let comment else { return .unsafe("remove it", Fix.Edit.removingWithMap(place.node)) }
        let edit = comment.isAlone ? Fix.Edit.removing(comment: comment.whole) : .source("", of: comment.whole)
        return .unsafe("remove it", [edit])
    }

    /// It is about another rule.
    func renaming(to name: String) -> Fix? {
        guard let comment else {
            let key = Place(place.node, .key)
            return .unsafe("write \(name)", [.text("\(Suppressions.prefix)\(name)", in: key)])
        }
        return .unsafe("write \(name)", [.source(name, of: comment.rule)])
    }
}

extension Fix.Edit {
    /// Writes something in the place of a part of a comment.
    fileprivate static func source(_ text: String, of place: Place) -> Fix.Edit {
        Fix.Edit(span: place.span, replacement: text, node: place.node)
    }

    /// Takes a comment away up to the end of its line: with the line where nothing else stands on it, else with the spaces in front of it.
    fileprivate static func removing(comment place: Place) -> Fix.Edit {
        var file = place.node.tree
        while let host = file.root.hostOfDocument { file = host.tree }
        let source = file.source
        var (start, end) = (place.span.start, place.span.end)
        while start > 0, source[start - 1] == UInt8(ascii: " ") || source[start - 1] == UInt8(ascii: "\t") { start -= 1 }
        while end < source.count, !WrittenContainer.isBreak(source[end]) { end += 1 }
        if start == 0 || WrittenContainer.isBreak(source[start - 1]), end < source.count {
            end += source[end] == 0x0D && end + 1 < source.count && source[end + 1] == 0x0A ? 2 : 1
        }
        return Fix.Edit(span: SourceSpan(start: start, end: end), replacement: "", node: place.node)
    }
}
