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

    /// nil where Go would refuse the text: no unit, an unknown one, more than 292 years.
    public init?(_ text: String) {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.elementsEqual("0".utf8) {
            nanoseconds = 0
            return
        }
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
        nanoseconds = isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total)
    }

    /// A number and its unit, in nanoseconds.
    private static func part(_ rest: inout Substring.UTF8View) -> UInt64? {
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let unit = unit(&rest) else { return nil }
        guard let count = whole.isEmpty ? 0 : UInt64(Substring(whole)) else { return nil }
        let (scaled, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        let (sum, carry) = scaled.addingReportingOverflow(nanoseconds(fraction, of: unit))
        return carry ? nil : sum
    }

    /// The digits behind the point, with Go's rounding: as many as 63 bits hold, by way of a floating-point number.
    private static func nanoseconds(_ fraction: Substring.UTF8View, of unit: UInt64) -> UInt64 {
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
    private static func unit(_ rest: inout Substring.UTF8View) -> UInt64? {
        // The longer names first: "ms" is no "m".
        let units: [(String, UInt64)] = [
            ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
            ("h", 3_600_000_000_000),
        ]
        for (name, nanoseconds) in units where rest.starts(with: name.utf8) {
            rest = rest.dropFirst(name.utf8.count)
            return nanoseconds
        }
        return nil
    }
}
