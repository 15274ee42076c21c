import Manifests
import SocketOptions

extension SocketOptionList {
    /// Reads a list of raw options, whatever stands there: nothing required, int-or-string numbers.
    /// - Parameters:
    ///   - keys: how the list's reader spells the fields.
    ///   - reading: takes note of options beyond the bound.
    init(_ node: ManifestNode, keys: OptionKeys = .customResource, into reading: inout PolicyReading) {
        self.node = node
        fields = keys.fields
        productFields = nil
        isRefused = false
        whenUnknown = reading.whenUnknown
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
                options.append(RawOption(item, keys: keys))
            } else {
                malformed.append((.wrongType(expected: "a socket option, a map with level, name and intValue", found: item.inWords), item))
            }
        }
        self.options = options
        self.malformed = malformed
        if position > ReadingLimits.options { reading.note(.options, at: node, isError: true, count: position - ReadingLimits.options) }
    }

    /// The list that a product makes of its own fields: a 0 and a null are no option. Values that the product refuses are noted.
    init(_ node: ManifestNode, of fields: OptionFields, into reading: inout PolicyReading) {
        self.node = node
        self.fields = OptionKeys.customResource.fields
        productFields = fields
        whenUnknown = nil
        malformed = []
        var options: [RawOption] = []
        var isRefused = false
        for (name, key) in fields.fields {
            guard let value = node.entries.reduce(nil, { $1.key.isText(name) ? $1.value : $0 }), value.kind != .null else { continue }
            let expected = "a whole number from \(fields.range.lowerBound) to \(fields.range.upperBound)"
            guard value.kind == .number, case .value(let number) = WholeNumber(value.text), fields.range.contains(number) else {
                reading.malformed.append(("`\(name)`", .wrongType(expected: expected, found: value.inWords), value))
                isRefused = true
                continue
            }
            if number != 0 { options.append(RawOption(name, key, number, fields.state, at: value)) }
        }
        self.options = options
        self.isRefused = isRefused
    }
}

/// How a list's reader spells the fields of a raw option.
enum OptionKeys {
    /// A CRD: `intValue` and nothing else. `ip_version` is Envoy's own field, which no CRD has yet: known in both spellings.
    case customResource
    /// A CRD as it was before Envoy's options had `type` and `ip_version`: there these are unknown fields.
    case customResourceWithoutFilters
    /// Protobuf's JSON: `intValue` and `int_value` are the same field (measured, Envoy 1.40).
    case protobuf

    /// The fields that an option has there.
    var fields: [OptionField] {
        switch self {
        case .customResource, .protobuf: OptionField.allCases
        case .customResourceWithoutFilters: OptionField.withoutFilters
        }
    }
}

/// A field of a raw option, by the name that messages give it.
public enum OptionField: String, Sendable, CaseIterable {
    case description, level, name, intValue, bufValue, state, type
    case ipVersion = "ip_version"

    fileprivate static let withoutFilters = allCases.filter { $0 != .type && $0 != .ipVersion }

    /// The field that somebody who wrote this key plainly means, in any spelling: `int_value`, `value`, `optname`.
    ///
    /// Nothing is guessed: a misspelt key (`intVaule`) means nothing here.
    public static func plainlyMeant(by key: String) -> OptionField? {
        // No name of a field is longer, and a key from outside may be.
        guard key.utf8.count <= 24 else { return nil }
        return switch key.lowercased().filter({ $0 != "_" && $0 != "-" }) {
        case "intvalue", "value", "val", "optval", "optionvalue", "int": .intValue
        case "bufvalue", "buf", "bytes", "buffer": .bufValue
        case "name", "optname", "opt", "option", "optionname": .name
        case "level", "optlevel", "optionlevel", "protocol": .level
        case "description", "desc", "comment": .description
        case "state": .state
        case "type": .type
        case "ipversion": .ipVersion
        default: nil
        }
    }

    /// The field that this reader takes the key for.
    init?(_ key: ManifestNode, _ keys: OptionKeys) {
        if key.hasText("level") {
            self = .level
        } else if key.hasText("name") {
            self = .name
        } else if key.hasText("intValue") || keys == .protobuf && key.hasText("int_value") {
            self = .intValue
        } else if key.hasText("description") {
            self = .description
        } else if key.hasText("state") {
            self = .state
        } else if key.hasText("bufValue") || keys == .protobuf && key.hasText("buf_value") {
            self = .bufValue
        } else if keys == .customResourceWithoutFilters {
            return nil
        } else if key.hasText("type") {
            self = .type
        } else if key.hasText("ip_version") || key.hasText("ipVersion") {
            self = .ipVersion
        } else {
            return nil
        }
    }
}

extension RawOption {
    convenience init(_ node: ManifestNode, keys: OptionKeys) {
        var fields = Fields()
        var others: [PolicyObject.OtherField] = []
        for (key, value) in node.entries {
            if let field = OptionField(key, keys) {
                fields.read(field, value)
            } else if others.count < ReadingLimits.strayFields {
                others.append(PolicyObject.OtherField(name: key.text, node: value))
            }
        }
        // A key that plainly means a field stands for it where the field itself does not stand.
        for other in others {
            if let meant = OptionField.plainlyMeant(by: other.name), keys.fields.contains(meant), fields.isMissing(meant) {
                fields.read(meant, other.node)
            }
        }
        self.init(node: node, fields: fields, otherFields: others)
    }

