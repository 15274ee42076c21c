import Manifests
import PolicyKinds
import SocketOptions

/// How findings about typed keepalive fields speak, and what belongs into a field.
extension TypedReview {
    /// "keepAliveProbes" or "keepaliveProbes" is the count; the two others are times.
    func isCount(_ field: TypedField) -> Bool { field.fieldName == block.count.fieldName }

    /// Whether the field takes a duration with its unit, not a whole number.
    func takesDuration(_ field: TypedField) -> Bool { block.dialect == .kgateway && !isCount(field) }

    /// What belongs there: "a duration with its unit", "a whole number of seconds", "a whole number".
    func expectation(of field: TypedField) -> String {
        if takesDuration(field) { return "a duration with its unit" }
        return isCount(field) ? "a whole number" : "a whole number of seconds"
    }

    /// A value that suits the field: "60s", "20", "3".
    func sample(for field: TypedField) -> String {
        let number = isCount(field) ? 3 : field.fieldName == block.interval.fieldName ? 20 : 60
        return takesDuration(field) ? "\(number)s" : "\(number)"
    }

    /// Seconds or probes as the field takes them: "60s" or "60". nil where the kernel would not take them.
    func written(_ number: Int64, in field: TypedField) -> String? {
        guard number >= 1, number <= maximum(of: field) else { return nil }
        return takesDuration(field) ? "\(number)s" : "\(number)"
    }

    func maximum(of field: TypedField) -> Int64 { isCount(field) ? Self.maximumProbes : Self.maximumSeconds }

    /// What a value that the kernel refuses does.
    var effectOfRefusal: String {
        configuration.direction == .downstream
            ? "the kernel refuses the socket option and Envoy rejects the listener"
            : "the kernel refuses the socket option and every connection to the backend fails"
    }
}
