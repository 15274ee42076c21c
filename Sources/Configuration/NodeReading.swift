import Manifests
import PolicyKinds
import PolicyRules

extension ManifestNode {
    /// A remark with its place: "3:5: …".
    func hint(_ message: String) -> String {
        let error = error(message)
        return "\(error.line):\(error.column): \(error.message)"
    }

    func error(_ message: String) -> ConfigurationError { ConfigurationError(message, at: span, in: tree.source) }

    /// The entries of a map. An unknown key is refused, with the one that was meant.
    func section(_ keys: String...) throws(ConfigurationError) -> [(key: String, value: ManifestNode)] { try section(keys) }

    /// The same for a list of keys.
    func section(_ keys: [String]) throws(ConfigurationError) -> [(key: String, value: ManifestNode)] {
        // `environment:` with nothing below it is a section of which only comments are left.
        if kind == .null { return [] }
        guard kind == .mapping else { throw error("a map with \(keys.joined(separator: ", ")) is due here") }
        var section: [(key: String, value: ManifestNode)] = []
        for (key, value) in entries {
            let name = key.text
            if section.contains(where: { $0.key == name }) { throw key.error("\(name) stands twice; keep one") }
            guard keys.contains(name) else {
                let hint =
                    spelling(of: name, among: keys).map { "did you mean \($0)?" } ?? "the keys here are \(keys.joined(separator: ", "))"
                throw key.error("unknown key \(quoted(name)): \(hint)")
            }
            section.append((name, value))
        }
        return section
    }

    /// A text or a number, as written.
    func scalar(_ due: String) throws(ConfigurationError) -> String {
        guard kind == .string || kind == .number else { throw error("\(due) is due here") }
        return text
    }

    /// A text that reports repeat: short, and without control characters.
    func name(_ due: String) throws(ConfigurationError) -> String {
        let text = try scalar(due)
        guard !text.isEmpty, quoted(text) == "\"\(text)\"" else {
            throw error("\(due) is due here: 1 to 40 characters, no quotes, no control characters")
        }
        return text
    }

    /// A list's items. Nothing after the key is an empty list.
    func items(_ due: String) throws(ConfigurationError) -> [ManifestNode] {
        switch kind {
        case .sequence: return Array(elements)
        case .null: return []
        default: throw error("a list of \(due) is due here")
        }
    }

    /// One of an enumeration's texts.
    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) throws(ConfigurationError) -> Choice
    where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue)
        let text = try scalar(names.joined(separator: ", "))
        guard let choice = Choice(rawValue: text) else {
            let hint = spelling(of: text, among: names).map { "did you mean \($0)?" } ?? "write one of \(names.joined(separator: ", "))"
            throw error("\(quoted(text)) is not possible here: \(hint)")
        }
        return choice
    }

    /// A duration such as 10s or 15m, in whole seconds, at least one.
    func seconds() throws(ConfigurationError) -> Int64 {
        let text = try scalar("a duration such as 10s")
        guard let duration = GoDuration(text), duration.wholeSeconds >= 1, !duration.hasFractionOfSecond else {
            throw error("\(quoted(text)) is no duration of whole seconds; write 10s, 15m or 1h30m")
        }
        return duration.wholeSeconds
    }

    /// A percentage such as 0.1%, as a fraction.
    func fraction() throws(ConfigurationError) -> Double {
        let text = try scalar("a percentage such as 0.1%")
        guard text.hasSuffix("%"), text.dropLast().isDecimal, let percent = Double(text.dropLast()), percent <= 100 else {
            throw error("\(quoted(text)) is no percentage from 0% to 100%; write 0.1%")
        }
        return percent / 100
    }

    /// Two numbers with a point between them: 5.10.
    func release(_ due: String) throws(ConfigurationError) -> (major: Int, minor: Int) {
        let text = try scalar(due)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, text.isDecimal, let major = Int(parts[0]), let minor = Int(parts[1]) else {
            throw error("\(quoted(text)) is no \(due)")
        }
        return (major, minor)
    }

    func texts(_ due: String) throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for item in try items(due) { texts.append(try item.scalar(due)) }
        return texts
    }
}

extension StringProtocol {
    /// Digits and points only: no sign, no exponent, no other base, which Int and Double would read as well.
    fileprivate var isDecimal: Bool { utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") } }
}
