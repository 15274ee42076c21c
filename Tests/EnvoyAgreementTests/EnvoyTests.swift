import Testing

/// What is predicted of socket options, held against a real Envoy. One suite after the other, as thousands of listeners and measured
/// delays would disturb each other.
@Suite(.serialized, .enabled(if: EnvoyTool.isWanted, Comment(rawValue: EnvoyTool.skipReason)))
struct EnvoyTests {}
