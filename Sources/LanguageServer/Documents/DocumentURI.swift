/// What a client calls a document: mostly a file's URI (RFC 8089).
struct DocumentURI: Sendable, Hashable {
    /// As written: it comes back as it came.
    let text: String

    /// The file; nil for what is none: an editor's unsaved buffer.
    var path: String? {
        guard text.lowercased().hasPrefix("file://") else { return nil }
        // An authority is a host's name, or empty.
        let rest = text.utf8.dropFirst("file://".utf8.count).drop { $0 != UInt8(ascii: "/") }
        let end = rest.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? rest.endIndex
        var bytes: [UInt8] = []
        var digits = rest[..<end].makeIterator()
        while let byte = digits.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = digits.next().flatMap(Self.value), let low = digits.next().flatMap(Self.value) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes.isEmpty || bytes.contains(0) ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// What people call it.
    var name: String { path ?? text }

    private static func value(ofDigit byte: UInt8) -> UInt8? { Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init) }
}
