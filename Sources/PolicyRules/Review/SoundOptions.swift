import PolicyKinds
import SocketOptions

/// Options that are sound at one look-up: what most lists are made of. A property test holds the short way to the long one, in which
/// every rule about single options is asked.
enum SoundOptions {
    /// Whether no rule about single options has anything to say of this one. False where it would take more than a look to know.
    static func contain(_ option: DecodedOption, described description: Description?, in environment: TargetEnvironment) -> Bool {
        let raw = option.raw
        guard option.problem == nil, !option.isTruncated, raw.otherFields.isEmpty, raw.type.isAbsent, raw.ipVersion.isAbsent,
            option.state != .listening, case .int(let value)? = option.value, let key = option.key, let row = rows[key],
            row.ranges.contains(where: { $0.contains(value) }), environment.platforms.allSatisfy({ $0.numbering == .linux })
        else { return false }
        guard let description else { return true }
        // Plain words about another setting, and constants, are for the rules to judge.
        return description.constants.isEmpty && (description.role == nil || description.role == row.role)
    }

    private struct Row: Sendable {
        let role: KeepaliveRole?
        /// The values that every supported kernel takes in every state, for every family and from every proxy, without any hazard.
        let ranges: [ClosedRange<Int32>]
    }

    /// Rows of the usual numbering that nothing but their value can be wrong with.
    private static let rows: [OptionKey: Row] = {
        var rows: [OptionKey: Row] = [:]
        for option in TargetPlatform.linuxAMD64.table.options {
            guard option.kind == .int || option.kind == .flag, option.capability == nil, option.since == nil, option.earlier == nil,
                option.acceptance.exceptions.isEmpty, option.acceptance.special.isEmpty, option.inheritance == .inherited,
                option.families.count == AddressFamily.allCases.count, Collision.role(of: option.key) == nil, option.hazards.isEmpty,
                option.key.level == 1 || option.key.level == 6, !Rule.constantsManagedByEnvoy.contains(option.constant)
            else { continue }
            switch option.acceptance.values {
            case .any: rows[option.key] = Row(role: option.keepaliveRole, ranges: [Int32.min...Int32.max])
            case .intervals(let ranges): rows[option.key] = Row(role: option.keepaliveRole, ranges: ranges)
            default: continue
            }
        }
        return rows
    }()
}
