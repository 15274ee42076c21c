import Manifests

/// The JSON Schema (draft 7, which editors read) of the configuration file.
///
/// It takes every file that the reader takes, written as the documentation writes it. Of what the reader refuses it lets some pass that no
/// schema can say well: a fraction of a second, a rule that is set twice.
public enum ConfigurationSchema {
    /// The schema, indented by nothing, with a newline at its end.
    public static var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 32768)
        writer.object { schema in
            schema.field("$schema", "http://json-schema.org/draft-07/schema#")
            schema.field("title", "Configuration of sockwarden (\(ConfigurationFile.name))")
            write(.section(ConfigurationKey.all), to: &schema)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What a value may be, as keys of the schema that is being written.
    private static func write(_ value: ConfigurationKey.Value, to schema: inout JSONWriter) {
        switch value {
        case .section(let keys, let required, let atLeastOne):
            types(["object"] + (required.isEmpty && !atLeastOne ? ["null"] : []), to: &schema)
            schema.key("properties")
            schema.object { properties in
                for key in keys {
                    properties.key(key.name)
                    properties.object { write(key, to: &$0) }
                }
            }
            if !required.isEmpty {
                schema.key("required")
                schema.array { for name in required { $0.string(name) } }
            }
            if atLeastOne {
                schema.key("minProperties")
                schema.number(1)
            }
            schema.key("additionalProperties")
            schema.bool(false)
        case .list(let item, let atLeastOne):
            types(["array"] + (atLeastOne ? [] : ["null"]), to: &schema)
            schema.key("items")
            schema.object { write(item, to: &$0) }
            if atLeastOne {
                schema.key("minItems")
                schema.number(1)
            }
        case .map(let names, let value):
            types(["object", "null"], to: &schema)
            schema.key("propertyNames")
            schema.object { enumerate(names, to: &$0) }
            schema.key("additionalProperties")
            schema.object { write(value, to: &$0) }
        case .choice(let texts): enumerate(texts, to: &schema)
        case .text(let pattern, let orNumber):
            types(["string"] + (orNumber ? ["number"] : []), to: &schema)
            schema.field("pattern", pattern)
        case .flag(nil): types(["boolean"], to: &schema)
        case .flag(let only?):
            schema.key("const")
            schema.bool(only)
        case .either(let values):
            schema.key("anyOf")
            schema.array { choices in
                for value in values { choices.object { write(value, to: &$0) } }
            }
        }
    }

    private static func write(_ key: ConfigurationKey, to schema: inout JSONWriter) {
        schema.field("description", key.meaning)
        if let standard = key.standard {
            schema.key("default")
            standard.write(to: &schema)
        }
        if key.isOld {
            schema.key("deprecated")
            schema.bool(true)
        }
        write(key.value, to: &schema)
    }

    private static func types(_ names: [String], to schema: inout JSONWriter) {
        guard names.count > 1 else { return schema.field("type", names[0]) }
        schema.key("type")
        schema.array { for name in names { $0.string(name) } }
    }

    private static func enumerate(_ texts: [String], to schema: inout JSONWriter) {
        schema.key("enum")
        schema.array { for text in texts { $0.string(text) } }
    }
}
