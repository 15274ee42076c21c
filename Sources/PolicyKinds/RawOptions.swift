import Manifests
import SocketOptions

extension SocketOptionList {
    /// Reads a list of raw options, whatever stands there: nothing required, int-or-string numbers.
    /// - Parameter reading: takes note of options beyond the bound.
    init(_ node: ManifestNode, into reading: inout PolicyReading) {
        self.node = node
        guard node.kind == .sequence else {
            options = []
            malformed = node.kind == .null ? [] : [(.wrongType(expected: "a list of socket options", found: node.inWords), node)]
            return
        }
        var options: [RawOption] = []
        var malformed: [(Malformation, ManifestNode)] = []
        var position = 0
        for item in node.elements {
            position += 1
            guard position <= ReadingLimits.options else { continue }
            if item.kind == .mapping {
                options.append(RawOption(item))
            } else {
                malformed.append((.wrongType(expected: "a socket option, a map with level, name and intValue", found: item.inWords), item))
            }
        }
        self.options = options
        self.malformed = malformed
        if position > ReadingLimits.options { reading.note(.options, at: node, isError: true, count: position - ReadingLimits.options) }
    }
}

extension RawOption {
    convenience init(_ node: ManifestNode) {
        var description = Written<String>.absent
        var level = Written<Int64>.absent
        var name = Written<Int64>.absent
        var intValue = Written<Int64>.absent
        var bufValue = Written<[UInt8]>.absent
        var state = Written<WrittenState>.absent
        var type = Written<SocketTypeFilter>.absent
        var ipVersion = Written<IPVersionFilter>.absent
        var others: [PolicyObject.OtherField] = []
        for (key, value) in node.entries {
            if key.hasText("description") {
                description = value.writtenText
            } else if key.hasText("level") {
                level = value.wholeNumber
            } else if key.hasText("name") {
                name = value.wholeNumber
            } else if key.hasText("intValue") {
                intValue = value.wholeNumber
            } else if key.hasText("bufValue") {
                bufValue = value.base64
            } else if key.hasText("state") {
                state = Self.state(value)
            } else if key.hasText("type") {
                type = Self.type(value)
            } else if key.hasText("ip_version") || key.hasText("ipVersion") {
                ipVersion = Self.ipVersion(value)
            } else {
                others.append(PolicyObject.OtherField(name: key.text, node: value))
            }
        }
        self.init(
            node: node, description: description, level: level, name: name, intValue: intValue, bufValue: bufValue, state: state,
            type: type, ipVersion: ipVersion, otherFields: others)
    }

    private static func state(_ node: ManifestNode) -> Written<WrittenState> {
        switch node.kind {
        case .string:
            for state in SocketState.allCases where node.hasText(state.staticName) { return .value(.known(state), node) }
            return .value(.unknown(node.text), node)
        case .number:
            guard case .value(let number) = WholeNumber(node.text) else { return .value(.unknown(node.text), node) }
            return .value(Int32(exactly: number).flatMap(SocketState.init).map(WrittenState.known) ?? .unknown(node.text), node)
        default: return .malformed(.wrongType(expected: "STATE_PREBIND, STATE_BOUND or STATE_LISTENING", found: node.inWords), node)
        }
    }

    private static func type(_ node: ManifestNode) -> Written<SocketTypeFilter> {
        guard node.kind == .mapping else {
            return .malformed(.wrongType(expected: "{stream: {}} or {datagram: {}}", found: node.inWords), node)
        }
        if node["datagram"] != nil { return .value(.datagram, node) }
        return .value(node["stream"] == nil ? .any : .stream, node)
    }

    private static func ipVersion(_ node: ManifestNode) -> Written<IPVersionFilter> {
        switch node.kind {
        case .string, .number:
            // Envoy's enum has the long names; people write the short ones too.
            if node.hasText("SOCKET_IP_VERSION_IPV4") || node.hasText("IPV4") || node.hasText("1") { return .value(.ipv4, node) }
            if node.hasText("SOCKET_IP_VERSION_IPV6") || node.hasText("IPV6") || node.hasText("2") { return .value(.ipv6, node) }
            if node.hasText("SOCKET_IP_VERSION_UNSPECIFIED") || node.hasText("UNSPECIFIED") || node.hasText("0") {
                return .value(.unspecified, node)
            }
            return .value(.unknown(node.text), node)
        default: return .malformed(.wrongType(expected: "SOCKET_IP_VERSION_IPV4 or SOCKET_IP_VERSION_IPV6", found: node.inWords), node)
        }
    }
}

extension SocketState {
    fileprivate var staticName: StaticString {
        switch self {
        case .prebind: "STATE_PREBIND"
        case .bound: "STATE_BOUND"
        case .listening: "STATE_LISTENING"
        }
    }
}
