/// A kind of input that costs as much as its shape makes it, at any size.
public struct Shape: Sendable {
    /// What tables and tests call it.
    public let name: String
    /// Who reads it.
    public let face: Face
    /// The input with so many of what it repeats.
    let make: @Sendable (Int) -> String

    /// The two ways in.
    public enum Face: String, Sendable {
        /// An AdmissionReview, answered by the webhook.
        case webhook
        /// A file, JSON or YAML, reviewed by the linter.
        case linter
    }

    init(_ name: String, _ face: Face = .webhook, _ make: @escaping @Sendable (Int) -> String) {
        self.name = name
        self.face = face
        self.make = make
    }

    /// The input of about so many bytes: within 2 %, unless it is made of larger pieces, or of none that repeat so often.
    public func body(ofBytes size: Int) -> [UInt8] {
        var count = 64
        var body = Array(make(count).utf8)
        // What an item costs differs with its number: a few steps come close enough.
        for _ in 0..<8 where abs(body.count - size) > size / 50 {
            // What stops growing is let go.
            let next = min(max(4, Int(Double(count) * Double(size) / Double(max(body.count, 1)))), 2 * size)
            guard next != count else { break }
            count = next
            body = Array(make(count).utf8)
        }
        return body
    }

    /// All that have a name: those that were thought of, and the worst that a search over shapes found.
    public static let all = optionShapes + updateShapes + objectShapes + foundShapes + yamlShapes

    /// A shape by its name; those of a search are composed anew from theirs, `search-SEED-NUMBER`.
    public static func named(_ name: String) -> Shape? { all.first { $0.name == name } ?? ComposedShape(named: name)?.shape }
}

extension Shape: CustomStringConvertible {
    /// Its name.
    public var description: String { name }
}
