import NIOCore
import NIOHTTP1

/// What the caller says of its call beside the body: how long it waits, and under which trace it asks.
struct CallerTerms: Equatable, Sendable {
    /// How long the API server waits for the answer: it sends `?timeout=10s`.
    var timeout: TimeAmount?
    /// The trace id of W3C's `traceparent`, 32 hexadecimal digits.
    var traceID: String?

    init(timeout: TimeAmount? = nil, traceID: String? = nil) {
        self.timeout = timeout
        self.traceID = traceID
    }

    /// - Parameter query: what follows the target's `?`.
    init(query: Substring, headers: HTTPHeaders) {
        // The API server sends nothing else: no list is made for it.
        if query.hasPrefix("timeout="), !query.utf8.contains(UInt8(ascii: "&")) {
            timeout = TimeAmount(goDuration: query.dropFirst("timeout=".count))
        } else {
            for pair in query.split(separator: "&") where pair.hasPrefix("timeout=") {
                timeout = TimeAmount(goDuration: pair.dropFirst("timeout=".count))
            }
        }
        // Two of them are none: nobody could say which is meant.
        let parents = headers["traceparent"]
        traceID = parents.count == 1 ? Self.traceID(traceparent: parents[0]) : nil
    }

    /// The trace id in `version-traceid-parentid-flags`; nil where the text is none. Of later versions than 00 more may follow
    /// (W3C Trace Context, 3.2.2 and 4.3).
    static func traceID(traceparent text: String) -> String? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 4, zip(parts, [2, 32, 16, 2]).allSatisfy({ $0.count == $1 && $0.allSatisfy(\.isLowerHexadecimal) }),
            !parts[0].elementsEqual("ff".utf8), parts.count == 4 || !parts[0].elementsEqual("00".utf8),
            parts[1...2].allSatisfy({ $0.contains { $0 != UInt8(ascii: "0") } })
        else { return nil }
        return String(Substring(parts[1]))
    }
}

extension TimeAmount {
    /// Reads what Go writes for a duration: `10s`, `1m30s`, `1.5s`; nil where the text is none, or says more than a day.
    init?(goDuration text: Substring) {
        // What the API server sends: whole seconds.
        if text.utf8.last == UInt8(ascii: "s"), let seconds = Int64(text.dropLast()), (0...86_400).contains(seconds),
            text.utf8.first != UInt8(ascii: "+")
        {
            self = .seconds(seconds)
            return
        }
        var nanoseconds = 0.0
        var rest = text.utf8[...]
        guard !rest.isEmpty, rest.count <= 32 else { return nil }
        while !rest.isEmpty {
            let number = rest.prefix { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".") }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(String(Substring(number))), let factor = Self.nanoseconds[String(Substring(unit))] else { return nil }
            nanoseconds += value * factor
        }
        guard nanoseconds <= 86_400e9 else { return nil }
        self = .nanoseconds(Int64(nanoseconds))
    }

    private static let nanoseconds: [String: Double] = ["h": 3600e9, "m": 60e9, "s": 1e9, "ms": 1e6, "us": 1e3, "ns": 1]
}

extension UInt8 {
    fileprivate var isLowerHexadecimal: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}
