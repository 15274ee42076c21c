/// Metrics in Prometheus' text format: each family with its HELP and TYPE.
struct MetricsText {
    /// A family's type.
    enum Kind: String {
        case counter, gauge, histogram
    }

    private(set) var text = ""

    /// A family with any number of samples.
    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: (inout Samples) -> Void) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        var all = Samples(name: name)
        samples(&all)
        text += all.text
    }

    /// A family of one sample without labels.
    mutating func value(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        family(name, kind, help) { $0.add(value) }
    }

    /// The samples of one family.
    struct Samples {
        fileprivate let name: String
        fileprivate var text = ""

        /// One sample.
        /// - Parameter suffix: `_bucket`, `_sum` or `_count` of a histogram.
        mutating func add(_ value: Double, suffix: String = "", _ labels: KeyValuePairs<String, String> = [:]) {
            text += name + suffix
            if !labels.isEmpty {
                text += "{" + labels.map { "\($0)=\"\(MetricsText.escape($1))\"" }.joined(separator: ",") + "}"
            }
            text += " \(MetricsText.number(value))\n"
        }
    }

    /// A label's value may hold whatever a reviewer says: quotes, backslashes and newlines are escaped, and it is cut at 64 scalars.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars.prefix(64) {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        if let whole = Int(exactly: value) { return String(whole) }
        return String(value)
    }
}
