import PolicyKinds
import Testing

@Suite struct SidecarTests {
    @Test func readsBothPlaces() throws {
        let pool = "{tcp: {tcpKeepalive: {time: 60s}}}"
        let sidecar = try object(
            """
            {apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: s}, spec: {workloadSelector: {labels: {a: b}},
             inboundConnectionPool: \(pool), ingress: [{port: {number: 80}, connectionPool: \(pool)}, {port: {number: 81}, connectionPool: {}},
             {port: {number: 82}}]}}
            """)
        #expect(sidecar.configurations.map(\.target.title) == ["the application", "the application's port 80"])
        #expect(
            sidecar.reading.replacedDefaults.map(\.clause) == ["the connectionPool of port 81 replaces spec.inboundConnectionPool whole"])
        #expect(sidecar.reading.attachments.count == 1)
    }
}
