import PolicyKinds

/// The beginning of a text in which phrases are looked for, whatever the case of its ASCII letters.
struct Words: Sendable {
    private let text: String
    /// What is spoken of.
    let subjects: Subjects
    private let hasUnderscore: Bool

    /// What a description can speak of in plain words.
    struct Subjects: OptionSet {
        let rawValue: UInt8

        static let keepalive = Subjects(rawValue: 1)
        static let interval = Subjects(rawValue: 2)
        static let count = Subjects(rawValue: 4)
        static let idle = Subjects(rawValue: 8)
        static let enable = Subjects(rawValue: 16)
    }

    /// Of a long text only `ReadingLimits.descriptionBytes` are looked at.
    init(_ whole: String) {
        let limit = ReadingLimits.descriptionBytes
        var text = whole.utf8.count > limit ? String(decoding: whole.utf8.prefix(limit), as: UTF8.self) : whole
        (subjects, hasUnderscore) = text.withUTF8(Self.look)
        self.text = text
    }

    /// One walk over the text: most bytes begin no phrase.
    private static func look(at bytes: UnsafeBufferPointer<UInt8>) -> (Subjects, hasUnderscore: Bool) {
        var subjects: Subjects = []
        var hasUnderscore = false
        for start in bytes.indices {
            func begins(_ phrase: StaticString) -> Bool {
                mentions(UnsafeBufferPointer(start: phrase.utf8Start, count: phrase.utf8CodeUnitCount), at: start, in: bytes)
            }
            switch bytes[start] | 0x20 {
            case UInt8(ascii: "k"):
                if begins("keepalive") || begins("keep-alive") || begins("keep alive") { subjects.insert(.keepalive) }
            case UInt8(ascii: "p"): if begins("probe") { subjects.insert(.keepalive) }
            case UInt8(ascii: "i"):
                if begins("interval") { subjects.insert(.interval) }
                if begins("idle") { subjects.insert(.idle) }
            case UInt8(ascii: "c"): if begins("count") { subjects.insert(.count) }
            case UInt8(ascii: "n"): if begins("number of") { subjects.insert(.count) }
            case UInt8(ascii: "t"):
                if begins("time before") { subjects.insert(.idle) }
                if begins("turn on") { subjects.insert(.enable) }
            case UInt8(ascii: "e"): if begins("enable") { subjects.insert(.enable) }
            case UInt8(ascii: "s"): if begins("switch on") { subjects.insert(.enable) }
            case UInt8(ascii: "a"): if begins("activate") { subjects.insert(.enable) }
            case UInt8(ascii: "_") | 0x20: if bytes[start] == UInt8(ascii: "_") { hasUnderscore = true }
            default: break
            }
        }
        return (subjects, hasUnderscore)
    }

    /// The constants that it spells, in capitals, that any platform knows.
    var constants: [String] {
        guard hasUnderscore else { return [] }
        return text.utf8.split { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"):
                false
            default: true
            }
        }.filter { (4...40).contains($0.count) && $0.contains(UInt8(ascii: "_")) }.map { String(Substring($0)).uppercased() }
            .filter(SocketConstants.isKnown)
    }

    /// Whether one of these phrases stands in it; phrases are in small letters.
    func mention(_ phrases: String...) -> Bool { phrases.contains { mention($0) } }

    /// Descriptions are short, so the plain search is the quick one.
    func mention(_ phrase: String) -> Bool {
        var (text, phrase) = (text, phrase)
        return text.withUTF8 { bytes in
            phrase.withUTF8 { phrase in bytes.indices.contains { Self.mentions(phrase, at: $0, in: bytes) } }
        }
    }

    private static func mentions(_ phrase: UnsafeBufferPointer<UInt8>, at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard phrase.count <= bytes.count - start else { return false }
        for offset in 0..<phrase.count {
            let byte = bytes[start + offset]
            let small = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            if small != phrase[offset] { return false }
        }
        return true
    }
}
