import PolicyRules
import SocketOptions
import Testing

@Suite struct SW126NodeDependentTests {
    private func codes(_ option: String, kernel: KernelVersion = KernelVersion(6, 18), _ more: CapabilitySet = []) throws -> [String] {
        try findings("- \(option)") { environment in
            environment.kernel = kernel
            environment.capabilities.formUnion(more)
        }.map { String($0.prefix(5)) }
    }

    @Test(arguments: [
        "{level: 1, name: 73, intValue: 1}", "{level: 0, name: 50, intValue: 16777216}", "{level: 41, name: 76, intValue: 33554432}",
        "{level: 6, name: 46, intValue: 4000}", "{level: 6, name: 45, intValue: 1001}", "{level: 6, name: 37, intValue: 2147483647}",
        "{level: 6, name: 37, intValue: -1}", "{level: 1, name: 37, intValue: 32768}", "{level: 1, name: 25, intValue: 28524}",
        "{level: 6, name: 13, bufValue: YmJy}", "{level: 6, name: 31, bufValue: dGxz}",
        "{level: 1, name: 26, bufValue: AAAAAAAAAAAAAAAAAAAAAA==}", "{level: 0, name: 4, intValue: 197383}",
    ])
    func noLossIsSilent(option: String) throws {
        #expect(try codes(option) == ["SW126"])
    }

    @Test func namesMustExistOnTheNode() throws {
        let findings = try findings(
            """
            - {level: 1, name: 25, bufValue: ZXRoMAA=}
            - {level: 6, name: 13, bufValue: YmJyAA==, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW126 warning spec.socketOptions[0].bufValue: SO_BINDTODEVICE (1/25) depends on the node: the device \"eth0\" must exist on the node; elsewhere the kernel answers ENODEV and Envoy rejects the listener; remove it: the listener then hears every interface",
                "SW126 warning spec.socketOptions[1].bufValue: TCP_CONGESTION (6/13) depends on the node: the congestion module \"bbr\" must exist on the node and be allowed there; elsewhere the kernel answers ENOENT or EPERM and Envoy drops the listener; remove it, and set net.ipv4.tcp_congestion_control on the nodes; STATE_LISTENING makes it worse, as the update itself is not refused: write STATE_PREBIND",
            ])
    }

    @Test func saysWhatEveryNodeTakes() throws {
        let findings = try findings("- {level: 6, name: 37, intValue: 2147483647}")
        #expect(
            findings == [
                "SW126 warning spec.socketOptions[0].intValue: TCP_TX_DELAY (6/37) set to 2147483647 depends on the node: the node's kernel must be older than 6.19, and than the stable releases with the same change; elsewhere the kernel answers EINVAL and Envoy rejects the listener; write 0 to 268435455 microseconds, or remove it"
            ])
    }

    /// TCP_SAVE_SYN took 0 and 1 before 5.10, and takes 2 since.
    @Test func whatTheOldestNodeRefuses() throws {
        #expect(try codes("{level: 6, name: 27, intValue: 2}", kernel: KernelVersion(4, 19)) == ["SW126"])
        #expect(try codes("{level: 6, name: 27, intValue: 2}", kernel: KernelVersion(5, 10)) == ["SW118"])
        #expect(try codes("{level: 6, name: 27, intValue: 1}", kernel: KernelVersion(4, 19)) == ["SW118"])
    }

    @Test func comesLast() throws {
        #expect(try codes("{level: 1, name: 73, intValue: 1}", kernel: KernelVersion(5, 10)) == ["SW115"], "and not SW126")
        #expect(try codes("{level: 6, name: 46, intValue: 4000}", kernel: KernelVersion(5, 10)) == ["SW115"], "and not SW126")
    }

    @Test func whatEveryNodeTakesPasses() throws {
        #expect(try codes("{level: 1, name: 25, intValue: 0}") == [])
        #expect(try codes("{level: 1, name: 73, intValue: -1}") == ["SW106"])
        #expect(try codes("{level: 6, name: 46, intValue: 20000}") == [])
    }
}
