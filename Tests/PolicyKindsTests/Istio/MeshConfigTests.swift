import Manifests
import PolicyKinds
import SocketOptions
import Testing

@Suite struct MeshConfigTests {
    private static let mesh = """
        {tcpKeepalive: {time: 0s, interval: 1500ms, probes: 3}, defaultTrafficPolicy: {connectionPool: {tcp: {tcpKeepalive: {time: 60s}}}},
         defaultConfig: {envoyMetricsService: {tcpKeepalive: {time: 10ms}}, envoyAccessLogService: {tcpKeepalive: {time: 60s}}}}
        """

    /// Wherever it stands it says the same.
    @Test(arguments: [
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {meshConfig: \(mesh)}}",
        "{apiVersion: sailoperator.io/v1, kind: Istio, metadata: {name: default}, spec: {values: {meshConfig: \(mesh)}}}",
        "{apiVersion: sailoperator.io/v1, kind: IstioRevision, metadata: {name: default}, spec: {values: {meshConfig: \(mesh)}}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {mesh: '\(mesh)'}}",
    ])
    func readsAllItsPlaces(text: String) throws {
        let object = try object(text)
        let blocks = object.configurations.compactMap(\.keepalive)
        #expect(
            object.configurations.map(\.target.title) == [
                "every service of the mesh", "every service without a connectionPool of its own", "the metrics service",
                "the access log service",
            ])
        #expect(
            blocks.map(\.idle.reading) == [.zero, .value(60, hasFraction: false), .zero, .value(60, hasFraction: false)])
        #expect(blocks.first?.interval.reading == .value(1, hasFraction: true))
        #expect(object.configurations.allSatisfy { $0.role == .upstream && $0.setting.product?.name == "istio" })
    }

    @Test func aPodsOwnConfiguration() throws {
        let text = """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {metadata: {annotations:
             {proxy.istio.io/config: "envoyMetricsService: {tcpKeepalive: {time: 60s}}"}}}}}
            """
        let deployment = try object(text)
        #expect(deployment.configurations.map(\.target.title) == ["the metrics service"])
        let node = try #require(deployment.configurations.first?.keepalive?.idle.node)
        #expect(
            Place(node).path(in: deployment.node)
                == "spec.template.metadata.annotations[proxy.istio.io/config]: envoyMetricsService.tcpKeepalive.time")
    }

    /// A key of another name is somebody else's.
    @Test func otherKeysOfAConfigMap() throws {
        let text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {values: '\(Self.mesh)'}}"
        let node = try #require(ManifestReader.documents(in: Array(text.utf8)).first).get().root
        #expect(PolicyObject(from: node) == nil)
    }
}
