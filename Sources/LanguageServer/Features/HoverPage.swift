import PolicyKinds
import SocketOptions

/// A page about something, small enough for an editor to show beside it.
struct HoverPage: Sendable {
    let title: String
    /// What it is for, in a sentence.
    let purpose: String
    /// A label and a text each.
    let facts: [(label: String, text: String)]
    var remarks: [String] = []
    /// Lines whose columns count.
    var picture = ""
}

extension HoverPage {
    /// What a pair of numbers is.
    init(of key: OptionKey) {
        let owners = PlatformNumbers.owners(of: key)
        let elsewhere = Self.words(for: owners)
        if let option = TargetPlatform.linuxAMD64.table[key] {
            title = "\(option.constant), \(key) on linux"
            purpose = option.purpose
            facts = option.facts + (elsewhere.isEmpty ? [] : [("elsewhere", "the same numbers are \(elsewhere)")])
        } else {
            title = "\(key) is no socket option of linux"
            purpose = "the kernel answers ENOPROTOOPT, and Envoy rejects the listener"
            let meant = PlatformNumbers.linuxOptions(meaning: owners)
                .map { ("write", "level \($0.key.level), name \($0.key.name) for \($0.constant): \($0.purpose)") }
            facts = (elsewhere.isEmpty ? [] : [("elsewhere", "the numbers are \(elsewhere)")]) + meant
        }
    }

    /// "TCP_NOPUSH on macOS, FreeBSD; TCP_MAXSEG on Windows"
    private static func words(for owners: [NamedNumber]) -> String {
        var groups: [(constant: String, platforms: [String])] = []
        for owner in owners {
            if let group = groups.firstIndex(where: { $0.constant == owner.constant }) {
                groups[group].platforms.append(owner.numbering.rawValue)
            } else {
                groups.append((owner.constant, [owner.numbering.rawValue]))
            }
        }
        return groups.map { "\($0.constant) on \($0.platforms.joined(separator: ", "))" }.joined(separator: "; ")
    }

    /// What a field of a keepalive block is.
    init(of field: KeepaliveField, in form: BlockForm) {
        title = "\(form.name).\(field.name)"
        let option = TargetPlatform.linuxAMD64.table.named(field.role.constant)
        purpose = option?.purpose ?? ""
        facts =
            [("takes", field.form.words)]
            + (option.map { [("becomes", "\($0.constant), \($0.key) on linux"), ("the kernel takes", $0.acceptedValues)] } ?? [])
            + (option?.defaultValue.map { [("its default", "\($0)")] } ?? [])
    }

    /// What a setting of a kind is.
    init(of setting: SettingPath, in kind: PolicyKind) {
        title = "\(setting.fieldName) of \(kind.kind)"
        let served = setting.served(in: kind)
        purpose = setting.holds.isKeepalive ? "TCP keepalive" : "socket options, given to setsockopt(2)"
        facts = [("becomes", setting.becomes.rawValue)] + (served.isEmpty ? [] : [("served", served)])
    }
}

extension HoverPage {
    /// For clients that render it.
    var markdown: String {
        var text = "**\(Self.escaped(title))**\n\n"
        if !purpose.isEmpty { text += Self.escaped(purpose) + "\n\n" }
        text += facts.map { "- *\($0.label)*: \(Self.escaped($0.text))\n" }.joined()
        text += remarks.map { "\n\(Self.escaped($0))\n" }.joined()
        if !picture.isEmpty { text += "\n```text\n\(picture)```\n" }
        return text
    }

    /// For those that do not.
    var plain: String {
        var text = title + "\n"
        if !purpose.isEmpty { text += purpose + "\n" }
        text += facts.map { "\($0.label): \($0.text)\n" }.joined()
        text += remarks.map { "\n\($0)\n" }.joined()
        return picture.isEmpty ? text : text + "\n" + picture
    }

    /// A manifest's own words are in it: none of them is markup.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if "\\`*[]<>#|~&!".unicodeScalars.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
