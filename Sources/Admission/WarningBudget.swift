/// Fits warnings into what the API server passes on.
///
/// Past 4096 characters in all it cuts each one to 256, and it drops a warning that has a control character (both measured, and
/// apimachinery's NewWarningHeader).
enum WarningBudget {
    /// Unicode scalars in all warnings together.
    static let limit = 4096
    /// One warning's own limit, so that a single one never crowds out the rest.
    static let longest = 512

    /// The warnings that fit, in order; where some do not, the last one says how many more there are.
    /// - Parameter warnings: lazily made, so that nobody writes a line which nobody reads.
    static func fitting(_ warnings: some Collection<String>) -> [String] {
        var kept: [String] = []
        var lengths: [Int] = []
        var used = 0
        for warning in warnings {
            let line = oneLine(warning)
            used += line.length
            kept.append(line.text)
            lengths.append(line.length)
            if used > limit { break }
        }
        if used <= limit { return kept }
        // The last line's own length, with any number of digits that an Int can have.
        let reserve = 96
        while let length = lengths.last, used > limit - reserve {
            used -= length
            lengths.removeLast()
            kept.removeLast()
        }
        return kept + ["and \(warnings.count - kept.count) more; run sockwarden lint on the manifest to see them all"]
    }

    private static func oneLine(_ text: String) -> (text: String, length: Int) {
        let scalars = text.unicodeScalars
        let length = scalars.count
        var result = String.UnicodeScalarView()
        for scalar in scalars.prefix(length > longest ? longest - 1 : longest) {
            // C0, DEL and C1 are what the API server calls control characters.
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            result.append(isControl ? " " : scalar)
        }
        if length > longest { result.append("…") }
        return (String(result), min(length, longest))
    }
}
