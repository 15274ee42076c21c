import Manifests
import SocketOptions

/// What the proxy gets of a configuration, once its product has read it: where its field is, `SettingPath.becomes` says.
///
/// A value of the model, for whoever must show or try what an object comes to: the Envoy agreement tests give it to a real Envoy.
public enum ProxySetting: Sendable, Hashable {
    /// The field's value in protobuf's JSON: a list of `envoy.config.core.v3.SocketOption`, or a `TcpKeepalive`.
    case field(json: String)
    /// The product hands nothing on.
    case nothing
    /// The API server or the product refuses the object, so that no proxy gets any of it.
    case refused
}

extension SocketConfiguration {
    /// What the proxy gets, by what the kind's readings say of units, fractions, zeros and empty blocks.
    public var proxySetting: ProxySetting {
        switch settings {
        case .options(let list): list.productFields == nil ? list.proxySetting : list.madeOptions(behind: setting.own)
        case .keepalive(let block): block.proxySetting(asOptions: setting.becomes.isRaw)
        }
    }
}

extension ProxyField {
    /// Whether it is a list of raw options.
    var isRaw: Bool {
        switch self {
        case .listenerOptions, .adminOptions, .clusterOptions: true
        case .listenerKeepalive, .clusterKeepalive, .acceptedConnections, .backendConnections: false
        }
    }
}

extension SocketOptionList {
    /// Every option as written, field by field; keys that the list's reader does not know are left out.
    fileprivate var proxySetting: ProxySetting {
        if node.kind == .null { return .nothing }
        guard node.kind == .sequence, malformed.isEmpty else { return .refused }
        var writer = JSONWriter()
        writer.array { writer in
            for option in options {
                writer.object { writer in
                    for (key, value) in option.node.entries where OptionField(key, .protobuf).map(fields.contains) ?? false {
                        writer.key(key.text)
                        writer.node(value)
                    }
                }
            }
        }
        return .field(json: String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension SocketOptionList {
    /// The options that a product makes of its own fields, behind those that it sets by itself.
    fileprivate func madeOptions(behind own: ProductOptions?) -> ProxySetting {
        guard let state = productFields?.state, malformed.isEmpty, !isRefused else { return .refused }
        if options.isEmpty { return .nothing }
        let numbers = (own?.options ?? []).map { (Int64($0.key.level), Int64($0.key.name), Int64($0.value)) }
        let made = options.compactMap { option in
            option.level.value.flatMap { level in
                option.name.value.flatMap { name in option.intValue.value.map { (level, name, $0) } }
            }
        }
        var writer = JSONWriter()
        writer.array { writer in
            for (level, name, number) in numbers + made {
                writer.object { writer in
                    for (key, number) in [("level", level), ("name", name), ("int_value", number)] {
                        writer.key(key)
                        writer.number(number)
                    }
                    writer.field("state", state.name)
                }
            }
        }
        return .field(json: String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension KeepaliveBlock {
    fileprivate func proxySetting(asOptions: Bool) -> ProxySetting {
        if isNull { return .nothing }
        guard malformed == nil else { return .refused }
        var numbers: [KeepaliveRole: Int64] = [:]
        for field in fields where field.form.isApplied {
            switch (field.reading, field.form.zero) {
            case (.absent, _), (.zero, .ignored): break
            case (.zero, .refusedByAPI): return .refused
            case (.zero, _): numbers[field.role] = 0
            case (.value(_, hasFraction: true), _) where field.form.fraction == .refused: return .refused
            case (.value(let number, _), _), (.above(let number), _):
                if let maximum = field.form.maximum, number > maximum { return .refused }
                numbers[field.role] = number
            case (.wrongType, _), (.malformed, _), (.placeholder, _), (.below, _): return .refused
            }
        }
        if numbers.isEmpty, form.whenEmpty == .nothing { return .nothing }
        return .field(json: asOptions ? Self.options(numbers) : Self.message(numbers))
    }

    /// A TcpKeepalive.
    private static func message(_ numbers: [KeepaliveRole: Int64]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            for (role, name) in [(KeepaliveRole.idle, "keepalive_time"), (.interval, "keepalive_interval"), (.count, "keepalive_probes")] {
                guard let number = numbers[role] else { continue }
                writer.key(name)
                writer.number(number)
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The raw options that products make of typed fields: SO_KEEPALIVE, then count, idle time and interval, before bind(2).
    private static func options(_ numbers: [KeepaliveRole: Int64]) -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for role in [KeepaliveRole.enable, .count, .idle, .interval] {
                guard let number = role == .enable ? 1 : numbers[role] else { continue }
                writer.object { writer in
                    let (level, name) = role.numbers
                    for (name, number) in [("level", level), ("name", name), ("int_value", number)] {
                        writer.key(name)
                        writer.number(number)
                    }
                    writer.field("state", SocketState.prebind.name)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension KeepaliveRole {
    /// The level and name of its option on Linux (socket(7), tcp(7)): what products write, whatever the platform.
    fileprivate var numbers: (level: Int64, name: Int64) {
        switch self {
        case .enable: (1, 9)
        case .idle: (6, 4)
        case .interval: (6, 5)
        case .count: (6, 6)
        }
    }
}
