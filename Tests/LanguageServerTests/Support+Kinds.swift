import PolicyKinds
import Testing

/// A setting of a kind, with a whole document for it.
struct KindSetting: CustomTestStringConvertible, Sendable {
    let kind: PolicyKind
    let setting: SettingPath
    let specimen: Specimen

    var testDescription: String { "\(kind.kind) \(setting.path)" }

    /// Of all kinds, those that can be written.
    static let all: [KindSetting] = PolicyKinds.all.flatMap { kind in
        kind.settings.compactMap { setting in
            if case .never = setting.availability { return nil }
            return setting.specimen.map { KindSetting(kind: kind, setting: setting, specimen: $0) }
        }
    }

    static let options = all.filter { if case .options = $0.setting.holds { true } else { false } }
    static let blocks = all.filter { $0.setting.holds.isKeepalive }

    /// The keepalive block's form.
    var form: BlockForm? { if case .keepalive(let form) = setting.holds { form } else { nil } }

    /// The document with a value of the setting, and the place of `§` in it, which is left out.
    func cursor(in value: String) -> (source: [UInt8], offset: Int)? {
        let parts = specimen.document(with: value).split(separator: "§", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (Array(parts.joined().utf8), parts[0].utf8.count)
    }
}
