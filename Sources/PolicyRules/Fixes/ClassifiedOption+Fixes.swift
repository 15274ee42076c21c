import Manifests
import PolicyKinds
import SocketOptions

/// What can be written into a raw option.
extension ClassifiedOption {
    /// Edits that give the option the numbers of a constant; nil where no single pair serves every target platform.
    func writing(pairOf constant: String) -> [Fix.Edit]? {
        guard raw.productField == nil, let key = environment.onlyKey(of: constant) else { return nil }
        var edits: [Fix.Edit] = []
        var missing: [(name: String, value: WrittenContainer.Literal)] = []
        for (field, written, number) in [("level", raw.level, key.level), ("name", raw.name, key.name)] {
            if let node = written.node {
                edits.append(.digits(Int64(number), in: node))
            } else {
                missing.append((field, .number(Int64(number))))
            }
        }
        guard !missing.isEmpty else { return edits }
        return Fix.Edit.adding(missing, to: raw.node).map { edits + $0 }
    }

    /// Edits that give the option a value; nil where it stands there as bytes, or not at all.
    func writing(value: Int64) -> [Fix.Edit]? { raw.intValue.node.map { [.digits(value, in: $0)] } }

    /// Edits that give the option a state.
    func writing(state: SocketState) -> [Fix.Edit]? {
        guard raw.productField == nil else { return nil }
        return raw.state.node.map { [.text(state.name, in: Place($0))] }
            ?? Fix.Edit.adding([("state", .text(state.name))], to: raw.node)
    }

    /// Edits that take the option out of its list.
    var removing: [Fix.Edit]? { Fix.Edit.removing(raw.node) }

    /// The option is taken out; for findings that say "remove it" and nothing else.
    var removal: Fix? { .unsafe("remove \(title ?? "the option")", removing) }

    /// The option gets the numbers of a constant.
    func fix(to constant: String, isSafe: Bool) -> Fix? {
        environment.onlyKey(of: constant).flatMap { key in
            .fix("write level \(key.level), name \(key.name)", isSafe: isSafe, writing(pairOf: constant))
        }
    }

    /// A value that suits the option where it is one of keepalive's, and its number alone is to be written: 60, 20, 3, and 1 to switch it on.
    var suitableValue: Int64? {
        guard let role = row?.keepaliveRole else { return nil }
        return role.isTime || role == .count ? EffectiveKeepalive.suitable(role, in: environment) : 1
    }
}

extension KeepaliveRole {
    /// Whether it is a number of seconds.
    var isTime: Bool { self == .idle || self == .interval }
}

extension CompiledEnvironment {
    /// The pair of a constant, where one serves every target platform that has the option.
    func onlyKey(of constant: String) -> OptionKey? {
        var key: OptionKey?
        for platform in distinctPlatforms {
            guard let own = platform.table.known(named: constant)?.key else { continue }
            guard key == nil || key == own else { return nil }
            key = own
        }
        return key
    }
}
