/// The pass over a JSON text. `bytes` outlives it: a scanner never leaves `JSONReader.read`.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var nodes: [ManifestTree.Node] = []
    var strings: [String] = []
    /// The open containers, innermost last.
    var open: [Container] = []
    /// The key that the next value belongs to, in an object.
    var key: Int32 = -1
    /// The depth at which a skipped value began, while one is read.
    var skippingFrom: Int?

    struct Container {
        /// Its node; meaningless while skipping.
        var node: Int32
        var isObject: Bool
        /// Values so far.
        var count: Int32
    }

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        nodes.reserveCapacity(bytes.count / 12 + 8)
        open.reserveCapacity(16)
        // A byte order mark is no part of the text.
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    }

    mutating func readText() throws(ReadingError) {
        try readValue()
        while let container = open.last {
            skipSpace()
            let close = container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
            guard position < bytes.count else { throw missing(container.isObject ? "\"}\"" : "\"]\"") }
            if bytes[position] == close {
                position += 1
                closeContainer()
                continue
            }
            if container.count > 0 {
                guard bytes[position] == UInt8(ascii: ",") else {
                    throw unexpected(container.isObject ? "\",\" or \"}\"" : "\",\" or \"]\"")
                }
                position += 1
                skipSpace()
            }
            if container.isObject { try readKey() }
            open[open.count - 1].count += 1
            try readValue()
        }
        skipSpace()
        if position < bytes.count { throw unexpected("the end of the document") }
    }

    private mutating func readKey() throws(ReadingError) {
        guard position < bytes.count else { throw missing("a key") }
        guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
        let start = position
        let text = try readString()
        if skippingFrom == nil {
            key = Int32(nodes.count)
            nodes.append(node(.string, start, text, label: -1))
            if isManagedFields(start) { skippingFrom = open.count }
        }
        skipSpace()
        guard position < bytes.count else { throw missing("\":\"") }
        guard bytes[position] == UInt8(ascii: ":") else { throw unexpected("\":\"") }
        position += 1
    }

    /// Whether the key just read is one whose value nobody reads. It can be most of a request.
    private func isManagedFields(_ start: Int) -> Bool {
        let name: StaticString = "\"managedFields\""
        guard position - start == name.utf8CodeUnitCount else { return false }
        for index in 0..<name.utf8CodeUnitCount where bytes[start + index] != name.utf8Start[index] { return false }
        return true
    }

    private mutating func readValue() throws(ReadingError) {
        skipSpace()
        guard position < bytes.count else { throw missing("a value") }
        let start = position
        switch bytes[position] {
        case UInt8(ascii: "{"): try openContainer(isObject: true)
        case UInt8(ascii: "["): try openContainer(isObject: false)
        case UInt8(ascii: "\""):
            let text = try readString()
            add(.string, start, text)
        case UInt8(ascii: "t"):
            try readWord("true")
            add(.bool, start, -1)
        case UInt8(ascii: "f"):
            try readWord("false")
            add(.bool, start, -1)
        case UInt8(ascii: "n"):
            try readWord("null")
            add(.null, start, -1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try readNumber()
            add(.number, start, -1)
        default: throw unexpected("a value")
        }
    }

    // MARK: Containers

    private mutating func openContainer(isObject: Bool) throws(ReadingError) {
        if open.count == JSONReader.maximumDepth {
            throw ReadingError("more than \(JSONReader.maximumDepth) lists and maps inside each other", at: position)
        }
        var index: Int32 = -1
        if skippingFrom == nil {
            index = Int32(nodes.count)
            nodes.append(node(isObject ? .mapping : .sequence, position, -1, label: label))
        } else if skippingFrom == open.count {
            index = Int32(nodes.count)
            nodes.append(node(.skipped, position, -1, label: label))
        }
        open.append(Container(node: index, isObject: isObject, count: 0))
        position += 1
    }

    private mutating func closeContainer() {
        let container = open.removeLast()
        if container.node >= 0 {
            nodes[Int(container.node)].end = Int32(position)
            nodes[Int(container.node)].subtreeEnd = Int32(nodes.count)
        }
        if skippingFrom == open.count { skippingFrom = nil }
    }

    /// A scalar is a value at once; within a skipped one it is nothing.
    private mutating func add(_ kind: ManifestTree.Node.Kind, _ start: Int, _ text: Int32) {
        guard let from = skippingFrom else {
            nodes.append(node(kind, start, text, label: label))
            return
        }
        if from == open.count {
            nodes.append(node(.skipped, start, -1, label: label))
            skippingFrom = nil
        }
    }

    /// What the next value is called in its container: its key's node, or its position.
    private var label: Int32 {
        guard let container = open.last else { return -1 }
        return container.isObject ? key : container.count - 1
    }

    private func node(_ kind: ManifestTree.Node.Kind, _ start: Int, _ text: Int32, label: Int32) -> ManifestTree.Node {
        ManifestTree.Node(
            kind: kind, start: Int32(start), end: Int32(position), parent: open.last?.node ?? -1, label: label,
            subtreeEnd: Int32(nodes.count + 1), text: text)
    }

    // MARK: Scalars

    private mutating func readWord(_ word: StaticString) throws(ReadingError) {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { throw unexpected("true, false or null") }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { throw unexpected("true, false or null") }
        position += count
    }

    private mutating func readNumber() throws(ReadingError) {
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let whole = position
        guard skipDigits() else { throw ReadingError("a number has no digits", at: position) }
        if bytes[whole] == UInt8(ascii: "0"), position - whole > 1 {
            throw ReadingError("a number begins with a 0 that means nothing; remove it", at: whole)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() else { throw ReadingError("a number has no digits after its point", at: position) }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { throw ReadingError("a number has no digits in its exponent", at: position) }
        }
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start
    }

    // MARK: Errors

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    func controlCharacter() -> ReadingError {
        ReadingError("a text holds a control character; write it as an escape such as \\n", at: position)
    }

    private func missing(_ what: String) -> ReadingError { ReadingError("the document ends where \(what) is due", at: bytes.count) }

    private func unexpected(_ due: String) -> ReadingError {
        let byte = bytes[position]
        let found = (0x21..<0x7F).contains(byte) ? "\"\(Character(Unicode.Scalar(byte)))\"" : "a character"
        return ReadingError("\(found) stands where \(due) is due", at: position)
    }
}
