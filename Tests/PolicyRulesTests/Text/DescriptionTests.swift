import PolicyKinds
import SocketOptions
import Testing

@testable import PolicyRules

@Suite struct DescriptionTests {
    @Test func constantsInAnyCase() {
        #expect(Description("sets TCP_NODELAY, so_keepalive and TCP_WHATEVER").constants == ["TCP_NODELAY", "SO_KEEPALIVE"])
        #expect(Description("keep_alive of the tcp_ family").constants == [])
        #expect(Description(String(repeating: "A_", count: 100)).constants == [])
    }

    @Test func namedOptions() {
        #expect(Description("TCP_NODELAY").named(otherThan: nil)?.constant == "TCP_NODELAY")
        #expect(Description("TCP_KEEPALIVE").spelled(otherThan: nil)?.constant == "TCP_KEEPIDLE", "macOS's name")
        #expect(Description("disable Nagle's algorithm").named(otherThan: nil)?.constant == "TCP_NODELAY")
        #expect(Description("disable Nagle's algorithm").spelled(otherThan: nil) == nil)
        #expect(Description("send buffer").named(otherThan: nil) == nil)
    }

    @Test func whereItStands() {
        #expect(Description("idle").origin == .field && Description("idle", origin: .comment).origin == .comment)
    }
}
