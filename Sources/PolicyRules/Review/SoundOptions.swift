import PolicyKinds
import SocketOptions

/// Options that are sound at one look-up: what most lists are made of. A property test holds the short way to the long one, in which
/// every rule about single options is asked.
struct SoundOptions {
    /// Whether there is a short way at all: for listeners on Linux with the usual numbers.
    private let isOpen: Bool
    private let kernel: KernelVersion

    init(for configuration: SocketConfiguration, in environment: CompiledEnvironment) {
        isOpen = environment.isUsualLinux && configuration.setting.becomes == .listenerOptions
        kernel = environment.kernel
    }

    /// The row of an option of which no rule about single options has anything to say; nil where it would take more than a look to know.
    func row(of option: DecodedOption, described description: Description?) -> KnownOption? {
        let raw = option.raw
        guard isOpen, raw.isWellFormed, option.problem == nil, !option.isTruncated, raw.otherFields.isEmpty, raw.type.isAbsent,
            raw.ipVersion.isAbsent, raw.state.isPlain, case .int(let value)? = option.value, let key = option.key, let row = Self.rows[key],
            row.values.contains(where: { $0.contains(value) }), row.since.map({ $0 <= kernel }) ?? true
        else { return nil }
        guard let description else { return row.known }
        // Plain words about another setting, and constants, are for the rules to judge.
        let isAboutIt = description.constants.isEmpty && (description.role == nil || description.role == row.known.keepaliveRole)
        return isAboutIt ? row.known : nil
    }

    private struct Row: Sendable {
        let known: KnownOption
        /// The first kernel that has it, where not all have.
        let since: KernelVersion?
        /// The values that every kernel which has it takes before listen(2), for every family and from every proxy, without any hazard.
        let values: [ClosedRange<Int32>]
    }

    /// Rows of the usual numbering that nothing but their value and the kernel's age can be wrong with.
    private static let rows: [OptionKey: Row] = {
        var rows: [OptionKey: Row] = [:]
        for option in OptionTable.linux.options {
            guard let known = OptionTable.linux.known(option.key), let values = soundValues(of: option), !values.isEmpty else { continue }
            rows[option.key] = Row(known: known, since: option.since?.version, values: values)
        }
        return rows
    }()

    /// nil for a row that is looked at whatever its value is.
    private static func soundValues(of option: SocketOption) -> [ClosedRange<Int32>]? {
        guard option.kind == .int || option.kind == .flag, option.earlier == nil, option.acceptance.exceptions.isEmpty,
            option.inheritance == .inherited || option.inheritance == .listenerOnly, option.side != .connecting, !option.isNoOp,
            option.families.count == AddressFamily.allCases.count, Collision.role(of: option.key) == nil,
            option.key.level == 1 || option.key.level == 6
        else { return nil }
        let taken: [ClosedRange<Int32>]
        switch option.acceptance.values {
        case .any: taken = [Int32.min...Int32.max]
        case .intervals(let ranges): taken = ranges
        default: return nil
        }
        // What Envoy manages is only ever wrong as 0, and what needs a capability is looked at whoever has it.
        let managed: [ClosedRange<Int32>] = Rule.constantsManagedByEnvoy.contains(option.constant) ? [0...0] : []
        let doubtful = option.hazards.flatMap(\.values) + option.acceptance.special.map(\.values) + managed
        let values = doubtful.reduce(taken) { values, range in values.flatMap { $0.without(range) } }
        switch option.capability?.appliesTo {
        case nil: return values
        case .any: return nil
        case .notZero: return values.contains { $0.contains(0) } ? [0...0] : []
        case .inside(let range): return values.flatMap { $0.without(range) }
        case .outside(let range): return values.compactMap { $0.overlaps(range) ? $0.clamped(to: range) : nil }
        }
    }
}

extension ClosedRange<Int32> {
    /// What is left without the numbers of another range.
    fileprivate func without(_ other: ClosedRange<Int32>) -> [ClosedRange<Int32>] {
        guard overlaps(other) else { return [self] }
        var rest: [ClosedRange<Int32>] = []
        if lowerBound < other.lowerBound { rest.append(lowerBound...(other.lowerBound - 1)) }
        if upperBound > other.upperBound { rest.append((other.upperBound + 1)...upperBound) }
        return rest
    }
}

extension Written<WrittenState> {
    /// Left out, or a state before listen(2) by its own name or number.
    fileprivate var isPlain: Bool {
        switch self {
        case .absent: true
        case .value(.known(let state), _): state != .listening
        case .value(.unknown, _), .malformed: false
        }
    }
}
