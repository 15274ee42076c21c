import Manifests
import PolicyKinds
import SocketOptions

/// What several commands say of an option's row.
enum OptionWords {
    /// "6/4" as a pair; nil for anything else.
    static func key(_ text: String) -> OptionKey? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let level = Int32(parts[0]), let name = Int32(parts[1]) else { return nil }
        return OptionKey(level, name)
    }

    static func kind(_ row: SocketOption) -> String {
        switch row.kind {
        case .flag: "flag"
        case .int: "int"
        case .structure(let name): name
        case .string: "name"
        case .readOnly: "read-only"
        case .fileDescriptor: "file descriptor"
        }
    }

    /// What accepted connections make of it, as the end of a sentence about them.
    static func inheritance(_ row: SocketOption) -> String {
        switch row.inheritance {
        case .inherited: "inherit it"
        case .notInherited: "do not inherit it"
        case .listenerOnly: "do not need it: it is about the listener itself"
        case .unknown: "may or may not inherit it: that cannot be seen from outside"
        }
    }

    private static func inheritanceWord(_ row: SocketOption) -> String {
        switch row.inheritance {
        case .inherited: "inherited"
        case .notInherited: "not-inherited"
        case .listenerOnly: "listener-only"
        case .unknown: "unknown"
        }
    }

    /// "NET_ADMIN for any value but 0"
    static func need(_ need: CapabilityNeed) -> String {
        let values =
            switch need.appliesTo {
            case .any: "any value"
            case .notZero: "any value but 0"
            case .outside(let range): "values outside \(range.lowerBound) to \(range.upperBound)"
            case .inside(let range): "\(range.lowerBound) to \(range.upperBound)"
            }
        return "\(capabilities(need.anyOf).joined(separator: " or ")) for \(values)"
    }

    private static func capabilities(_ set: CapabilitySet) -> [String] {
        [(CapabilitySet.netRaw, "NET_RAW"), (.netAdmin, "NET_ADMIN"), (.netBindService, "NET_BIND_SERVICE")]
            .filter { set.contains($0.0) }.map(\.1)
    }

    /// "4096 or more", "1 to 999", "0"
    static func values(_ ranges: [ClosedRange<Int32>]) -> String {
        ranges.map { range in
            if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
            if range.upperBound == Int32.max { return "\(range.lowerBound) or more" }
            if range.lowerBound == Int32.min { return "\(range.upperBound) or less" }
            return "\(range.lowerBound) to \(range.upperBound)"
        }.joined(separator: " or ")
    }

    /// The row as a JSON object's keys and values.
    static func write(_ row: SocketOption, to object: inout JSONWriter) {
        object.field("constant", row.constant)
        write(row.key, to: &object)
        object.field("kind", kind(row))
        object.field("accepts", row.acceptedValues)
        object.field("unit", optional: row.unit?.rawValue)
        if let value = row.defaultValue {
            object.key("default")
            object.number(value)
        }
        object.field("acceptedSockets", inheritanceWord(row))
        if let capability = row.capability { object.field("capability", need(capability)) }
        if let since = row.since {
            object.field("since", since.version.description)
            object.field("sinceSource", since.source)
        }
        if !row.hazards.isEmpty {
            object.key("hazards")
            object.array { array in
                for hazard in row.hazards {
                    array.object {
                        $0.field("code", hazard.code)
                        $0.field("severity", "\(hazard.severity)")
                        $0.field("values", values(hazard.values))
                        $0.field("effect", hazard.effect)
                    }
                }
            }
        }
        object.field("purpose", row.purpose)
        object.key("elsewhere")
        object.array { array in
            for number in PlatformNumbers.named(row.constant) {
                array.object {
                    $0.field("platform", number.numbering.rawValue)
                    $0.field("constant", number.constant)
                    write(number.key, to: &$0)
                }
            }
        }
    }

    private static func write(_ key: OptionKey, to object: inout JSONWriter) {
        object.key("level")
        object.number(key.level)
        object.key("name")
        object.number(key.name)
    }
}