    /// An option that a product makes of a field of its own.
    fileprivate convenience init(_ field: String, _ key: OptionKey, _ value: Int64, _ state: SocketState, at node: ManifestNode) {
        var fields = Fields()
        fields.level = .value(Int64(key.level), node)
        fields.name = .value(Int64(key.name), node)
        fields.intValue = .value(value, node)
        fields.state = .value(.known(state), node)
        self.init(node: node, fields: fields, otherFields: [], productField: field)
    }

    /// The fields as read so far.
    struct Fields {
        var description = Written<String>.absent
        var level = Written<Int64>.absent
        var name = Written<Int64>.absent
        var intValue = Written<Int64>.absent
        var bufValue = Written<[UInt8]>.absent
        var state = Written<WrittenState>.absent
        var type = Written<SocketTypeFilter>.absent
        var ipVersion = Written<IPVersionFilter>.absent
        /// A value that stands a second time, in protobuf's other spelling.
        var repeatedValue: ManifestNode?
        /// Whether every field read is what belongs there.
        var isWellFormed = true

        /// Protobuf reads null as a field that is left out (measured, Envoy 1.40). Where a number or bytes belong, no author means that.
        mutating func read(_ field: OptionField, _ node: ManifestNode) {
            let isNull = node.kind == .null
            switch field {
            case .description: description = isNull ? .absent : noted(node.writtenText)
            case .level: level = noted(isNull ? .malformed(.null(expected: "a whole number"), node) : node.wholeNumber)
            case .name: name = noted(isNull ? .malformed(.null(expected: "a whole number"), node) : node.wholeNumber)
            case .intValue:
                intValue = latest(intValue, noted(isNull ? .malformed(.null(expected: "a whole number"), node) : node.wholeNumber))
            case .bufValue:
                bufValue = latest(bufValue, noted(isNull ? .malformed(.null(expected: "bytes in base64"), node) : node.base64))
            case .state: state = isNull ? .absent : noted(RawOption.state(node))
            case .type: type = isNull ? .absent : noted(RawOption.type(node))
            case .ipVersion:
                ipVersion = isNull ? .absent : noted(RawOption.ipVersion(node))
                if let version = ipVersion.value, version.isUnknown { isWellFormed = false }
            }
        }

        private mutating func noted<Value>(_ written: Written<Value>) -> Written<Value> {
            if case .malformed = written { isWellFormed = false }
            return written
        }

        /// Of two spellings of one field, a null counts as not there.
        private mutating func latest<Value>(_ old: Written<Value>, _ new: Written<Value>) -> Written<Value> {
            if old.isUnset { return new }
            guard !new.isUnset, let node = new.node else { return old }
            // A key that stands twice in the same spelling is one key: the last one counts.
            if let before = old.node?.key, let now = node.key, before.text != now.text { repeatedValue = node }
            return new
        }

        func isMissing(_ field: OptionField) -> Bool {
            switch field {
            case .description: description.isUnset
            case .level: level.isUnset
            case .name: name.isUnset
            case .intValue: intValue.isUnset && bufValue.isUnset
            case .bufValue: bufValue.isUnset && intValue.isUnset
            case .state: state.isUnset
            case .type: type.isUnset
            case .ipVersion: ipVersion.isUnset
            }
        }
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

    /// Two members that are messages and no oneof: null is a member left out, and of both `stream` counts (measured, Envoy 1.40).
    private static func type(_ node: ManifestNode) -> Written<SocketTypeFilter> {
        let expected = "{stream: {}} or {datagram: {}}"
        guard node.kind == .mapping else { return .malformed(.wrongType(expected: expected, found: node.inWords), node) }
        var (isStream, isDatagram) = (false, false)
        for (key, value) in node.entries {
            let (stream, datagram) = (key.hasText("stream"), key.hasText("datagram"))
            guard stream || datagram else {
                return .malformed(.wrongType(expected: expected, found: "a map with \(quoted(key.text))"), value)
            }
            if value.kind == .null { continue }
            guard value.kind == .mapping, value.isEmptyMapping else {
                let found = value.kind == .mapping ? "a map with fields" : value.inWords
                return .malformed(.wrongType(expected: "an empty map, {}", found: found), value)
            }
            isStream = isStream || stream
            isDatagram = isDatagram || datagram
        }
        return .value(isStream ? .stream : isDatagram ? .datagram : .any, node)
    }

    /// The names in any case of letters, or the numbers, also as text; a number beyond them is read as any version (measured, Envoy 1.40).
    private static func ipVersion(_ node: ManifestNode) -> Written<IPVersionFilter> {
        switch node.kind {
        case .string, .number:
            let text = node.text
            let number: Int32? =
                if node.kind == .string {
                    Int32(text)
                } else if case .value(let whole) = WholeNumber(text) {
                    Int32(exactly: whole)
                } else {
                    nil
                }
            switch number {
            case 0: return .value(.unspecified, node)
            case 1: return .value(.ipv4, node)
            case 2: return .value(.ipv6, node)
            case .some: return .value(.unknownNumber(String(text.prefix(24))), node)
            case nil: break
            }
            guard text.utf8.count <= 32 else { return .value(.unknown(text), node) }
            switch text.uppercased() {
            case "SOCKET_IP_VERSION_UNSPECIFIED": return .value(.unspecified, node)
            case "SOCKET_IP_VERSION_IPV4": return .value(.ipv4, node)
            case "SOCKET_IP_VERSION_IPV6": return .value(.ipv6, node)
            default: return .value(.unknown(text), node)
            }
        default: return .malformed(.wrongType(expected: "SOCKET_IP_VERSION_IPV4 or SOCKET_IP_VERSION_IPV6", found: node.inWords), node)
        }
    }
}

extension ManifestNode {
    fileprivate var isEmptyMapping: Bool {
        var entries = entries
        return entries.next() == nil
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
