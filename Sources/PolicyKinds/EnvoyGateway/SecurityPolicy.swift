import Manifests

extension PolicyKind {
    /// SecurityPolicy of gateway.envoyproxy.io: keepalive to the servers that it asks.
    static let securityPolicy: PolicyKind = PolicyKind(
        group: EnvoyGateway.group, kind: "SecurityPolicy", versions: ["v1alpha1"], resource: "securitypolicies", product: .envoyGateway,
        settings: SecurityPolicy.places.map(\.keepalive),
        documentation: Documentation(
            reads: """
                Typed keepalive in backendSettings.tcpKeepalive of spec.extAuth.grpc, spec.extAuth.http, spec.jwt.providers[].remoteJWKS and \
                spec.oidc.provider.
                """,
            becomes: "As in a BackendTrafficPolicy, for the cluster of that server alone.",
            sources: [
                "api/v1alpha1 of Envoy Gateway main (2026-08): securitypolicy_types.go, ext_auth_types.go, jwt_types.go, oidc_types.go"
            ]),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            EnvoyGateway.readTargets(of: spec, into: &reading)
            for place in SecurityPolicy.places { place.read(object, into: &reading) }
        })
}

private enum SecurityPolicy {
    static let places: [BackendSettings] = [
        BackendSettings(
            [("spec", false), ("extAuth", false), ("grpc", false)], "the external authorization service",
            siblings: ["backendRef", "backendRefs"]
        ) { specimen("extAuth: {grpc: {backendRefs: [{name: auth, port: 9000}], \($0)}}") },
        BackendSettings(
            [("spec", false), ("extAuth", false), ("http", false)], "the external authorization service",
            siblings: ["backendRef", "backendRefs", "path", "headersToBackend"]
        ) { specimen("extAuth: {http: {backendRefs: [{name: auth, port: 9000}], \($0)}}") },
        BackendSettings(
            [("spec", false), ("jwt", false), ("providers", true), ("remoteJWKS", false)], "the JWKS server",
            siblings: ["backendRef", "backendRefs", "uri", "cacheDuration"]
        ) { specimen("jwt: {providers: [{name: example, remoteJWKS: {uri: 'https://jwks.example.com/keys', \($0)}}]}") },
        BackendSettings(
            [("spec", false), ("oidc", false), ("provider", false)], "the OIDC provider",
            siblings: ["backendRef", "backendRefs", "issuer", "authorizationEndpoint", "tokenEndpoint", "endSessionEndpoint"]
        ) { specimen("oidc: {provider: {issuer: 'https://oidc.example.com', \($0)}}") },
    ]

    private static func specimen(_ setting: String) -> Specimen {
        EnvoyGateway.specimen("SecurityPolicy", setting, target: "kind: HTTPRoute")
    }
}
