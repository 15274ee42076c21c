import Manifests
public import PolicyKinds
public import SocketOptions

/// A raw option as Envoy's configuration parser takes it, before any kernel is asked.
///
/// Measured with Envoy 1.40, see the Envoy agreement tests: level and name default to 0, the state to STATE_PREBIND; null is a field left
/// out; level, name and intValue are cut to 32 bits without a word.
public struct DecodedOption: Sendable {
    /// The position in the list.
    public let index: Int
    /// The option as written.
    public let raw: RawOption
    /// The numbers that setsockopt(2) gets. nil where level or name is no number.
    public let key: OptionKey?
    /// nil where the state is none of the three.
    public let state: SocketState?
    /// nil where there is none, or two.
    public let value: OptionValue?
    /// Why Envoy, or the API server before it, refuses the whole configuration.
    public let problem: Problem?
    /// Whether level, name or intValue lost bits.
    public let isTruncated: Bool

    /// What a parser refuses.
    public enum Problem: Sendable, Hashable {
        /// A field of the wrong type or shape.
        case malformed
        /// Neither intValue nor bufValue.
        case valueMissing
        /// intValue and bufValue at once.
        case valueTwice
        case unknownState
    }

    /// Decodes an option of a list.
    public init(_ raw: RawOption, index: Int) {
        self.index = index
        self.raw = raw

        let level = raw.level.isUnset ? 0 : raw.level.value
        let name = raw.name.isUnset ? 0 : raw.name.value
        key = level.flatMap { level in name.map { OptionKey(Int32(truncatingIfNeeded: level), Int32(truncatingIfNeeded: $0)) } }
        let losesBits = { (number: Int64?) in number.map { Int64(Int32(truncatingIfNeeded: $0)) != $0 } ?? false }
        isTruncated = losesBits(level) || losesBits(name) || losesBits(raw.intValue.value)

        switch raw.state {
        case .absent: state = .prebind
        case .value(.known(let known), _): state = known
        case .value(.unknown(let text), let node): state = node.kind == .string ? SocketState(looselyWritten: text) : nil
        case .malformed: state = nil
        }

        let (hasInt, hasBytes) = (!raw.intValue.isUnset, !raw.bufValue.isUnset)
        let isTwice = hasInt && hasBytes || raw.repeatedValue != nil
        value =
            if isTwice {
                nil
            } else if hasInt {
                raw.intValue.value.map { .int(Int32(truncatingIfNeeded: $0)) }
            } else {
                raw.bufValue.value.map(OptionValue.bytes)
            }

        problem =
            if raw.isRefusedAsMalformed {
                .malformed
            } else if !hasInt && !hasBytes {
                .valueMissing
            } else if isTwice {
                .valueTwice
            } else if state == nil {
                .unknownState
            } else {
                nil
            }
    }

    /// Why Envoy passes over the option on a socket of this family, if it does: a TCP socket, unless it is one for datagrams.
    func skipReason(on family: AddressFamily, forDatagrams: Bool = false, knowsOnlyPrebind: Bool = false) -> SkipReason? {
        if knowsOnlyPrebind, let state, state != .prebind { return .state }
        if case .value(.datagram, _) = raw.type, !forDatagrams { return .datagram }
        switch (raw.ipVersion.value, family) {
        case (.ipv4, .ipv6), (.ipv6, .ipv4): return .ipVersion
        default: return nil
        }
    }

    /// What makes Envoy pass over an option.
    public enum SkipReason: Sendable, Hashable {
        /// `type: {datagram: {}}`.
        case datagram
        /// `ip_version` is not the listener's.
        case ipVersion
        /// Its state is one that such sockets never reach.
        case state
    }

    /// The value as an int: an intValue, or a bufValue of four bytes in the platform's byte order.
    public func intValue(littleEndian: Bool) -> Int32? {
        switch value {
        case .int(let number): number
        case .bytes(let bytes) where bytes.count == 4:
            Int32(bitPattern: (littleEndian ? bytes.reversed() : bytes).reduce(0) { $0 << 8 | UInt32($1) })
        case .bytes, nil: nil
        }
    }
}

extension RawOption {
    /// The first field of the wrong type or shape.
    var malformedField: (name: String, malformation: Malformation, node: ManifestNode)? {
        if isWellFormed { return nil }
        if case .malformed(let what, let node) = level { return ("level", what, node) }
        if case .malformed(let what, let node) = name { return ("name", what, node) }
        if case .malformed(let what, let node) = intValue { return ("intValue", what, node) }
        if case .malformed(let what, let node) = bufValue { return ("bufValue", what, node) }
        if case .malformed(let what, let node) = state { return ("state", what, node) }
        if case .malformed(let what, let node) = description { return ("description", what, node) }
        if case .malformed(let what, let node) = type { return ("type", what, node) }
        if case .malformed(let what, let node) = ipVersion { return ("ip_version", what, node) }
        let versions = "SOCKET_IP_VERSION_IPV4 or SOCKET_IP_VERSION_IPV6"
        switch ipVersion {
        case .value(.unknown(let text), let node): return ("ip_version", .wrongType(expected: versions, found: quoted(text)), node)
        case .value(.unknownNumber(let text), let node): return ("ip_version", .wrongType(expected: versions, found: text), node)
        default: return nil
        }
    }

    var hasMalformedField: Bool { malformedField != nil }

    /// Whether Envoy's parser refuses a field's type or shape: not for null, nor for a version's number that it does not know.
    fileprivate var isRefusedAsMalformed: Bool {
        if isWellFormed { return false }
        return
            level.isRefused || name.isRefused || intValue.isRefused || bufValue.isRefused || state.isRefused || description.isRefused
            || type.isRefused || ipVersion.isRefused || ipVersion.value?.isUnknownName == true
    }

    /// Where a finding about the pair stands: at the value of `level`, or of `name` where the level is left out.
    var pairPlace: Place { Place(level.node ?? name.node ?? node) }
    /// Where a finding about the value stands.
    var valuePlace: Place { Place(intValue.node ?? bufValue.node ?? node) }
}

extension Written {
    fileprivate var isRefused: Bool {
        if case .malformed = self { !isUnset } else { false }
    }
}

extension IPVersionFilter {
    fileprivate var isUnknownName: Bool {
        if case .unknown = self { true } else { false }
    }
}

extension SocketState {
    /// A state as only Envoy's own parser reads it: a name in another case of letters, or a number as text (measured, Envoy 1.40).
    init?(looselyWritten text: String) {
        guard text.utf8.count <= 24 else { return nil }
        let named = SocketState.allCases.first { $0.name == text.uppercased() }
        guard let state = named ?? Int32(text).flatMap(SocketState.init) else { return nil }
        self = state
    }
}
