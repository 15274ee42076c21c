import SocketOptions

/// What `sockwarden explain` prints of an option or a pair of numbers: what it is on every platform.
enum OptionPage {
    private static let linux = TargetPlatform.linuxAMD64.table

    /// nil for a constant that no platform has.
    static func text(ofConstant constant: String) -> String? {
        let row = linux.named(constant)
        let elsewhere = PlatformNumbers.named(row?.constant ?? constant)
        if let row {
            let alias = row.constant == constant ? "" : "\(constant) is another name of \(row.constant).\n\n"
            return alias + description(of: row) + list("Elsewhere:", elsewhere)
        }
        guard !elsewhere.isEmpty else { return nil }
        let counterparts = counterparts(of: elsewhere)
        let here =
            counterparts.isEmpty ? "Linux has no such option." : "On linux it is \(counterparts.map(\.constant).joined(separator: " or "))."
        return "\(constant) is no constant of Linux. \(here)\n" + list("Elsewhere:", elsewhere)
            + counterparts.map { "\n" + description(of: $0) }.joined()
    }

    static func text(of key: OptionKey) -> String {
        let owners = PlatformNumbers.owners(of: key)
        if let row = linux[key] { return description(of: row) + list("Elsewhere the same numbers are:", owners) }
        let counterparts = counterparts(of: owners)
        let mirrored = linux[key.mirrored].map {
            "Exchanged, \(key.mirrored), they are \($0.constant): level \($0.key.level), name \($0.key.name).\n"
        }
        return
            "\(key) (level \(key.level), name \(key.name)) is no socket option of linux: the kernel answers ENOPROTOOPT, and Envoy rejects\n"
            + "the listener. gVisor takes it in silence and does nothing.\n" + (mirrored.map { "\n" + $0 } ?? "")
            + list("Elsewhere it is:", owners)
            + (counterparts.isEmpty ? "" : "\nOn linux write:\n")
            + Layout.table(counterparts.map { [$0.constant, "level \($0.key.level), name \($0.key.name)", $0.purpose] }, indent: "  ")
    }

    /// The Linux rows that mean the same, each once.
    private static func counterparts(of numbers: [NamedNumber]) -> [SocketOption] {
        var found: [SocketOption] = []
        for constant in numbers.compactMap(PlatformNumbers.linuxCounterpart) where !found.contains(where: { $0.constant == constant }) {
            if let row = linux.named(constant) { found.append(row) }
        }
        return found
    }

    private static func description(of row: SocketOption) -> String {
        let isInt = row.kind == .int || row.kind == .flag
        var lines = [["value", OptionWords.kind(row)], ["takes", row.acceptedValues + (isInt ? refusal(of: row) : "")]]
        if let value = row.defaultValue { lines.append(["default", "\(value)\(row.unit.map { " \($0.rawValue)" } ?? "")"]) }
        lines.append(["connections", "accepted ones \(OptionWords.inheritance(row))"])
        if let since = row.since { lines.append(["since", "Linux \(since.version) (\(since.source))"]) }
        if let need = row.capability { lines.append(["needs", "\(OptionWords.need(need)), else \(need.refusal) (\(need.refusal.text))"]) }
        for hazard in row.hazards { lines.append(["beware", "of \(OptionWords.values(hazard.values)): \(hazard.effect)"]) }
        lines.append(["gvisor", gvisor(row)])
        return "\(row.constant) is \(row.key) on linux (level \(row.key.level), name \(row.key.name)): \(row.purpose)\n\n"
            + Layout.table(lines, indent: "  ")
    }

    private static func refusal(of row: SocketOption) -> String {
        row.acceptance.values == .any || row.acceptance.values == .none
            ? "" : "; anything else is refused: \(row.acceptance.refusal) (\(row.acceptance.refusal.text))"
    }

    private static func gvisor(_ row: SocketOption) -> String {
        guard let there = TargetPlatform.gvisor.table[row.key] else { return "takes it in silence and does nothing" }
        return there.inheritance == .inherited
            ? "accepted connections inherit it" : "takes it on the listener; accepted connections lose it"
    }

    private static func list(_ title: String, _ numbers: [NamedNumber]) -> String {
        guard !numbers.isEmpty else { return "" }
        let rows = numbers.map { [$0.numbering.rawValue, $0.key.description, $0.constant, $0.unit?.rawValue ?? ""] }
        return "\n\(title)\n" + Layout.table(rows.map { $0.last == "" ? $0.dropLast() : $0 }, indent: "  ")
    }
}
