import Manifests
import PolicyKinds
import Testing

/// The guide's wrong turn: Gloo's kind in kgateway's group.
@Suite struct KgatewayListenerOptionTests {
    @Test(arguments: ["options: {socketOptions: [{level: 6}]}", "socketOptions: [{level: 6}]"]) func isReadAndSaidToBeAnothers(spec: String)
        throws
    {
        let option = try object(
            "{apiVersion: gateway.kgateway.dev/v1alpha1, kind: ListenerOption, spec: {targetRefs: [{name: http}], \(spec)}}")
        #expect(option.configurations.count == 1 && option.reading.attachments.count == 1)
        #expect(option.reading.notApplied.map(\.loses) == [.target])
        #expect(option.reading.notApplied.first?.remedy.hasPrefix("write a ListenerPolicy") == true)
        #expect(!option.kind.isServed)
    }

    @Test func gloosOwnIsAnotherKind() throws {
        let option = try object("{apiVersion: gateway.solo.io/v1, kind: ListenerOption, spec: {targetRefs: [{name: http}]}}")
        #expect(option.kind.product.name == "gloo" && option.reading.notApplied.isEmpty)
    }
}
