/// A pattern of paths as a shell and gitignore(5) have it: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `**` for any number of folders,
/// `\` before what is meant as it is.
struct GlobPattern: Sendable, Hashable {
    /// Between slashes; nil stands for `**`.
    private let parts: [[Token]?]

    /// One step of a name's pattern.
    private enum Token: Hashable {
        case byte(UInt8)
        /// Any character.
        case any
        /// Any number of them.
        case star
        case oneOf([ClosedRange<UInt8>], isNegated: Bool)
    }

    init(_ text: some StringProtocol) {
        parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).map { part in
            part.elementsEqual("**".utf8) ? nil : Self.tokens(Array(part))
        }
    }

    /// Whether a text holds what means something in a pattern.
    static func isPattern(_ text: String) -> Bool {
        text.utf8.contains { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "[")].contains($0) }
    }

    /// Whether a path fits. Each `*` is tried from its last place on only, which finds a fit where there is one: no pattern costs more than
    /// its length times the path's.
    /// - Parameter path: names without slashes.
    func matches(_ path: some RandomAccessCollection<Substring>) -> Bool {
        let path = Array(path)
        var (part, name) = (0, 0)
        var retry: (part: Int, name: Int)?
        while name < path.count {
            if part < parts.count, parts[part] == nil {
                // At the end it stands for everything inside, so for one name at least.
                retry = (part, part + 1 == parts.count ? name + 1 : name)
                name = part + 1 == parts.count ? name + 1 : name
                part += 1
            } else if part < parts.count, let tokens = parts[part], Self.matches(tokens, path[name]) {
                part += 1
                name += 1
            } else if let last = retry {
                retry = (last.part, last.name + 1)
                part = last.part + 1
                name = last.name + 1
            } else {
                return false
            }
        }
        return part == parts.count
    }

    /// Whether some part says the point that a hidden name begins with.
    var saysPoint: Bool { parts.contains { $0?.first == .byte(UInt8(ascii: ".")) } }
    /// How many names a path that fits has at most; nil where `**` makes that any number.
    var maximumDepth: Int? { parts.contains { $0 == nil } ? nil : parts.count }
    /// Whether it ends in `**`.
    var endsInAnything: Bool { parts.last == .some(nil) }
    /// Whether its last part fits every name.
    var hasOpenEnd: Bool { endsInAnything || parts.last == [.star] }

    private static func matches(_ tokens: [Token], _ name: Substring) -> Bool {
        let bytes = Array(name.utf8)
        var (token, byte) = (0, 0)
        var retry: (token: Int, byte: Int)?
        while byte < bytes.count {
            if token < tokens.count, tokens[token] == .star {
                retry = (token, byte)
                token += 1
            } else if token < tokens.count, let length = length(of: tokens[token], in: bytes, at: byte) {
                token += 1
                byte += length
            } else if let last = retry {
                retry = (last.token, last.byte + 1)
                (token, byte) = (last.token + 1, last.byte + 1)
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .star }
    }

    /// How many bytes a token takes; nil where it does not fit.
    private static func length(of token: Token, in bytes: [UInt8], at index: Int) -> Int? {
        switch token {
        case .byte(let wanted): return bytes[index] == wanted ? 1 : nil
        case .star: return nil
        case .any: return character(in: bytes, at: index)
        case .oneOf(let ranges, let isNegated):
            guard ranges.contains(where: { $0.contains(bytes[index]) }) != isNegated else { return nil }
            return isNegated ? character(in: bytes, at: index) : 1
        }
    }

    private static func character(in bytes: [UInt8], at index: Int) -> Int {
        var end = index + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end - index
    }

    private static func tokens(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "*"): if tokens.last != .star { tokens.append(.star) }
            case UInt8(ascii: "?"): tokens.append(.any)
            case UInt8(ascii: "\\") where index + 1 < bytes.count:
                index += 1
                tokens.append(.byte(bytes[index]))
            case UInt8(ascii: "["):
                if let (set, end) = set(bytes, from: index) {
                    tokens.append(set)
                    index = end
                } else {
                    tokens.append(.byte(bytes[index]))
                }
            default: tokens.append(.byte(bytes[index]))
            }
            index += 1
        }
        return tokens
    }

    /// `[a-z0]`, `[!x]`, `[^x]`, `[]x]`, `[[:alpha:]]`; nil where it does not end.
    private static func set(_ bytes: [UInt8], from start: Int) -> (Token, end: Int)? {
        var index = start + 1
        let isNegated = index < bytes.count && (bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^"))
        if isNegated { index += 1 }
        var ranges: [ClosedRange<UInt8>] = []
        var isFirst = true
        while index < bytes.count {
            var low = bytes[index]
            if low == UInt8(ascii: "]"), !isFirst { return (.oneOf(ranges, isNegated: isNegated), index) }
            isFirst = false
            if low == UInt8(ascii: "["), let (named, end) = namedClass(bytes, from: index) {
                ranges += named
                index = end + 1
                continue
            }
            if low == UInt8(ascii: "\\"), index + 1 < bytes.count {
                index += 1
                low = bytes[index]
            }
            var high = low
            if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"), bytes[index + 2] != UInt8(ascii: "]") {
                index += 2
                if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
                high = bytes[index]
            }
            if low <= high { ranges.append(low...high) }
            index += 1
        }
        return nil
    }

    /// POSIX's names of characters, for ASCII.
    private static let classes: [String: [ClosedRange<UInt8>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A], "blank": [0x09...0x09, 0x20...0x20],
        "cntrl": [0x00...0x1F, 0x7F...0x7F], "digit": [0x30...0x39], "graph": [0x21...0x7E], "lower": [0x61...0x7A], "print": [0x20...0x7E],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E], "space": [0x09...0x0D, 0x20...0x20], "upper": [0x41...0x5A],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    private static func namedClass(_ bytes: [UInt8], from start: Int) -> ([ClosedRange<UInt8>], end: Int)? {
        guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: ":") else { return nil }
        guard let colon = bytes[(start + 2)...].firstIndex(of: UInt8(ascii: ":")), colon + 1 < bytes.count,
            bytes[colon + 1] == UInt8(ascii: "]"), let ranges = classes[String(decoding: bytes[(start + 2)..<colon], as: UTF8.self)]
        else { return nil }
        return (ranges, colon + 1)
    }
}
