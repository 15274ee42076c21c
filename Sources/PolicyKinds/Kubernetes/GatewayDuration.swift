/// Durations as the Gateway API writes them (GEP-2257), and the CRDs of the products that follow it.
extension DurationSyntax {
    /// - Parameter minimum: the least that the product takes, nanoseconds.
    static func gatewayAPI(minimum: Int64) -> DurationSyntax {
        DurationSyntax(minimum: minimum, words: "whole numbers with h, m, s or ms", matches: matchesGatewayAPI)
    }

    /// The pattern, stricter than Go: one to four times one to five digits and a unit of h, m, s or ms.
    @Sendable private static func matchesGatewayAPI(_ text: String) -> Bool {
        var bytes = text.utf8[...]
        var parts = 0
        while !bytes.isEmpty {
            let digits = bytes.prefix(6).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...5).contains(digits.count), parts < 4 else { return false }
            bytes = bytes.dropFirst(digits.count)
            if bytes.starts(with: "ms".utf8) {
                bytes = bytes.dropFirst(2)
            } else if let unit = bytes.first, "hms".utf8.contains(unit) {
                bytes = bytes.dropFirst()
            } else {
                return false
            }
            parts += 1
        }
        return parts >= 1
    }
}
