/// The pass over a JSON text. `bytes` outlives it: a scanner never leaves `JSONReader.read`.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var nodes: [ManifestTree.Node] = []
    var strings: [String] = []
    /// The containers around the next value: the innermost, and those around it, outermost first.
    var container = Container(node: -1, isObject: false, count: 0)
    private var outer: [Container] = []
    /// How many containers are open.
    private(set) var depth = 0
    /// What escapes were decoded to, one string after the other.
    var decoded: [UInt8] = []
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
        outer.reserveCapacity(16)
        // A byte order mark is no part of the text.
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    }

    mutating func readText() throws(ReadingError) {
        try readValue()
        while depth > 0 {
            skipSpace()
            let isObject = container.isObject
            guard position < bytes.count else { throw missing(isObject ? "\"}\"" : "\"]\"") }
            if bytes[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                position += 1
                closeContainer()
                continue
            }
            if container.count > 0 {
                guard bytes[position] == UInt8(ascii: ",") else { throw unexpected(isObject ? "\",\" or \"}\"" : "\",\" or \"]\"") }
                position += 1
                skipSpace()
            }
            if isObject { try readKey() }
            container.count += 1
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
            nodes.append(node(.string, start, text, position: 0))
            if isManagedFields(start) { skippingFrom = depth }
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
        if depth == JSONReader.maximumDepth {
            throw ReadingError("more than \(JSONReader.maximumDepth) lists and maps inside each other", at: position)
        }
        var index: Int32 = -1
        if skippingFrom == nil {
            index = Int32(nodes.count)
            nodes.append(node(isObject ? .mapping : .sequence, position, -1, position: place))
        } else if skippingFrom == depth {
            index = Int32(nodes.count)
            nodes.append(node(.skipped, position, -1, position: place))
        }
        if depth > 0 { outer.append(container) }
        container = Container(node: index, isObject: isObject, count: 0)
        depth += 1
        position += 1
    }

    private mutating func closeContainer() {
        if container.node >= 0 {
            let index = Int(container.node)
            nodes[index].end = Int32(position)
            // What is skipped holds nothing.
            if nodes[index].isContainer { nodes[index].close(before: nodes.count) }
        }
        depth -= 1
        if let last = outer.popLast() { container = last }
        if skippingFrom == depth { skippingFrom = nil }
    }

    /// A scalar is a value at once; within a skipped one it is nothing.
    private mutating func add(_ kind: ManifestTree.Node.Kind, _ start: Int, _ text: Int32) {
        guard let from = skippingFrom else {
            nodes.append(node(kind, start, text, position: place))
            return
        }
        if from == depth {
            nodes.append(node(.skipped, start, -1, position: place))
            skippingFrom = nil
        }
    }

    /// The next value's place in its container.
    private var place: Int32 {
        if depth == 0 { return 0 }
        return container.isObject ? 1 : container.count - 1
    }

    private func node(_ kind: ManifestTree.Node.Kind, _ start: Int, _ text: Int32, position place: Int32) -> ManifestTree.Node {
        ManifestTree.Node(kind, start: start, end: position, parent: depth == 0 ? -1 : container.node, position: place, text: text)
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
