extension SocketOption {
    /// What the option does for keepalive, if anything.
    public var keepaliveRole: KeepaliveRole? { KeepaliveRole(constant: constant) }

    /// Which values the kernel takes, in words: "1 to 32767 seconds", "0 (off) or any other int (on)".
    public var acceptedValues: String {
        var text = words(for: acceptance.values)
        for exception in acceptance.exceptions where exception.states.count < SocketState.allCases.count {
            let states = exception.states.map(\.name).joined(separator: " and ")
            text += exception.values == .none ? ", but nothing in \(states)" : "; in \(states) \(words(for: exception.values))"
        }
        return text
    }

    private func words(for values: Acceptance.Values) -> String {
        switch values {
        case .any where kind == .flag: "0 (off) or any other int (on)"
        case .any: unit.map { "any int, in \($0.rawValue)" } ?? "any int"
        case .none: wordsForNothing
        case .intervals(let intervals): intervals.map(\.words).joined(separator: " or ") + unitWords
        case .bits(let mask): "a sum of flags within 0x" + String(mask.known, radix: 16)
        case .portRange: "the highest port times 65536 plus the lowest"
        case .interfaceIndex: "0 or an interface's index in network byte order"
        case .name: "a name as bufValue"
        case .descriptor: "a file descriptor of the proxy's own process"
        case .headerOptions: "IP header options as bufValue"
        }
    }

    private var unitWords: String { unit.map { " \($0.rawValue)" } ?? "" }

    private var wordsForNothing: String {
        switch kind {
        case .readOnly: "no value, it can only be read"
        case .structure(let name): "a \(name) as bufValue, never an int"
        case .string: "a name as bufValue"
        case .fileDescriptor: "a file descriptor of the proxy's own process"
        case .flag, .int: "no value on a TCP listener"
        }
    }
}

extension KeepaliveRole {
    /// Linux's constant.
    public var constant: String {
        switch self {
        case .enable: "SO_KEEPALIVE"
        case .idle: "TCP_KEEPIDLE"
        case .interval: "TCP_KEEPINTVL"
        case .count: "TCP_KEEPCNT"
        }
    }

    /// The role of a Linux constant.
    init?(constant: String) {
        guard let role = Self.allCases.first(where: { $0.constant == constant }) else { return nil }
        self = role
    }
}

extension ClosedRange<Int32> {
    var words: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}
