import PolicyRules
import SocketOptions
import Testing

@Suite struct SW114NeedsCapabilityTests {
    @Test func mark() throws {
        let findings = try findings(
            """
            - {level: 1, name: 36, intValue: 1}
            """)
        #expect(
            findings == [
                "SW114 error spec.socketOptions[0].intValue: SO_MARK (1/36) needs the capability NET_RAW or NET_ADMIN for this value, and the proxy keeps only NET_BIND_SERVICE: the kernel answers EPERM and Envoy rejects the listener; remove it, or let the proxy keep the capability"
            ])
    }

    @Test func priorityAboveSix() throws {
        let findings = try findings(
            """
            - {level: 1, name: 12, intValue: 7}
            """)
        #expect(
            findings == [
                "SW114 error spec.socketOptions[0].intValue: SO_PRIORITY (1/12) needs the capability NET_RAW or NET_ADMIN for this value, and the proxy keeps only NET_BIND_SERVICE: the kernel answers EPERM and Envoy rejects the listener; remove it, or let the proxy keep the capability"
            ])
    }

    @Test func debug() throws {
        let findings = try findings(
            """
            - {level: 1, name: 1, intValue: 1}
            """)
        #expect(
            findings == [
                "SW114 error spec.socketOptions[0].intValue: SO_DEBUG (1/1) needs the capability NET_ADMIN for this value, and the proxy keeps only NET_BIND_SERVICE: the kernel answers EACCES and Envoy rejects the listener; remove it, or let the proxy keep the capability"
            ])
    }

    @Test func valueThatNeedsNone() throws {
        let findings = try findings(
            """
            - {level: 1, name: 1, intValue: 0}
            """)
        #expect(findings == [])
    }

    @Test func netRawSufficesOnlyOnNewerKernels() throws {
        let findings = try findings(
            """
            - {level: 1, name: 36, intValue: 1}
            """, environment: { $0.capabilities = [.netBindService, .netRaw] })
        #expect(
            findings == [
                "SW114 error spec.socketOptions[0].intValue: SO_MARK (1/36) needs the capability NET_ADMIN for this value, and the proxy keeps only NET_BIND_SERVICE and NET_RAW: Linux 5.10, which the oldest node may run, answers EPERM and Envoy rejects the listener; remove it, or let the proxy keep the capability"
            ])
    }

    @Test func keptCapabilityPasses() throws {
        let findings = try findings(
            """
            - {level: 1, name: 36, intValue: 1}
            """, environment: { $0.capabilities = .all })
        #expect(findings == [])
    }
}
