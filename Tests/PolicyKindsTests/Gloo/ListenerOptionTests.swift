import Manifests
import PolicyKinds
import Testing

@Suite struct GlooListenerOptionTests {
    private func listenerOption(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: gateway.solo.io/v1, kind: ListenerOption, metadata: {name: l}, spec: \(spec)}")
    }

    private static let reference = "group: gateway.networking.k8s.io, kind: Gateway, name: http"

    @Test func readsOptionsAndWhatTheyAreFor() throws {
        let option = try listenerOption(
            "{targetRefs: [{\(Self.reference)}, {\(Self.reference), sectionName: https}], options: {socketOptions: [{level: 6}]}}")
        #expect(option.reading.attachments.count == 2 && option.reading.gaps.isEmpty)
        #expect(option.configurations.first?.options?.options.count == 1)
        #expect(option.configurations.first?.target.transport == .unknown)
        #expect(option.configurations.first?.availability == .since(Release(1, 17)))
    }

    @Test(arguments: ["dns-udp", "udp-53", "http3"]) func aNameMayShowDatagrams(name: String) throws {
        let option = try listenerOption("{targetRefs: [{\(Self.reference), sectionName: \(name)}], options: {socketOptions: []}}")
        #expect(option.configurations.first?.target.transport.mayBeDatagrams == true)
    }

    @Test(arguments: ["{options: {socketOptions: []}}", "{targetRefs: [], options: {}}", "{targetRefs: null}"])
    func whatSelectsNothingDoesNothing(spec: String) throws {
        #expect(try listenerOption(spec).reading.gaps.count == 1)
    }

    @Test func referencesThatAreNoListAreMalformed() throws {
        let option = try listenerOption("{targetRefs: {\(Self.reference)}}")
        #expect(option.reading.malformed.count == 1 && option.reading.gaps.isEmpty)
    }
}
