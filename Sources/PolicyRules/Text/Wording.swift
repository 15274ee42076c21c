/// "a", "a and b", "a, b and c".
package func enumeration(_ words: [String], _ conjunction: String = "and") -> String {
    switch words.count {
    case 0: ""
    case 1: words[0]
    default: joined(words, conjunction)
    }
}

private func joined(_ words: [String], _ conjunction: String) -> String {
    var text = words[0]
    for word in words[1..<words.count - 1] {
        text += ", "
        text += word
    }
    text += " "
    text += conjunction
    text += " "
    text += words[words.count - 1]
    return text
}

/// "a Gadget", "an Oracle".
func withArticle(_ kind: String) -> String { (kind.first.map("AEIOU".contains) ?? false ? "an " : "a ") + kind }

/// Seconds as people write them: "60 s"; longer ones also in minutes or hours: "7200 s (2 h)".
package func seconds(_ count: Int64) -> String {
    if count >= 7200, count % 3600 == 0 { return "\(count) s (\(count / 3600) h)" }
    if count >= 600 {
        let minutes = count / 60
        return minutes >= 120 ? "\(count) s (\(minutes / 60) h \(minutes % 60) min)" : "\(count) s (\(minutes) min)"
    }
    return String(count) + " s"
}

/// A fraction as a percentage of two significant digits: 0.43 is "43 %", 0.00573 "0.57 %".
package func percentage(_ fraction: Double) -> String {
    let percent = fraction * 100
    if percent >= 99.5 { return percent >= 99.95 ? "100 %" : "\(Double(Int(percent * 10 + 0.5)) / 10) %" }
    if percent >= 9.95 { return "\(Int(percent + 0.5)) %" }
    if percent >= 0.995 { return "\(Double(Int(percent * 10 + 0.5)) / 10) %" }
    if percent >= 0.00995 { return "\(Double(Int(percent * 100 + 0.5)) / 100) %" }
    return "less than 0.01 %"
}
