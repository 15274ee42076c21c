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
        let counterparts = PlatformNumbers.linuxOptions(meaning: elsewhere)
        let here =
            counterparts.isEmpty ? "Linux has no such option." : "On linux it is \(counterparts.map(\.constant).joined(separator: " or "))."
        return "\(constant) is no constant of Linux. \(here)\n" + list("Elsewhere:", elsewhere)
            + counterparts.map { "\n" + description(of: $0) }.joined()
    }

    static func text(of key: OptionKey) -> String {
        let owners = PlatformNumbers.owners(of: key)
        if let row = linux[key] { return description(of: row) + list("Elsewhere the same numbers are:", owners) }
        let counterparts = PlatformNumbers.linuxOptions(meaning: owners)
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

    private static func description(of row: SocketOption) -> String {
        "\(row.constant) is \(row.key) on linux (level \(row.key.level), name \(row.key.name)): \(row.purpose)\n\n"
            + Layout.table(row.facts.map { [$0.label, $0.text] }, indent: "  ")
    }

    private static func list(_ title: String, _ numbers: [NamedNumber]) -> String {
        guard !numbers.isEmpty else { return "" }
        let rows = numbers.map { [$0.numbering.rawValue, $0.key.description, $0.constant, $0.unit?.rawValue ?? ""] }
        return "\n\(title)\n" + Layout.table(rows.map { $0.last == "" ? $0.dropLast() : $0 }, indent: "  ")
    }
}
