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

    /// One walk over the text: most pairs of letters begin no phrase.
    private static func look(at bytes: UnsafeBufferPointer<UInt8>) -> (Subjects, hasUnderscore: Bool) {
        var subjects: Subjects = []
        var hasUnderscore = false
        for start in bytes.indices {
            // Of what is no letter this makes something else, which begins no phrase either.
            let next = start + 1 < bytes.count ? bytes[start + 1] | 0x20 : 0
            func begins(_ phrase: StaticString) -> Bool {
                mentions(UnsafeBufferPointer(start: phrase.utf8Start, count: phrase.utf8CodeUnitCount), at: start, in: bytes)
            }
            switch bytes[start] | 0x20 {
            case UInt8(ascii: "k") where next == UInt8(ascii: "e"):
                if begins("keepalive") || begins("keep-alive") || begins("keep alive") { subjects.insert(.keepalive) }
            case UInt8(ascii: "p") where next == UInt8(ascii: "r"): if begins("probe") { subjects.insert(.keepalive) }
            case UInt8(ascii: "i") where next == UInt8(ascii: "n"): if begins("interval") { subjects.insert(.interval) }
            case UInt8(ascii: "i") where next == UInt8(ascii: "d"): if begins("idle") { subjects.insert(.idle) }
            case UInt8(ascii: "c") where next == UInt8(ascii: "o"): if begins("count") { subjects.insert(.count) }
            case UInt8(ascii: "n") where next == UInt8(ascii: "u"): if begins("number of") { subjects.insert(.count) }
            case UInt8(ascii: "t") where next == UInt8(ascii: "i"): if begins("time before") { subjects.insert(.idle) }
            case UInt8(ascii: "t") where next == UInt8(ascii: "u"): if begins("turn on") { subjects.insert(.enable) }
            case UInt8(ascii: "e") where next == UInt8(ascii: "n"): if begins("enable") { subjects.insert(.enable) }
            case UInt8(ascii: "s") where next == UInt8(ascii: "w"): if begins("switch on") { subjects.insert(.enable) }
            case UInt8(ascii: "a") where next == UInt8(ascii: "c"): if begins("activate") { subjects.insert(.enable) }
            case UInt8(ascii: "_") | 0x20 where bytes[start] == UInt8(ascii: "_"): hasUnderscore = true
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
            phrase.withUTF8 { phrase in
                guard let first = phrase.first else { return false }
                return bytes.indices.contains { Self.small(bytes[$0]) == first && Self.mentions(phrase, at: $0, in: bytes) }
            }
        }
    }

    private static func mentions(_ phrase: UnsafeBufferPointer<UInt8>, at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard phrase.count <= bytes.count - start else { return false }
        for offset in 0..<phrase.count where small(bytes[start + offset]) != phrase[offset] { return false }
        return true
    }

    private static func small(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
}
