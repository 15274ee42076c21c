import SocketOptions
import Testing

/// What a kernel's answer depends on, typed: each reason says on what, what happens elsewhere, and what to write instead.
@Suite struct NodeDependenceTests {
    private func dependence(
        _ level: Int32, _ name: Int32, _ value: OptionValue, _ capabilities: CapabilitySet = .all
    ) -> NodeDependence? {
        let situation = SocketSituation(state: .prebind, family: .ipv6, capabilities: capabilities)
        guard case .undetermined(let dependence) = OptionTable.linux.answer(to: value, for: OptionKey(level, name), in: situation) else {
            return nil
        }
        return dependence
    }

    @Test func everyReasonIsTyped() {
        #expect(dependence(0, 50, .int(1 << 24)) == .interfaceIndex(1))
        #expect(dependence(41, 76, .int(2 << 24)) == .interfaceIndex(2))
        #expect(dependence(1, 25, .bytes(Array("eth0\0".utf8))) == .interfaceName("eth0"))
        #expect(dependence(1, 25, .bytes(Array("eth0".utf8))) == .interfaceName("eth0"))
        #expect(dependence(1, 25, .int(28524)) == .interfaceName("lo"))
        #expect(dependence(6, 13, .bytes(Array("bbr".utf8))) == .congestionControl("bbr"))
        #expect(dependence(6, 31, .bytes(Array("tls".utf8))) == .upperLayerProtocol("tls"))
        #expect(dependence(1, 73, .int(1)) == .memoryCgroup)
        #expect(dependence(6, 46, .int(4000)) == .tickRate)
        #expect(dependence(6, 37, .int(Int32.max)) == .refusedSince(KernelVersion(6, 19)))
        #expect(dependence(1, 37, .int(0x8000)) == .networkCard)
        #expect(dependence(1, 37, .int(0x20000)) == .takenSince(KernelVersion(6, 12)))
        #expect(dependence(1, 65, .int(0x40000)) == .takenSince(KernelVersion(6, 15)))
        #expect(dependence(0, 16, .bytes([])) == .ipsec)
        #expect(dependence(0, 4, .int(0x0003_0307)) == .headerOptions)
        #expect(dependence(1, 26, .bytes(Array(repeating: 0, count: 16))) == .content(of: "a struct sock_fprog"))
        #expect(dependence(41, 57, .bytes(Array(repeating: 0, count: 8))) == .content(of: "extension headers"))
    }

    @Test func nothingThatEveryNodeTakesOrRefusesDependsOnIt() {
        for value: Int32 in [0, 1, 0x0101_0101] { #expect(dependence(0, 4, .int(value)) == nil) }
        #expect(dependence(1, 25, .int(0)) == nil)
        #expect(dependence(6, 46, .int(10_001)) == nil)
        #expect(dependence(6, 13, .bytes([0xff, 0xfe])) == nil)
    }

    @Test(arguments: [
        NodeDependence.interfaceIndex(1), .interfaceName("eth0"), .congestionControl("bbr"), .upperLayerProtocol("tls"), .memoryCgroup,
        .tickRate, .refusedSince(KernelVersion(6, 19)), .takenSince(KernelVersion(6, 12)), .networkCard, .ipsec, .headerOptions,
        .content(of: "a struct"),
    ])
    func eachReasonHasItsWords(dependence: NodeDependence) {
        #expect(dependence.condition.contains("node") && dependence.condition.last != ".")
        #expect(dependence.refusal.hasPrefix("E"))
        #expect(dependence.instead?.isEmpty != true)
    }
}
