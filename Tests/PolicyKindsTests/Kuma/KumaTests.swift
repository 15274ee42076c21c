import Manifests
import PolicyKinds
import Testing

@Suite struct KumaReadingTests {
    @Test func eachModificationIsATarget() throws {
        let object = try object(
            """
            apiVersion: kuma.io/v1alpha1
            kind: MeshProxyPatch
            metadata: {name: p}
            spec:
              targetRef: {kind: MeshSubset}
              default:
                appendModifications:
                - networkFilter: {operation: Remove}
                - listener: {operation: Patch, match: {origin: inbound}, value: "socketOptions: []"}
                - listener: {operation: Patch, match: {name: "inbound:1"}, value: "socket_options: []"}
                - listener: {operation: Add, value: "{name: x, address: {socketAddress: {address: 0.0.0.0, portValue: 1}}, socketOptions: []}"}
                - cluster: {operation: Patch, value: "upstreamBindConfig: {socketOptions: []}"}
            """)
        #expect(
            object.configurations.map(\.target.title) == [
                "the listeners that appendModifications[1] matches", "the listener \"inbound:1\"", "the listener \"x\"",
                "the clusters that appendModifications[4] matches",
            ])
        #expect(Set(object.configurations.map(\.target.identity)).count == 4)
        #expect(object.configurations.map(\.target.family) == [nil, nil, .ipv4, nil])
        #expect(object.reading.attachments.count == 1 && object.reading.malformed.isEmpty)
    }

    /// Places stand in the outer file, and the path names both.
    @Test func placesStandInTheFile() throws {
        let yaml = """
            apiVersion: kuma.io/v1alpha1
            kind: ProxyTemplate
            spec:
              selectors: [{match: {a: b}}]
              conf:
                modifications:
                - listener:
                    operation: patch
                    value: |
                      socketOptions:
                      - {level: 6, name: 4, intValue: 61}

            """
        let object = try object(yaml)
        let value = try #require(object.configurations.first?.options?.options.first?.intValue.node)
        #expect(Place(value).path(in: object.node) == "spec.conf.modifications[0].listener.value: socketOptions[0].intValue")
        let span = Place(value).span
        #expect(String(decoding: Array(yaml.utf8)[span.start..<span.end], as: UTF8.self) == "61")
        #expect(object.reading.attachments.count == 1)
    }
}
