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

    private static func inheritanceWord(_ row: SocketOption) -> String {
        switch row.inheritance {
        case .inherited: "inherited"
        case .notInherited: "not-inherited"
        case .listenerOnly: "listener-only"
        case .unknown: "unknown"
        }
    }

    /// The row as a JSON object's keys and values.
    static func write(_ row: SocketOption, to object: inout JSONWriter) {
        object.field("constant", row.constant)
        write(row.key, to: &object)
        object.field("kind", row.kind.word)
        object.field("accepts", row.acceptedValues)
        object.field("unit", optional: row.unit?.rawValue)
        if let value = row.defaultValue {
            object.key("default")
            object.number(value)
        }
        object.field("acceptedSockets", inheritanceWord(row))
        if let capability = row.capability { object.field("capability", capability.words) }
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
                        $0.field("values", hazard.valuesInWords)
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
