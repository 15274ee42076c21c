import Manifests

/// How a document is written.
public struct Layout: Sendable, CustomStringConvertible {
    /// The ways to write the same.
    enum Style: String, CaseIterable { case flow, block, json, compactJSON }

    let style: Style
    let hasComments: Bool
    let hasAnchors: Bool
    let hasCRLF: Bool

    /// "block with comments and CRLF".
    public var description: String {
        let extras = [(hasComments, "comments"), (hasAnchors, "anchors"), (hasCRLF, "CRLF")].filter(\.0).map(\.1)
        return style.rawValue + (extras.isEmpty ? "" : " with " + extras.joined(separator: " and "))
    }

    /// Whether lines end with CRLF.
    public var endsLinesWithCRLF: Bool { hasCRLF }

    static func random(with random: inout some RandomNumberGenerator) -> Layout {
        let style = random.pick([Style.flow, .block, .block, .json, .compactJSON])
        let isYAML = style == .flow || style == .block
        return Layout(
            style: style, hasComments: isYAML && random.chance(50), hasAnchors: style == .block && random.chance(40),
            hasCRLF: random.chance(30))
    }

    /// - Parameter document: YAML.
    /// - Returns: nil where it cannot be read.
    func write(_ document: String, with random: inout some RandomNumberGenerator) -> String? {
        var text = document
        if style != .flow {
            guard case .success(let tree)? = ManifestReader.documents(in: Array(document.utf8)).first else { return nil }
            var writer = DocumentWriter(isJSON: style != .block, hasAnchors: hasAnchors)
            writer.write(tree.root, with: &random)
            text = style == .compactJSON ? tree.root.canonicalText : writer.text
        }
        if !text.hasSuffix("\n"), random.chance(80) { text += "\n" }
        if hasComments { text = Self.commented(text, with: &random) }
        return hasCRLF ? text.replacing("\n", with: "\r\n") : text
    }

    /// What stands behind some comments: a suppression that silences nothing.
    public static let suppression = " # sockwarden:ignore SW403 was needed once"

    /// Comments on lines of their own and behind what stands there, each with a number; not in texts of several lines.
    private static func commented(_ text: String, with random: inout some RandomNumberGenerator) -> String {
        var lines: [String] = []
        var textMargin: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let margin = line.prefix { $0 == " " }.count
            if let limit = textMargin, margin > limit || line.isEmpty {
                lines.append(line)
                continue
            }
            textMargin = line.hasSuffix("|") || line.hasSuffix("|-") || line.hasSuffix(">") ? margin : nil
            if textMargin == nil, !line.isEmpty, random.chance(20) {
                lines.append(String(repeating: " ", count: margin) + "# comment \(lines.count)")
            }
            guard textMargin == nil, !line.isEmpty, random.chance(30) else {
                lines.append(line)
                continue
            }
            lines.append(line + " # comment \(lines.count)" + (random.chance(20) ? Self.suppression : ""))
        }
        return lines.joined(separator: "\n")
    }
}

/// Writes a tree in blocks, or as JSON with a line for each value.
private struct DocumentWriter {
    let isJSON: Bool
    let hasAnchors: Bool
    var text = ""
    private var anchors: [(name: String, value: String)] = []

    init(isJSON: Bool, hasAnchors: Bool) {
        self.isJSON = isJSON
        self.hasAnchors = hasAnchors
    }

    mutating func write(_ root: ManifestNode, with random: inout some RandomNumberGenerator) {
        if isJSON { json(root, margin: "") } else { block(root, margin: "", isFirst: true, with: &random) }
        if !text.hasSuffix("\n") { text += "\n" }
    }

    private mutating func json(_ node: ManifestNode, margin: String) {
        let inner = margin + "  "
        switch node.kind {
        case .mapping:
            var isFirst = true
            for (key, value) in node.entries {
                text += (isFirst ? "{\n" : ",\n") + inner + key.quotedText + ": "
                json(value, margin: inner)
                isFirst = false
            }
            text += isFirst ? "{}" : "\n\(margin)}"
        case .sequence:
            var isFirst = true
            for item in node.elements {
                text += (isFirst ? "[\n" : ",\n") + inner
                json(item, margin: inner)
                isFirst = false
            }
            text += isFirst ? "[]" : "\n\(margin)]"
        default: text += node.canonicalText
        }
    }

    /// - Parameter isFirst: whether the first line has its margin already: behind a dash.
    private mutating func block(_ node: ManifestNode, margin: String, isFirst: Bool, with random: inout some RandomNumberGenerator) {
        var isFirst = isFirst
        switch node.kind {
        case .mapping:
            for (key, value) in node.entries {
                text += (isFirst ? "" : margin) + key.sourceText + ":"
                isFirst = false
                below(value, margin: margin, with: &random)
            }
        case .sequence:
            for item in node.elements {
                text += (isFirst ? "" : margin) + "-"
                isFirst = false
                if item.isEmpty || item.kind != .mapping && item.kind != .sequence {
                    below(item, margin: margin, with: &random)
                } else {
                    text += " "
                    block(item, margin: margin + "  ", isFirst: true, with: &random)
                }
            }
        default: break
        }
    }

    private mutating func below(_ value: ManifestNode, margin: String, with random: inout some RandomNumberGenerator) {
        switch value.kind {
        case .mapping where !value.isEmpty:
            text += "\n"
            block(value, margin: margin + "  ", isFirst: false, with: &random)
        case .sequence where !value.isEmpty:
            text += "\n"
            block(value, margin: margin, isFirst: false, with: &random)
        case .mapping: text += " {}\n"
        case .sequence: text += " []\n"
        case .null: text += "\n"
        default:
            let content = value.text
            if value.kind == .string, content.contains("\n") {
                text += " |" + (content.hasSuffix("\n") ? "" : "-") + "\n"
                for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
                    text += (line.isEmpty ? "" : margin + "  " + line) + "\n"
                }
                if content.hasSuffix("\n") { text.removeLast(1) }
                return
            }
            scalar(value.kind == .string ? value.quotedIfNeeded : value.canonicalText, with: &random)
        }
    }

    private mutating func scalar(_ written: String, with random: inout some RandomNumberGenerator) {
        if hasAnchors, random.chance(25) {
            if let known = anchors.last(where: { $0.value == written }) {
                text += " *\(known.name)\n"
                return
            }
            let name = "a\(anchors.count)"
            anchors.append((name, written))
            text += " &\(name)"
        }
        text += " \(written)\n"
    }
}

extension ManifestNode {
    fileprivate var isEmpty: Bool {
        switch kind {
        case .mapping:
            var entries = entries
            return entries.next() == nil
        case .sequence:
            var elements = elements
            return elements.next() == nil
        default: return false
        }
    }

    /// As JSON.
    fileprivate var quotedText: String { "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }

    /// Plain where it is a word, else in quotes.
    fileprivate var quotedIfNeeded: String {
        let isPlain =
            text.first.map { $0.isLetter } ?? false
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " _-./".contains($0)) } && !text.hasSuffix(" ")
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        return isPlain ? text : canonicalText
    }
}
