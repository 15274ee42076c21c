/// A whole number as people and JSON write it: 60, 60.0, 6e1. Exact: no detour through a floating-point number.
enum WholeNumber: Equatable {
    case value(Int64)
    /// It has a part behind the point.
    case fraction
    /// It is whole and does not fit.
    case moreThan64Bits
    /// It is no decimal number.
    case notANumber

    init(_ text: String) {
        // What people write, and all that an API server sends.
        if text.utf8.count < 19, let number = Int64(text) {
            self = .value(number)
            return
        }
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(whole.count)
        var behindPoint = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            behindPoint = rest.dropFirst().prefix(while: Self.isDigit)
            rest = rest.dropFirst(1 + behindPoint.count)
        }
        guard !whole.isEmpty || !behindPoint.isEmpty, let exponent = Self.exponent(rest) else {
            self = .notANumber
            return
        }
        // The digits without leading and trailing zeros, times ten to the power of `scale`.
        var digits = [UInt8](whole) + [UInt8](behindPoint)
        var scale = exponent - behindPoint.count
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            scale += 1
        }
        digits.removeFirst(digits.prefix { $0 == UInt8(ascii: "0") }.count)
        if digits.isEmpty {
            self = .value(0)
        } else if scale < 0 {
            self = .fraction
        } else if digits.count + scale > 19 {
            self = .moreThan64Bits
        } else {
            let text = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: scale)
            self = Int64(text).map(WholeNumber.value) ?? .moreThan64Bits
        }
    }

    /// The number behind an `e`, 0 where nothing stands there, nil where something else does. Beyond a million it is a million.
    private static func exponent(_ text: Substring.UTF8View) -> Int? {
        guard let mark = text.first else { return 0 }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return nil }
        var rest = text.dropFirst()
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
        let number = rest.reduce(0) { min(1_000_000, $0 * 10 + Int($1 - UInt8(ascii: "0"))) }
        return isNegative ? -number : number
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
