import PolicyRules
import SocketOptions
import Testing

@Suite struct SW121GvisorIgnoresTests {
    @Test func onceAList() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 6, name: 4, intValue: 60}
            - {level: 6, name: 5, intValue: 20}
            - {level: 6, name: 6, intValue: 2}
            """, environment: { $0.platforms = [.gvisor] })
        #expect(
            findings == [
                "SW121 error spec.socketOptions: gvisor takes SO_KEEPALIVE (1/9), TCP_KEEPIDLE (6/4), TCP_KEEPINTVL (6/5) and TCP_KEEPCNT (6/6) in silence, and accepted connections have none of it; use idle timeouts of HTTP there, or bind the policy to gateways outside gVisor"
            ])
    }

    @Test func besideLinux() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 6, name: 4, intValue: 60}
            """, environment: { $0.platforms = [.linuxAMD64, .gvisor] })
        #expect(
            findings == [
                "SW121 error spec.socketOptions: gvisor takes SO_KEEPALIVE (1/9) and TCP_KEEPIDLE (6/4) in silence, and accepted connections have none of it; use idle timeouts of HTTP there, or bind the policy to gateways outside gVisor"
            ])
    }

    @Test func inheritedPasses() throws {
        let findings = try findings(
            """
            - {level: 6, name: 18, intValue: 30000}
            """, environment: { $0.platforms = [.gvisor] })
        #expect(findings == [])
    }
}
