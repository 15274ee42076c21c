import PolicyRules

/// Text for pages: nothing in it can become markup, steer a reader's eye, or hide.
enum HTMLText {
    /// A text between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in CodeFrame.visible(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A text of at most so many characters.
    static func shortened(_ text: String, to limit: Int) -> String { text.count <= limit ? text : text.prefix(limit - 1) + "…" }

    /// A chance as short as it can be read: "0.57 %", "< 0.01 %".
    static func percentage(_ fraction: Double) -> String {
        PolicyRules.percentage(fraction).replacing("less than", with: "<")
    }

    /// A coordinate in a drawing, to a tenth.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A time as short as it can be read: "60 s", "4 min", "350 s", "2 h 11 min".
    static func time(_ seconds: Double) -> String {
        let whole = Int64(min(seconds, 1e15).rounded())
        if seconds < 1 || seconds != Double(whole) && seconds < 60 { return "\(number(seconds)) s" }
        if whole >= 7200 {
            let minutes = whole % 3600 / 60
            return "\(whole / 3600) h" + (minutes == 0 ? "" : " \(minutes) min")
        }
        return whole >= 120 && whole % 60 == 0 ? "\(whole / 60) min" : "\(whole) s"
    }
}
