/// Writes compact JSON as UTF-8 bytes. Keys come out in the order written.
///
/// The caller keeps the shape right (a key before each value of an object); the writer puts the commas and the escapes.
public struct JSONWriter: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// - Parameter capacity: bytes to reserve.
    public init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// An object, whose keys and values `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) { nested("{", "}", body) }

    /// An array, whose values `body` writes.
    public mutating func array(_ body: (inout JSONWriter) -> Void) { nested("[", "]", body) }

    /// A key; its value follows.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A text, with the escapes that JSON needs.
    public mutating func string(_ text: String) { string { $0.content(text) } }

    /// A text that is written piece by piece: `body` calls `content`, and nothing else.
    public mutating func string(_ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        body(&self)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A piece of a text, with the escapes that JSON needs.
    public mutating func content(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            // Most text needs no escape: whole runs are copied at once.
            var start = 0
            while true {
                let end = PlainRun.end(in: utf8, from: start, isASCII: false)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
                guard end < utf8.count else { return }
                escape(utf8[end])
                start = end + 1
            }
        }
    }

    /// A whole number, in all its digits.
    public mutating func number(_ value: some BinaryInteger) { literal(String(value)) }
    /// A number; null for infinity and NaN, which JSON does not have.
    public mutating func number(_ value: Double) { literal(value.isFinite ? String(value) : "null") }
    /// true or false.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    /// null.
    public mutating func null() { literal("null") }

    /// A key and its text.
    public mutating func field(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    /// A key and its text, or nothing at all for nil.
    public mutating func field(_ name: String, optional text: String?) {
        if let text { field(name, text) }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
        default:
            let digits: StaticString = "0123456789abcdef"
            bytes += "u00".utf8
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 15)])
        }
    }

    mutating func literal(_ text: String) {
        separate()
        bytes += text.utf8
        needsComma = true
    }

    private mutating func nested(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
