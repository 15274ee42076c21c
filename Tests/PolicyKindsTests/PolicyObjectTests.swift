import Manifests
import PolicyKinds
import Testing

@Suite struct PolicyObjectTests {
    @Test(arguments: [
        ("gateway.kgateway.dev/v1alpha1", "ListenerPolicy", true), ("gateway.kgateway.dev/v1", "Backend", true),
        ("gateway.kgateway.dev/v1alpha1", "BackendConfigPolicy", true), ("gateway.kgateway.dev/v1alpha1", "TrafficPolicy", false),
        ("gateway.kgateway.dev/v1alpha1", "listenerpolicy", false), ("gateway.kgateway.dev", "ListenerPolicy", false),
        ("gateway.kgateway.dev.example/v1", "ListenerPolicy", false), ("gateway.solo.io/v1", "ListenerPolicy", false),
        ("v1", "Backend", false),
        ("1", "Backend", false), ("[a]", "Backend", false), ("~", "Backend", false), ("gateway.kgateway.dev/v1alpha1", "[Backend]", false),
        ("gateway.kgateway.dev/v1alpha1", "", false),
    ])
    func readsItsOwnKinds(apiVersion: String, kind: String, isRead: Bool) throws {
        let tree = try #require(YAMLReader.read(Array("{apiVersion: \(apiVersion), kind: \(kind)}".utf8)).first).get()
        #expect((PolicyObject(from: tree.root) != nil) == isRead)
    }

    @Test(arguments: ["5", "[]", "text", "{}", "{kind: Backend}", "{apiVersion: gateway.kgateway.dev/v1}"])
    func isNothingElse(text: String) throws {
        #expect(PolicyObject(from: try #require(YAMLReader.read(Array(text.utf8)).first).get().root) == nil)
    }

    @Test func readsMetadata() throws {
        let policy = try object(
            """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata:
              name: 5
              namespace: "x"
              deletionTimestamp: 2026-11-23T10:00:00Z
              annotations: {a/b: "1", c: 2, d: null, e: text}
            """)
        #expect(policy.name == nil && policy.namespace == "x")
        let annotation = try #require(policy.annotations?["a/b"])
        #expect(annotation.text == "1" && Place(annotation).path(in: policy.node) == "metadata.annotations[a/b]")
        #expect(policy.reading.gaps.count == 2 && policy.reading.body.id == policy.node.id)
        for metadata in ["5", "[]", "{annotations: [a], deletionTimestamp: null}", "{annotations: text}"] {
            let bare = try object("{apiVersion: gateway.kgateway.dev/v1alpha1, kind: Backend, metadata: \(metadata)}")
            #expect(bare.name == nil && bare.lastAppliedAnnotation == nil)
        }
    }

    @Test func readsWhatWasLastApplied() throws {
        func policy(_ applied: String) throws -> PolicyObject {
            try object(
                "{apiVersion: gateway.kgateway.dev/v1alpha1, kind: ListenerPolicy, metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: \(applied)}}}"
            )
        }
        let applied = try policy(
            #"'{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","metadata":{"name":"é"},"spec":{"socketOptions":[{"level":1}]}}'"#
        ).lastAppliedConfiguration()
        #expect(applied?.name == "é" && applied?.configurations.count == 1)
        for other in ["'{\"kind\":'", "'[]'", "''", "'{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}'", "5"] {
            #expect(try policy(other).lastAppliedConfiguration() == nil)
        }
        #expect(try listenerPolicy("{}").lastAppliedConfiguration() == nil)
    }
}
