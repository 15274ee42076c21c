import SocketOptions
import Testing

@Suite("Linux table") struct LinuxTableTests {
    private let table = TargetPlatform.linuxAMD64.table

    @Test("It has 233 options with distinct numbers and names") func complete() {
        #expect(table.options.count == 233)
        #expect(Set(table.options.map(\.key)).count == 233)
        #expect(Set(table.options.map(\.constant)).count == 233)
        #expect(table.options.allSatisfy { !$0.purpose.isEmpty && $0.purpose.count <= 120 })
    }

    @Test("A row is found by its numbers, its constant and its other constants") func lookUp() {
        #expect(table[OptionKey(6, 4)]?.constant == "TCP_KEEPIDLE")
        #expect(table[OptionKey(65535, 8)] == nil)
        #expect(table.named("SO_KEEPALIVE")?.key == OptionKey(1, 9))
        #expect(table.named("SO_RCVTIMEO_OLD")?.key == OptionKey(1, 20))
        #expect(table.named("IPV6_JOIN_GROUP")?.constant == "IPV6_ADD_MEMBERSHIP")
        #expect(table.named("so_keepalive") == nil)
        #expect(table.aliases.count > 2)
        for alias in table.aliases { #expect(table.named(alias.key)?.constant == alias.value) }
    }

    @Test("Every option newer than Linux 4.19 says since when, and from where that is known") func versions() {
        let newer: [String: KernelVersion] = [
            "IPV6_MULTICAST_ALL": KernelVersion(4, 20), "UDP_GRO": KernelVersion(5, 0), "SO_BINDTOIFINDEX": KernelVersion(5, 1),
            "SO_TIMESTAMP_NEW": KernelVersion(5, 1), "SO_TIMESTAMPNS_NEW": KernelVersion(5, 1), "SO_TIMESTAMPING_NEW": KernelVersion(5, 1),
            "SO_RCVTIMEO_NEW": KernelVersion(5, 1), "SO_SNDTIMEO_NEW": KernelVersion(5, 1),
            "IPV6_ROUTER_ALERT_ISOLATE": KernelVersion(5, 1), "SO_DETACH_REUSEPORT_BPF": KernelVersion(5, 3),
            "TCP_TX_DELAY": KernelVersion(5, 3), "IP_RECVERR_RFC4884": KernelVersion(5, 9), "IPV6_RECVERR_RFC4884": KernelVersion(5, 9),
            "SO_PREFER_BUSY_POLL": KernelVersion(5, 11), "SO_BUSY_POLL_BUDGET": KernelVersion(5, 11),
            "SO_NETNS_COOKIE": KernelVersion(5, 14), "SO_BUF_LOCK": KernelVersion(5, 15), "SO_RESERVE_MEM": KernelVersion(5, 16),
            "SO_TXREHASH": KernelVersion(5, 18), "SO_RCVMARK": KernelVersion(5, 19), "IP_LOCAL_PORT_RANGE": KernelVersion(6, 3),
            "IP_PROTOCOL": KernelVersion(6, 4), "SO_PASSPIDFD": KernelVersion(6, 5), "SO_PEERPIDFD": KernelVersion(6, 5),
            "TCP_AO_ADD_KEY": KernelVersion(6, 7), "TCP_AO_DEL_KEY": KernelVersion(6, 7), "TCP_AO_INFO": KernelVersion(6, 7),
            "TCP_AO_GET_KEYS": KernelVersion(6, 7), "TCP_AO_REPAIR": KernelVersion(6, 7), "TCP_IS_MPTCP": KernelVersion(6, 10),
            "SO_PEEK_OFF": KernelVersion(6, 11), "SO_DEVMEM_LINEAR": KernelVersion(6, 12), "SO_DEVMEM_DMABUF": KernelVersion(6, 12),
            "SO_DEVMEM_DONTNEED": KernelVersion(6, 12), "SO_RCVPRIORITY": KernelVersion(6, 14), "TCP_RTO_MAX_MS": KernelVersion(6, 15),
            "TCP_RTO_MIN_US": KernelVersion(6, 15), "TCP_DELACK_MAX_US": KernelVersion(6, 15), "SO_PASSRIGHTS": KernelVersion(6, 16),
            "SO_INQ": KernelVersion(6, 17),
        ]
        for row in table.options {
            #expect(row.since?.version == newer[row.constant], "\(row.constant)")
            #expect(row.since?.source.isEmpty != true)
        }
        #expect(KernelVersion(5, 10) > KernelVersion(5, 9))
        #expect(KernelVersion(6, 15).description == "6.15")
    }

    @Test("The options that break traffic are those that were seen to break it") func hazards() {
        let breaking: [String: (harmful: [Int32], harmless: [Int32])] = [
            "SO_DONTROUTE": ([1, -1], [0]), "TCP_CORK": ([1, 2], [0]), "SO_RCVLOWAT": ([2, 60, -1], [0, 1]),
            "IP_MINTTL": ([33, 255], [0, 32]), "IPV6_MINHOPCOUNT": ([33, 255], [0, 32]), "IPV6_V6ONLY": ([1], [0]),
            "SO_RCVBUF": ([0, 1, 4095], [4096, 212_993, -1]), "SO_SNDBUF": ([0, 4095], [4096, 16_777_216]), "SO_REUSEPORT": ([0], [1]),
            "TCP_USER_TIMEOUT": ([1, 999], [0, 1000]),
            "TCP_WINDOW_CLAMP": ([1, 4095, -1], [0, 4096]), "TCP_REPAIR": ([1], [0, -1]),
        ]
        #expect(Set(table.options.filter { $0.hazards.contains { $0.severity == .error } }.map(\.constant)) == Set(breaking.keys))
        for (constant, values) in breaking {
            let row = table.named(constant)
            for value in values.harmful { #expect(row?.hazard(of: value)?.severity == .error, "\(constant)=\(value)") }
            for value in values.harmless { #expect(row?.hazard(of: value)?.severity != .error, "\(constant)=\(value)") }
        }
    }

    @Test("Buffers beyond the node's sysctls are cut to them") func clampedBuffers() {
        for constant in ["SO_RCVBUF", "SO_SNDBUF"] {
            let row = table.named(constant)
            for value: Int32 in [212_993, 16_777_216, Int32.max, -1] { #expect(row?.hazard(of: value)?.code == Hazard.clampedCode) }
            for value: Int32 in [4096, 65536, 212_992] { #expect(row?.hazard(of: value) == nil) }
            #expect(TargetPlatform.gvisor.table.named(constant)?.hazards.contains { $0.code == Hazard.clampedCode } == false)
        }
    }

    @Test("A hazard has one code, a clause of its own, and values that the kernel takes") func hazardWords() {
        var ranges = 0
        for row in table.options {
            let situation = SocketSituation(state: .prebind, family: .ipv6, capabilities: .all)
            #expect(Set(row.hazards.map(\.code)).count == row.hazards.count, "\(row.constant)")
            for hazard in row.hazards {
                #expect(hazard.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(row.constant)")
                #expect(hazard.effect.last != "." && hazard.effect.count < 130, "\(row.constant)")
                if hazard.code == Hazard.noOpCode { continue }
                ranges += hazard.values.count
                for value in hazard.values.flatMap({ [$0.lowerBound, $0.upperBound] }) {
                    #expect(row.answer(to: .int(value), in: situation) == .accepted, "\(row.constant)")
                    #expect(row.hazard(of: value) == hazard, "\(row.constant): two hazards of \(value)")
                }
            }
        }
        #expect(ranges > 20)
    }

    @Test("The kernel's answers, in short") func answers() {
        func answer(
            _ level: Int32, _ name: Int32, _ value: OptionValue, _ state: SocketState = .prebind, _ family: AddressFamily = .ipv6,
            _ capabilities: CapabilitySet = .netBindService
        ) -> KernelAnswer {
            table.answer(
                to: value, for: OptionKey(level, name), in: SocketSituation(state: state, family: family, capabilities: capabilities))
        }
        #expect(answer(6, 4, .int(60)) == .accepted)
        #expect(answer(6, 4, .int(32768)) == .refused(.EINVAL))
        #expect(answer(6, 9999, .int(1)) == .refused(.ENOPROTOOPT))
        #expect(answer(41, 67, .int(8)) == .accepted)
        #expect(answer(41, 67, .int(8), .prebind, .ipv4) == .refused(.ENOPROTOOPT))
        #expect(answer(41, 26, .int(1), .bound) == .refused(.EINVAL))
        #expect(answer(6, 10, .int(0), .listening) == .refused(.EINVAL))
        #expect(answer(1, 36, .int(0)) == .refused(.EPERM))
        #expect(answer(1, 36, .int(0), .prebind, .ipv6, .netRaw) == .accepted)
        #expect(answer(1, 1, .int(1)) == .refused(.EACCES))
        #expect(answer(1, 1, .int(0)) == .accepted)
        #expect(answer(1, 12, .int(7)) == .refused(.EPERM))
        #expect(answer(6, 4, .bytes([60, 0, 0, 0])) == .accepted)
        #expect(answer(6, 4, .bytes([60])) == .refused(.EINVAL))
        #expect(answer(0, 21, .bytes([60])) == .accepted)
        #expect(answer(1, 13, .bytes([UInt8](repeating: 0, count: 8))) == .accepted)
        #expect(answer(1, 20, .bytes([UInt8](repeating: 255, count: 16))) == .refused(.EDOM))
        #expect(answer(6, 13, .int(7_496_290)) == .undetermined(.congestionControl("bbr")))
        #expect(answer(6, 13, .int(1)) == .refused(.ENOENT))
        #expect(answer(0, 51, .int(0x0002_0001)) == .accepted)
        #expect(answer(0, 51, .int(0x0001_0002)) == .refused(.EINVAL))
        #expect(answer(41, 72, .int(3)) == .refused(.EINVAL))
    }

    @Test("Bytes are read in the platform's order") func byteOrder() {
        let idle = table.named("TCP_KEEPIDLE")
        let bytes = OptionValue.bytes([0, 0, 0, 60])
        let little = SocketSituation(state: .prebind, family: .ipv4, capabilities: [])
        let big = SocketSituation(state: .prebind, family: .ipv4, capabilities: [], isLittleEndian: false)
        #expect(idle?.answer(to: bytes, in: little) == .refused(.EINVAL))
        #expect(idle?.answer(to: bytes, in: big) == .accepted)
    }

    @Test(
        "Accepted values in words",
        arguments: [
            ("TCP_KEEPIDLE", "1 to 32767 seconds"), ("TCP_KEEPCNT", "1 to 127 probes"), ("SO_KEEPALIVE", "0 (off) or any other int (on)"),
            ("IP_TTL", "-1 or 1 to 255 hops"), ("SO_RCVBUF", "any int, in bytes"),
            ("SO_LINGER", "a struct linger as bufValue, never an int"),
            ("SO_TYPE", "no value, it can only be read"), ("IP_HDRINCL", "no value on a TCP listener"),
            ("IPV6_V6ONLY", "0 (off) or any other int (on), but nothing in STATE_BOUND and STATE_LISTENING"),
            ("TCP_CONGESTION", "a name as bufValue"), ("TCP_THIN_LINEAR_TIMEOUTS", "0 to 1"),
        ])
    func words(constant: String, words: String) {
        #expect(table.named(constant)?.acceptedValues == words)
    }

    @Test("What the kernel makes of a value") func stored() {
        func stored(_ constant: String, _ value: Int32) -> Int32? { table.named(constant)?.storedValue(of: value) }
        #expect(stored("SO_KEEPALIVE", -1) == 1)
        #expect(stored("IP_TOS", 1) == 0)
        #expect(stored("IP_TOS", 1000) == 232)
        #expect(stored("TCP_KEEPIDLE", 60) == 60)
        #expect(stored("IP_TTL", -1) == 64)
        #expect(stored("IPV6_TCLASS", -1) == 0)
        #expect(stored("TCP_THIN_DUPACK", 1) == 0)
    }

    @Test("The int that the kernel reads in bytes") func intOfBytes() {
        func int(_ constant: String, _ bytes: [UInt8], littleEndian: Bool = true) -> Int32? {
            table.named(constant)?.int(of: .bytes(bytes), littleEndian: littleEndian)
        }
        #expect(int("TCP_KEEPIDLE", [60, 0, 0, 0]) == 60 && int("TCP_KEEPIDLE", [0, 0, 0, 60], littleEndian: false) == 60)
        #expect(int("TCP_KEEPIDLE", [60, 0, 0, 0, 9]) == 60 && int("TCP_KEEPIDLE", [60, 0]) == nil && int("TCP_KEEPIDLE", []) == nil)
        #expect(int("IP_TOS", [184]) == 184 && int("IP_TOS", [184, 1, 2]) == 184)
        #expect(int("SO_LINGER", [1, 0, 0, 0, 5, 0, 0, 0]) == nil)
        #expect(table.named("TCP_KEEPIDLE")?.int(of: .int(60), littleEndian: true) == 60)
    }

    @Test("Keepalive roles, and what connections inherit") func roles() {
        #expect(table[OptionKey(1, 9)]?.keepaliveRole == .enable)
        #expect(table[OptionKey(6, 4)]?.keepaliveRole == .idle)
        #expect(table[OptionKey(6, 5)]?.keepaliveRole == .interval)
        #expect(table[OptionKey(6, 6)]?.keepaliveRole == .count)
        #expect(table[OptionKey(6, 18)]?.keepaliveRole == nil)
        #expect(table.named("SO_KEEPALIVE")?.inheritance == .inherited)
        #expect(table.named("SO_PRIORITY")?.inheritance == .notInherited)
        #expect(table.named("TCP_FASTOPEN")?.inheritance == .listenerOnly)
        #expect(table.named("SO_BSDCOMPAT")?.inheritance == .unknown)
    }

    @Test("Older kernels have fewer options, and some answers of their own") func olderKernels() {
        let old = table.asOf(KernelVersion(5, 10))
        let unprivileged = SocketSituation(state: .prebind, family: .ipv6, capabilities: .netRaw)
        #expect(old.named("TCP_RTO_MAX_MS") == nil)
        #expect(old.answer(to: .int(2000), for: OptionKey(6, 44), in: unprivileged) == .refused(.ENOPROTOOPT))
        #expect(old.named("SO_BUSY_POLL")?.answer(to: .int(50), in: unprivileged) == .refused(.EPERM))
        #expect(table.named("SO_BUSY_POLL")?.answer(to: .int(50), in: unprivileged) == .accepted)
        #expect(old.named("SO_MARK")?.answer(to: .int(1), in: unprivileged) == .refused(.EPERM))
        #expect(table.named("SO_MARK")?.answer(to: .int(1), in: unprivileged) == .accepted)
        #expect(old.named("SO_PASSCRED")?.answer(to: .int(1), in: unprivileged) == .accepted)
        #expect(table.named("SO_PASSCRED")?.answer(to: .int(1), in: unprivileged) == .refused(.ENOTSUP))
        #expect(old.named("TCP_SAVE_SYN")?.answer(to: .int(2), in: unprivileged) == .accepted)
        #expect(table.asOf(KernelVersion(5, 9)).named("TCP_SAVE_SYN")?.answer(to: .int(2), in: unprivileged) == .refused(.EINVAL))
        #expect(table.asOf(KernelVersion(7, 2)).options.count == 233)
    }

    @Test("Another row can take the place of one") func replacing() throws {
        var row = try #require(table[OptionKey(6, 4)])
        row.acceptance.values = .none
        let changed = table.replacing(OptionKey(6, 4), with: row)
        let situation = SocketSituation(state: .prebind, family: .ipv4, capabilities: [])
        #expect(changed.answer(to: .int(60), for: OptionKey(6, 4), in: situation) == .refused(.EINVAL))
        #expect(changed.options.count == 233)
    }
}
