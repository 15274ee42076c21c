public import PolicyKinds
import SocketOptions

/// What a setting takes of a keepalive beyond what the kernel says, and what of it is not the author's to choose.
public struct KeepaliveLimits: Sendable {
    /// Which side of the gateway its sockets are on.
    public let side: SocketTarget.Role
    /// Whether it is a list of raw options, whose numbers have no unit beside them.
    let isRaw: Bool
    /// Where the product takes less than the kernel.
    let ranges: [(role: KeepaliveRole, range: ClosedRange<Int64>, product: String)]
    /// What is in force whatever is written, and why.
    let fixed: [(role: KeepaliveRole, value: Int64, clause: String)]

    /// The limits of a setting of a kind.
    public init(of setting: SettingPath, in kind: PolicyKind) {
        side = setting.role
        let product = (setting.product ?? kind.product).title
        var ranges: [(role: KeepaliveRole, range: ClosedRange<Int64>, product: String)] = []
        var fixed: [(role: KeepaliveRole, value: Int64, clause: String)] = []
        if case .keepalive(let form) = setting.holds {
            isRaw = false
            for (role, name, field) in form.fields {
                guard field.isApplied else {
                    let value = Keepalive.kernelDefault(of: role)
                    fixed.append((role, value, "the kernel's default of \(value), because \(product) never applies `\(name)`"))
                    continue
                }
                let most = field.maximum(of: role)
                var least: Int64 = 1
                if case .duration(let syntax) = field.unit { least = max(1, (syntax.minimum + 999_999_999) / 1_000_000_000) }
                if most < role.maximum ?? Int64.max || least > 1 { ranges.append((role, least...max(least, most), product)) }
            }
        } else {
            isRaw = true
            // Before the list only defaults are set, which it overrides; what is set on accepted sockets stays.
            if let own = setting.own, own.moment == .accepted {
                for (key, value) in own.options {
                    guard let role = OptionTable.linux[key]?.keepaliveRole, role != .enable else { continue }
                    fixed.append((role, Int64(value), own.clause))
                }
            }
        }
        self.ranges = ranges
        self.fixed = fixed
    }
}
