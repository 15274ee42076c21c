/// A duration as Kubernetes reads one (Go's time.ParseDuration): "60s", "1h30m", "1500ms", "1.5h".
public struct GoDuration: Sendable, Hashable {
    /// Its length; negative for "-5s".
    public let nanoseconds: Int64

    /// A duration of this length.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Whole seconds, the rest cut off.
    public var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
    /// Whether something was cut off.
    public var hasFractionOfSecond: Bool { nanoseconds % 1_000_000_000 != 0 }

    /// The longest text that is looked at, in bytes. No field takes more: Gateway API's pattern ends at 28.
    static let maximumLength = 256

    /// nil where Go would refuse the text: no unit, an unknown one, more than 292 years. So for a text of more than 256 bytes.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        var text = text
        guard let nanoseconds = text.withUTF8({ Self.nanoseconds(in: $0) }) else { return nil }
        self.nanoseconds = nanoseconds
    }

    private static func nanoseconds(in text: UnsafeBufferPointer<UInt8>) -> Int64? {
        var rest = text[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        if rest.count == 1, rest.first == UInt8(ascii: "0") { return 0 }
        guard !rest.isEmpty else { return nil }
        // As in Go: the magnitude may reach 2^63 on the way, which only a negative duration can be in the end.
        let limit: UInt64 = 1 << 63
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = Self.part(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow, sum <= limit else { return nil }
            total = sum
        }
        guard isNegative || total < limit else { return nil }
        return isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total)
    }

    /// A number and its unit, in nanoseconds.
    private static func part(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var count: UInt64 = 0
        let whole = rest.prefix(while: isDigit)
        for digit in whole {
            let (scaled, overflow) = count.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            count = sum
        }
        rest.removeFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest.removeFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let unit = unit(&rest) else { return nil }
        let (scaled, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        let (sum, carry) = scaled.addingReportingOverflow(nanoseconds(fraction, of: unit))
        return carry ? nil : sum
    }

    /// The digits behind the point, with Go's rounding: as many as 63 bits hold, by way of a floating-point number.
    private static func nanoseconds(_ fraction: Slice<UnsafeBufferPointer<UInt8>>, of unit: UInt64) -> UInt64 {
        var number: UInt64 = 0
        var scale = 1.0
        for digit in fraction {
            guard number <= (UInt64(1) << 63 - 1) / 10 else { break }
            let next = number * 10 + UInt64(digit - UInt8(ascii: "0"))
            guard next <= 1 << 63 else { break }
            number = next
            scale *= 10
        }
        return UInt64(Double(number) * (Double(unit) / scale))
    }

    /// The unit at the front, in nanoseconds.
    private static func unit(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        // "ms" is no "m". Both signs for micro that Unicode has are taken: U+00B5 and U+03BC.
        let (length, nanoseconds): (Int, UInt64)
        switch rest.first {
        case UInt8(ascii: "n") where rest.starts(with: "ns".utf8): (length, nanoseconds) = (2, 1)
        case UInt8(ascii: "u") where rest.starts(with: "us".utf8): (length, nanoseconds) = (2, 1_000)
        case 0xC2 where rest.starts(with: "\u{B5}s".utf8), 0xCE where rest.starts(with: "\u{3BC}s".utf8):
            (length, nanoseconds) = (3, 1_000)
        case UInt8(ascii: "m") where rest.starts(with: "ms".utf8): (length, nanoseconds) = (2, 1_000_000)
        case UInt8(ascii: "s"): (length, nanoseconds) = (1, 1_000_000_000)
        case UInt8(ascii: "m"): (length, nanoseconds) = (1, 60_000_000_000)
        case UInt8(ascii: "h"): (length, nanoseconds) = (1, 3_600_000_000_000)
        default: return nil
        }
        rest.removeFirst(length)
        return nanoseconds
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
