import SocketOptions

/// What rules ask of a row.
extension KnownOption {
    var constant: String { option.constant }
    var key: OptionKey { option.key }
    var kind: SocketOption.ValueKind { option.kind }
    var unit: SocketOption.ValueUnit? { option.unit }
    var inheritance: SocketOption.Inheritance { option.inheritance }
    var capability: CapabilityNeed? { option.capability }
    var since: SocketOption.Since? { option.since }
    var side: SocketOption.Side? { option.side }
    var isNoOp: Bool { option.isNoOp }
    var purpose: String { option.purpose }
    var acceptance: Acceptance { option.acceptance }
    var acceptedValues: String { option.acceptedValues }
    /// How messages name the option: "TCP_KEEPIDLE (6/4)".
    var title: String { option.title }

    func hazard(of value: Int32) -> Hazard? { option.hazard(of: value) }
    func storedValue(of value: Int32) -> Int32 { option.storedValue(of: value) }
}

extension SocketOption {
    /// How messages name an option: "TCP_KEEPIDLE (6/4)".
    var title: String { "\(constant) (\(key))" }
}
