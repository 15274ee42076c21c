/// Takes messages out of a stream of bytes: headers, of which `Content-Length` gives the number of bytes, an empty line, and so many bytes of
/// JSON (Language Server Protocol 3.17, "Base Protocol"). Lines may end in LF alone.
///
/// What is no message costs one complaint: the reader goes on at the next `Content-Length`.
struct MessageReader: Sendable {
    /// Something in the stream.
    enum Item: Sendable, Hashable {
        case message([UInt8])
        /// Why something was passed over.
        case broken(String)
    }

    /// More than any client's headers.
    static let maximumHeader = 4096
    /// More than any manifest that people edit.
    static let maximumMessage = 32 << 20

    private static let lengthHeader = Array("content-length:".utf8)

    private var bytes: [UInt8] = []
    private var position = 0
    /// How much of a message that is too large is still to come.
    private var skipped = 0
    private var isLost = false

    /// How many bytes are held.
    var heldCount: Int { bytes.count - position }

    /// Takes the next bytes of the stream.
    mutating func add(_ new: [UInt8]) {
        bytes.removeFirst(position)
        position = 0
        let passedOver = min(skipped, new.count)
        skipped -= passedOver
        bytes += new[passedOver...]
    }

    /// The next item; nil where more bytes are needed.
    mutating func next() -> Item? {
        if isLost, !findHeader() { return nil }
        guard let (lengths, end) = headers() else {
            return heldCount <= Self.maximumHeader ? nil : lose("a message's headers have no end", goingOnAt: position + 1)
        }
        guard lengths.count == 1, let length = lengths[0] else {
            return lose("a message's headers do not give its length once: Content-Length, in bytes", goingOnAt: end)
        }
        guard length <= Self.maximumMessage else {
            position = end + min(length, bytes.count - end)
            skipped = end + length - position
            return .broken("a message of \(length) bytes is passed over; \(Self.maximumMessage) are the most")
        }
        guard bytes.count - end >= length else { return nil }
        position = end + length
        return .message(Array(bytes[end..<position]))
    }

    /// What the headers give as length, nil for what is no number, and where the message begins; nil where their end is not there yet.
    private func headers() -> (lengths: [Int?], end: Int)? {
        var lengths: [Int?] = []
        var start = position
        while start - position <= Self.maximumHeader, let end = bytes[start...].firstIndex(of: 0x0A) {
            let line = bytes[start..<end].last == 0x0D ? bytes[start..<(end - 1)] : bytes[start..<end]
            start = end + 1
            if line.isEmpty { return (lengths, start) }
            if isLengthHeader(at: line.startIndex) { lengths.append(Self.number(line.dropFirst(Self.lengthHeader.count))) }
        }
        return nil
    }

    private mutating func lose(_ reason: String, goingOnAt place: Int) -> Item {
        position = place
        isLost = true
        return .broken(reason)
    }

    /// Goes to the next header that gives a length.
    private mutating func findHeader() -> Bool {
        while heldCount >= Self.lengthHeader.count {
            if isLengthHeader(at: position) {
                isLost = false
                return true
            }
            position += 1
        }
        return false
    }

    /// Whether the header begins here; case does not matter.
    private func isLengthHeader(at start: Int) -> Bool {
        let end = start + Self.lengthHeader.count
        return end <= bytes.count
            && zip(bytes[start..<end], Self.lengthHeader).allSatisfy { (0x41...0x5A).contains($0) ? $0 | 0x20 == $1 : $0 == $1 }
    }

    /// nil also for 2 GiB and more: nobody sends that, and to wait for its end would be to hear nothing any more.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard words.count == 1, words[0].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int32(String(decoding: words[0], as: UTF8.self)).map(Int.init)
    }
}
