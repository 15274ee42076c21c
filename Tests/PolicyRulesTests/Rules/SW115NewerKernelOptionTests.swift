import PolicyRules
import SocketOptions
import Testing

@Suite struct SW115NewerKernelOptionTests {
    @Test func newerThanTheOldestNode() throws {
        let findings = try findings(
            """
            - {level: 6, name: 44, intValue: 30000}
            """)
        #expect(
            findings == [
                "SW115 error spec.socketOptions[0].level: TCP_RTO_MAX_MS (6/44) came with Linux 6.15, and the oldest node may run 5.10: there the kernel answers ENOPROTOOPT and Envoy rejects the listener; remove it, or set environment.kernel to what the nodes run"
            ])
    }

    @Test func newEnoughPasses() throws {
        let findings = try findings(
            """
            - {level: 6, name: 44, intValue: 30000}
            """, environment: { $0.kernel = KernelVersion(7, 2) })
        #expect(findings == [])
    }
}
