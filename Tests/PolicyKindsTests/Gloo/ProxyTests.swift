import Manifests
import PolicyKinds
import Testing

@Suite struct GlooProxyTests {
    private func proxy(_ listeners: String) throws -> PolicyObject {
        try object("{apiVersion: gloo.solo.io/v1, kind: Proxy, metadata: {name: p}, spec: {listeners: \(listeners)}}")
    }

    @Test func eachListenerIsATargetOfItsOwn() throws {
        let proxy = try proxy(
            """
            [{name: a, bindAddress: 0.0.0.0, options: {socketOptions: []}, httpListener: {options: {httpConnectionManagerSettings: {idleTimeout: 5s}}}},
             {name: b, options: {}}, 5, {options: {socketOptions: []}}]
            """)
        #expect(proxy.configurations.map(\.target.title) == ["the listener \"a\"", "the listener 3"])
        #expect(proxy.configurations.map { $0.target.family == .ipv4 } == [true, false])
        #expect(
            proxy.configurations.first?.application.idleTimeoutPath
                == "spec.listeners[0].httpListener.options.httpConnectionManagerSettings.idleTimeout")
    }

    @Test func moreListenersThanAreReadAreNoted() throws {
        let items = (0...ReadingLimits.configurations + 1).map { "{name: l\($0), options: {socketOptions: []}}" }
        let proxy = try proxy("[\(items.joined(separator: ", "))]")
        #expect(proxy.configurations.count == ReadingLimits.configurations)
        #expect(proxy.reading.unread.map(\.count) == [2])
    }

    @Test(arguments: ["{}", "5"]) func listenersThatAreNoListAreMalformed(listeners: String) throws {
        #expect(try proxy(listeners).reading.malformed.count == 1)
    }
}
