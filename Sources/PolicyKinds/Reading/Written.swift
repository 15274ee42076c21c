public import Manifests

/// A field as it was written: a value, nothing, or what stood there instead.
public enum Written<Value: Sendable>: Sendable {
    case absent
    case value(Value, ManifestNode)
    case malformed(Malformation, ManifestNode)

    /// The value, if one could be read.
    public var value: Value? {
        if case .value(let value, _) = self { value } else { nil }
    }

    /// Where it stands, if it is there at all.
    public var node: ManifestNode? {
        switch self {
        case .absent: nil
        case .value(_, let node), .malformed(_, let node): node
        }
    }

    /// Whether the field is not there at all.
    public var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }

    /// Whether the field is not there, or null, which protobuf reads as not there.
    public var isUnset: Bool {
        switch self {
        case .absent, .malformed(.null, _): true
        case .value, .malformed: false
        }
    }
}

/// Why a field is not what belongs there.
public enum Malformation: Sendable, Hashable {
    /// Another type than the field's: what was expected ("a whole number") and what was found ("true", "a list"), ready to print.
    case wrongType(expected: String, found: String)
    /// null, where this was expected ("a whole number").
    case null(expected: String)
    /// A number with a fraction, as written.
    case fraction(String)
    /// A whole number of more than 64 bits, as written.
    case moreThan64Bits(String)
    /// Text that base64 does not decode.
    case notBase64(String)
    /// Text that should be YAML or JSON, and what its reader says.
    case unreadable(String)
    /// A field that stands beside the same field in protobuf's other spelling, this one.
    case repeated(otherSpelling: String)
}
