import Manifests
import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW120DatagramListenerTests {
    /// The SW120 findings about TCP_NODELAY on a listener of this name.
    private func messages(_ section: String, option: String = "{level: 6, name: 1, intValue: 1}") throws -> [String] {
        let object = try object(
            policy("- \(option)").split(separator: "name: http}").joined(separator: "name: http, sectionName: \(section)}"))
        let review = PolicyReview(of: object, in: ReviewContext(day: try #require(today)))
        return review.findings.filter { $0.rule.code == "SW120" }.map { "\($0.place.path(in: object.node)): \($0.message)" }
    }

    @Test(arguments: ["udp", "dns-udp", "quic-443", "https-h3"])
    func tcpOptionOnADatagramListener(section: String) throws {
        #expect(
            try messages(section) == [
                "spec.socketOptions[0].level: TCP_NODELAY (6/1) is a TCP option, and the policy selects the listener \"\(section)\": on a UDP or "
                    + "QUIC socket the kernel answers ENOPROTOOPT and Envoy rejects the listener; add type: {stream: {}} to it"
            ])
    }

    @Test(arguments: ["http", "https", "tcp", "studpoker", "my-quick-one"])
    func otherNamesPass(section: String) throws {
        #expect(try messages(section) == [])
    }

    @Test func streamOptionsAreSkippedThere() throws {
        #expect(try messages("udp", option: "{level: 6, name: 1, intValue: 1, type: {stream: {}}}") == [])
    }

    @Test func socketLevelOptionsPass() throws {
        #expect(try messages("udp", option: "{level: 1, name: 8, intValue: 1048576}") == [])
    }

    @Test func aSkippedOptionBesideItShowsNothing() throws {
        let found = try findings("- {level: 6, name: 18, intValue: 30000, type: {datagram: {}}}\n- {level: 6, name: 1, intValue: 1}")
        #expect(!found.contains { $0.hasPrefix("SW120") })
    }
}
