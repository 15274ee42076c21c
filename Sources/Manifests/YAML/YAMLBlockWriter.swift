/// Writes a document as people lay out YAML: blocks, lists not indented, small maps of a list in one line, comments above what they are about.
///
/// What it writes is read back as the same values; aliases and merge keys are written out.
public struct YAMLBlockWriter {
    /// Lines of comment above a mapping's entry or a list's item, by its value.
    private let comments: [ManifestNode.ID: [String]]
    /// What stands in place of a text.
    private let texts: [ManifestNode.ID: String]
    private var text = ""
    /// Wider maps of a list are written as blocks.
    private let width = 120

    /// - Parameters:
    ///   - comments: lines without `#`, by the value that they stand above.
    ///   - texts: what to write in place of a text: the same document, laid out anew.
    public init(comments: [ManifestNode.ID: [String]] = [:], texts: [ManifestNode.ID: String] = [:]) {
        self.comments = comments
        self.texts = texts
    }

    /// The document, ending in a newline.
    public func text(of root: ManifestNode) -> String {
        var writer = self
        writer.write(root, indent: 0)
        return writer.text
    }

    private mutating func write(_ node: ManifestNode, indent: Int) {
        switch node.kind {
        case .mapping:
            for (key, value) in node.entries {
                comment(on: value, indent: indent)
                text += Self.spaces(indent)
                writeEntry(key, value, indent: indent)
            }
        case .sequence:
            for item in node.elements {
                comment(on: item, indent: indent)
                writeItem(item, indent: indent)
            }
        case .null, .bool, .number, .string, .skipped: text += Self.spaces(indent) + Self.scalar(node) + "\n"
        }
    }

    /// What stands behind the indentation: the key, and its value on the same line or below.
    private mutating func writeEntry(_ key: ManifestNode, _ value: ManifestNode, indent: Int) {
        text += Self.scalar(key) + ":"
        switch value.kind {
        case .mapping where Self.hasItems(value):
            text += "\n"
            write(value, indent: indent + 2)
        case .sequence where Self.hasItems(value):
            text += "\n"
            write(value, indent: indent)
        case .string:
            let content = texts[value.id] ?? value.text
            let block = content.utf8.contains(UInt8(ascii: "\n")) ? Self.literal(content, indent: indent + 2) : nil
            text += block.map { " " + $0 } ?? " \(Self.string(content))\n"
        default: text += " \(Self.inOneLine(value))\n"
        }
    }

    private mutating func writeItem(_ item: ManifestNode, indent: Int) {
        let line = Self.inOneLine(item)
        let isSmall = item.kind == .mapping && item.entries.allSatisfy { !Self.hasItems($0.value) } && line.count + indent + 2 <= width
        guard item.kind == .mapping, Self.hasItems(item), !isSmall else {
            text += Self.spaces(indent) + "- " + line + "\n"
            return
        }
        // The first entry stands behind the dash.
        var isFirst = true
        for (key, value) in item.entries {
            if !isFirst { comment(on: value, indent: indent + 2) }
            text += isFirst ? Self.spaces(indent) + "- " : Self.spaces(indent + 2)
            writeEntry(key, value, indent: indent + 2)
            isFirst = false
        }
    }

    private mutating func comment(on node: ManifestNode, indent: Int) {
        for line in comments[node.id] ?? [] { text += Self.spaces(indent) + "# " + line + "\n" }
    }

    private static func hasItems(_ node: ManifestNode) -> Bool {
        node.entries.contains { _ in true } || node.elements.contains { _ in true }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// In flow style.
    private static func inOneLine(_ node: ManifestNode) -> String {
        switch node.kind {
        case .mapping: "{" + node.entries.map { scalar($0.key) + ": " + inOneLine($0.value) }.joined(separator: ", ") + "}"
        case .sequence: "[" + node.elements.map(inOneLine).joined(separator: ", ") + "]"
        case .null, .bool, .number, .string, .skipped: scalar(node)
        }
    }

    private static func scalar(_ node: ManifestNode) -> String {
        switch node.kind {
        case .bool, .number: return node.text
        case .string: return string(node.text)
        case .null, .skipped, .mapping, .sequence: return "null"
        }
    }

    /// A text, in quotes where it would be something else without, or in flow style.
    private static func string(_ text: String) -> String {
        if isPlain(text) { return text }
        let isPrintable = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isPrintable, text.utf8.contains(UInt8(ascii: "\"")), !text.utf8.contains(UInt8(ascii: "'")) { return "'\(text)'" }
        var writer = JSONWriter()
        writer.string(text)
        // To YAML more is a line end than to JSON.
        return String(decoding: writer.bytes, as: UTF8.self).unicodeScalars.reduce(into: "") { written, scalar in
            if Self.isPrintable(scalar) || scalar.value > 0xFFFF {
                written.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    /// Words of letters, digits and what has no meaning in YAML. A single colon or hash inside a word has none either.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.last != UInt8(ascii: ":") else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let inner = Array("._-/ ".utf8)
        guard isLetter(first) || isDigit(first) || first == UInt8(ascii: "/"),
            text.utf8.allSatisfy({ isLetter($0) || isDigit($0) || inner.contains($0) }), text.utf8.last != UInt8(ascii: " ")
        else { return false }
        // "60s" is a text, 1.5 and yes are not.
        var bytes = Array(text.utf8)
        return bytes.withUnsafeMutableBufferPointer {
            ScalarResolution(UnsafeBufferPointer($0), isPlain: true, tag: nil).kind == .string
        }
    }

    /// What a block may hold as it is: no control, no other line end, no mark of byte order.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xD800, 0xE000..<0xFEFF, 0xFF00..<0xFFFE: true
        default: false
        }
    }

    /// A text of several lines as a block; nil where a block cannot hold it.
    private static func literal(_ text: String, indent: Int) -> String? {
        guard text.utf8.first != UInt8(ascii: " "), text.utf8.first != UInt8(ascii: "\n"),
            text.unicodeScalars.allSatisfy({ $0 == "\n" || isPrintable($0) })
        else { return nil }
        let isEnded = text.hasSuffix("\n")
        if isEnded, text.dropLast().hasSuffix("\n") { return nil }
        let lines = (isEnded ? text.dropLast() : text[...]).split(separator: "\n", omittingEmptySubsequences: false)
        return (isEnded ? "|" : "|-") + "\n" + lines.map { ($0.isEmpty ? "" : spaces(indent) + $0) + "\n" }.joined()
    }
}
