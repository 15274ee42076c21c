/// One socket option as a policy's author writes it: every field a JSON literal, or left out. The same literals go into the manifest and
/// into Envoy's configuration, for a gateway copies them one by one.
struct WrittenOption: Sendable, Hashable {
    var description: String?
    var level: String?
    var name: String?
    var intValue: String?
    var bufValue: String?
    var state: String?
    var type: String?
    var ipVersion: String?

    /// An option whose value is a number.
    init(_ level: some BinaryInteger, _ name: some BinaryInteger, _ value: some BinaryInteger, state: String? = nil) {
        self.level = "\(level)"
        self.name = "\(name)"
        self.intValue = "\(value)"
        self.state = state.map { "\"\($0)\"" }
    }

    /// An option whose value is bytes, in base64.
    init(_ level: some BinaryInteger, _ name: some BinaryInteger, bytes: String) {
        self.level = "\(level)"
        self.name = "\(name)"
        bufValue = "\"\(bytes)\""
    }

    /// As an item of `spec.socketOptions`.
    var manifestJSON: String { json(intValue: "intValue", bufValue: "bufValue") }

    /// As an `envoy.config.core.v3.SocketOption`.
    var envoyJSON: String { json(intValue: "int_value", bufValue: "buf_value") }

    private func json(intValue intKey: String, bufValue bufKey: String) -> String {
        let members: [(String, String?)] = [
            ("description", description), ("level", level), ("name", name), (intKey, intValue), (bufKey, bufValue), ("state", state),
            ("type", type), ("ip_version", ipVersion),
        ]
        return "{" + members.compactMap { key, literal in literal.map { "\"\(key)\": \($0)" } }.joined(separator: ", ") + "}"
    }
}
