import Manifests

/// A key of the configuration file: what people and programs are told of it. Tests hold the keys against the reader.
public struct ConfigurationKey: Sendable {
    /// As it is written.
    public let name: String
    /// What it is for, in a sentence.
    public let meaning: String
    /// What may stand there.
    let value: Value
    /// What holds where it is not written; nil for a section, and for what has to be written.
    let standard: Standard?
    /// Whether it is still read and has a newer spelling.
    let isOld: Bool

    /// What may stand at a key.
    indirect enum Value: Sendable {
        /// A map of these keys. Nothing at all is an empty one, unless one of them is due.
        case section([ConfigurationKey], required: [String] = [], atLeastOne: Bool = false)
        /// A list. Nothing at all is an empty one.
        case list(of: Value, atLeastOne: Bool = false)
        /// A map whose keys are one of these, all with the same sort of value.
        case map(keys: [String], Value)
        /// One of these texts.
        case choice([String])
        /// A text of this form, a regular expression; a number as well where it looks like one.
        case text(pattern: String, orNumber: Bool = false)
        /// true or false, or only one of them.
        case flag(only: Bool? = nil)
        case either([Value])
    }

    /// What holds where nothing is written.
    enum Standard: Sendable {
        case text(String)
        case texts([String])
        case flag(Bool)
        case emptyMap

        func write(to writer: inout JSONWriter) {
            switch self {
            case .text(let text): writer.string(text)
            case .texts(let texts): writer.array { for text in texts { $0.string(text) } }
            case .flag(let flag): writer.bool(flag)
            case .emptyMap: writer.object { _ in }
            }
        }

        /// As compact JSON.
        var json: String {
            var writer = JSONWriter(capacity: 64)
            write(to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    init(_ name: String, _ meaning: String, _ value: Value, standard: Standard? = nil, isOld: Bool = false) {
        self.name = name
        self.meaning = meaning
        self.value = value
        self.standard = standard
        self.isOld = isOld
    }
}

extension ConfigurationKey.Value {
    /// Two numbers with a point between them. YAML reads 5.10 without quotes as the number 5.1.
    static let release = Self.text(pattern: "^[0-9]+\\.[0-9]+$", orNumber: true)
    /// Whole seconds, at least one, as Go writes durations: 10s, 15m, 1h30m.
    static let duration = Self.text(pattern: "^([0-9]*\\.?[0-9]*(h|m|s|ms|us|µs|μs|ns))+$")
    static let percentage = Self.text(pattern: "^[0-9.]+%$")
    /// Names of any kind.
    static let name = Self.text(pattern: "^", orNumber: true)
}
