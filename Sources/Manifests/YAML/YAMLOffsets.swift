import CLibYAML

/// Where libyaml's marks are in the source: it counts characters, the tree counts bytes.
struct YAMLOffsets {
    /// The part of the source that libyaml reads.
    let part: Range<Int>
    /// The whole source; it outlives the composer that asks.
    private let source: UnsafeBufferPointer<UInt8>
    /// The offset of every sixteenth character from the start of the part; nil where every character is one byte.
    private let landmarks: [Int32]?
    private static let stride = 16

    init(_ source: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) {
        self.part = part
        self.source = source
        let text = UnsafeBufferPointer(rebasing: source[part])
        guard !text.allSatisfy({ $0 < 0x80 }) else {
            landmarks = nil
            return
        }
        var landmarks: [Int32] = []
        landmarks.reserveCapacity(text.count / Self.stride + 1)
        var characters = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 {
            if characters % Self.stride == 0 { landmarks.append(Int32(index)) }
            characters += 1
        }
        self.landmarks = landmarks
    }

    func offset(_ mark: yaml_mark_t) -> Int {
        guard let landmarks else { return part.lowerBound + min(mark.index, part.count) }
        guard mark.index / Self.stride < landmarks.count else { return part.upperBound }
        var offset = part.lowerBound + Int(landmarks[mark.index / Self.stride])
        for _ in 0..<(mark.index % Self.stride) {
            offset += 1
            while offset < part.upperBound, source[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return min(offset, part.upperBound)
    }

    /// Where a value begins: libyaml's mark is at its anchor or tag, if it has one.
    func start(of event: yaml_event_t, end: Int) -> Int {
        var start = offset(event.start_mark)
        while start < end, source[start] == UInt8(ascii: "&") || source[start] == UInt8(ascii: "!") {
            while start < end, !isSpace(source[start]) { start += 1 }
            start = afterSpace(start, end)
        }
        return start
    }

    /// The end of a value without the empty lines after it, which libyaml counts to a block scalar.
    func trimmed(_ end: Int, from start: Int) -> Int {
        var end = end
        while end > start, isSpace(source[end - 1]) { end -= 1 }
        return end
    }

    /// Past spaces, line ends and comments.
    private func afterSpace(_ start: Int, _ end: Int) -> Int {
        var position = start
        while position < end {
            if source[position] == UInt8(ascii: "#") {
                while position < end, source[position] != 0x0A, source[position] != 0x0D { position += 1 }
            } else if isSpace(source[position]) {
                position += 1
            } else {
                break
            }
        }
        return position
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}

extension YAMLOffsets {
    /// Why libyaml stopped, in words.
    func failure(of parser: yaml_parser_t) -> ReadingError {
        let problem = parser.problem.map { String(cString: $0) } ?? "no YAML"
        switch parser.error {
        case YAML_READER_ERROR:
            return ReadingError(
                "the bytes here are no text (\(problem)); save the file as UTF-8 without control characters",
                at: part.lowerBound + min(parser.problem_offset, part.count))
        case YAML_MEMORY_ERROR: return ReadingError("there is no memory to read the document", at: part.lowerBound)
        default:
            var place = offset(parser.problem_mark)
            if place < source.count, source[place] == UInt8(ascii: "\t") {
                return ReadingError("a tab stands where YAML takes spaces only; indent with spaces", at: place)
            }
            let context = parser.context.map { ", " + String(cString: $0) } ?? ""
            // What never ends is to be mended where it begins.
            if place == part.upperBound, parser.context != nil { place = offset(parser.context_mark) }
            return ReadingError("this is no YAML: \(problem)\(context)", at: place)
        }
    }
}
