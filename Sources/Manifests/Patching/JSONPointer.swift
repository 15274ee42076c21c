/// A JSON Pointer (RFC 6901) as it is written in a document: "/socket_options/0". Each step knows where it stands.
public struct JSONPointer: Sendable {
    /// What leads to the value, from the root on; none for the whole document.
    public let steps: [Step]

    /// The deepest place that is looked at.
    static let maximumDepth = 64

    /// One step down.
    public struct Step: Sendable {
        /// A field's name, a position of a list, or "-", which is the one behind its last.
        public var text: String
        /// Where it stands in the source of its document.
        let span: SourceSpan
        /// The text that it is a part of.
        let node: ManifestNode

        /// A position of a list; nil for a field, and for "-".
        public var position: Int? {
            let digits = text.utf8
            guard (1...9).contains(digits.count), digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                digits.count == 1 || digits.first != UInt8(ascii: "0")
            else { return nil }
            return Int(text)
        }

        /// Whether only a list has it.
        var isOfList: Bool { text == "-" || position != nil }

        /// Whether its text is what stands in the source there.
        var isVerbatim: Bool { span != node.span }
    }

    /// Reads the text of a node. nil where it is no pointer: a pointer is empty, or begins with a slash. nil too for one of more than 64
    /// steps.
    /// - Parameter isRelative: whether its first slash may be missing.
    public init?(_ node: ManifestNode, isRelative: Bool = false) {
        guard node.kind == .string else { return nil }
        let text = node.text
        if text.isEmpty {
            steps = []
            return
        }
        let slash = text.utf8.first == UInt8(ascii: "/") ? 1 : 0
        guard slash == 1 || isRelative else { return nil }
        // A text that is a slice of the source has its steps there, one byte for one.
        let start = node.plainStart
        var steps: [Step] = []
        var offset = slash
        for part in text.utf8.dropFirst(slash).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard steps.count < Self.maximumDepth else { return nil }
            let isPlain = !part.isEmpty && !part.contains(UInt8(ascii: "~"))
            let span = start.flatMap { isPlain ? SourceSpan(start: $0 + offset, end: $0 + offset + part.count) : nil } ?? node.span
            steps.append(Step(text: Self.unescaped(part), span: span, node: node))
            offset += part.count + 1
        }
        self.steps = steps
    }

    /// Reads the text of a node as a JSONPath (RFC 9535) that leads to one place whatever the document is: names and positions alone,
    /// "$.socket_options[0]". nil for everything else.
    public init?(path node: ManifestNode) {
        guard node.kind == .string else { return nil }
        let text = node.text
        guard (1...1024).contains(text.utf8.count) else { return nil }
        let path = text.utf8.first == UInt8(ascii: "$") ? text : "$." + text
        var rest = path.utf8.dropFirst()
        var steps: [Step] = []
        while let mark = rest.first {
            guard steps.count < Self.maximumDepth else { return nil }
            rest = rest.dropFirst()
            let name: Substring.UTF8View
            if mark == UInt8(ascii: ".") {
                name = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
                rest = rest.dropFirst(name.count)
                guard !name.isEmpty, name.allSatisfy(Self.isOfName) else { return nil }
            } else if mark == UInt8(ascii: "[") {
                var inner = rest.prefix { $0 != UInt8(ascii: "]") }
                rest = rest.dropFirst(inner.count)
                guard !rest.isEmpty else { return nil }
                rest = rest.dropFirst()
                if let quote = inner.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
                    guard inner.count > 2, inner.last == quote else { return nil }
                    inner = inner.dropFirst().dropLast()
                    guard inner.allSatisfy({ $0 != quote && $0 != UInt8(ascii: "\\") }) else { return nil }
                } else {
                    guard !inner.isEmpty, inner.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
                }
                name = inner
            } else {
                return nil
            }
            steps.append(Step(text: String(decoding: name, as: UTF8.self), span: node.span, node: node))
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
    }

    /// A pointer of these steps.
    public init(steps: [Step]) { self.steps = steps }

    private static func unescaped(_ part: Substring.UTF8View) -> String {
        guard part.contains(UInt8(ascii: "~")) else { return String(decoding: part, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "~"), let next = rest.first, next == UInt8(ascii: "0") || next == UInt8(ascii: "1") {
                rest = rest.dropFirst()
                bytes.append(next == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte >= 0x80
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
