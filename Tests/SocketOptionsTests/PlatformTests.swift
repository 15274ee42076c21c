import SocketOptions
import Testing

@Suite("Other platforms") struct PlatformTests {
    @Test("Linux architectures share rows, and some have other numbers") func architectures() {
        for platform: TargetPlatform in [.linuxAMD64, .linuxARM64, .linux386, .linuxARM, .linuxRISCV64, .linuxS390X, .linuxLoong64] {
            #expect(platform.numbering == .linux)
        }
        #expect(TargetPlatform.linuxPPC64LE.table.named("SO_KEEPALIVE")?.key == OptionKey(1, 9))
        #expect(TargetPlatform.linuxPPC64LE.table.named("SO_RCVTIMEO")?.key == OptionKey(1, 18))
        #expect(TargetPlatform.linuxPPC64LE.table[OptionKey(1, 18)]?.constant == "SO_RCVTIMEO")
        for platform: TargetPlatform in [.linuxMIPS, .linuxMIPS64LE, .linuxSPARC64, .linuxPARISC, .linuxAlpha] {
            let table = platform.table
            #expect(table.options.count == 233)
            #expect(Set(table.options.map(\.key)).count == 233, "\(platform)")
            #expect(table[OptionKey(1, 9)] == nil)
            #expect(table[OptionKey(65535, 8)]?.constant == "SO_KEEPALIVE")
            #expect(table[OptionKey(6, 4)]?.constant == "TCP_KEEPIDLE")
        }
    }

    @Test("gVisor takes nearly everything, and its connections inherit hardly anything") func gvisor() throws {
        let table = TargetPlatform.gvisor.table
        let situation = SocketSituation(state: .listening, family: .ipv6, capabilities: [])
        func answer(_ level: Int32, _ name: Int32, _ value: Int32) -> KernelAnswer {
            table.answer(to: .int(value), for: OptionKey(level, name), in: situation)
        }
        #expect(answer(65535, 8, 1) == .accepted)
        #expect(answer(1, 36, 1) == .accepted)
        #expect(answer(6, 4, 0) == .refused(.EINVAL))
        #expect(answer(6, 4, 32767) == .accepted)
        #expect(answer(6, 7, 255) == .accepted)
        #expect(answer(1, 13, 1) == .refused(.EINVAL))
        #expect(table.named("SO_KEEPALIVE")?.inheritance == .notInherited)
        #expect(table.named("TCP_USER_TIMEOUT")?.inheritance == .inherited)
        #expect(table.named("SO_REUSEPORT")?.inheritance == .listenerOnly)
        #expect(table.options.filter { $0.inheritance == .inherited }.count == 3)
    }

    @Test("A number from elsewhere has its owners") func owners() {
        func platforms(_ level: Int32, _ name: Int32) -> [String] {
            PlatformNumbers.owners(of: OptionKey(level, name)).map { "\($0.numbering.rawValue) \($0.constant)" }
        }
        #expect(
            platforms(65535, 8) == [
                "linux on mips SO_KEEPALIVE", "linux on sparc64 SO_KEEPALIVE", "linux on parisc SO_KEEPALIVE",
                "linux on alpha SO_KEEPALIVE", "macOS SO_KEEPALIVE", "FreeBSD SO_KEEPALIVE", "NetBSD SO_KEEPALIVE",
                "Windows SO_KEEPALIVE",
            ])
        #expect(platforms(6, 16) == ["macOS TCP_KEEPALIVE", "FreeBSD TCP_MD5SIG", "NetBSD TCP_MD5SIG", "Windows TCP_KEEPCNT"])
        #expect(platforms(6, 3) == ["NetBSD TCP_KEEPIDLE", "Windows TCP_KEEPALIVE", "Windows TCP_KEEPIDLE"])
        #expect(platforms(1, 9) == [])
        #expect(PlatformNumbers.owners(of: OptionKey(6, 16)).map(\.role) == [.idle, nil, nil, .count])
        #expect(PlatformNumbers.owners(of: OptionKey(6, 128)).first { $0.numbering == .macOS }?.unit == .seconds)
    }

    @Test("A constant has its numbers elsewhere, and those of what means the same") func named() {
        let idle = PlatformNumbers.named("TCP_KEEPIDLE").map { "\($0.numbering.rawValue) \($0.constant) \($0.key)" }
        #expect(
            idle == [
                "macOS TCP_KEEPALIVE 6/16", "FreeBSD TCP_KEEPIDLE 6/256", "NetBSD TCP_KEEPIDLE 6/3", "Windows TCP_KEEPALIVE 6/3",
                "Windows TCP_KEEPIDLE 6/3",
            ])
        #expect(PlatformNumbers.named("TCP_CORK").map(\.constant) == ["TCP_NOPUSH", "TCP_NOPUSH"])
        #expect(PlatformNumbers.named("TCP_KEEPALIVE").map(\.numbering) == [.macOS, .windows])
        #expect(PlatformNumbers.named("NOT_AN_OPTION").isEmpty)
    }

    @Test("And a counterpart on Linux") func counterparts() throws {
        for (constant, expected) in [
            "TCP_KEEPALIVE": "TCP_KEEPIDLE", "TCP_NOPUSH": "TCP_CORK", "TCP_MAXRT": "TCP_USER_TIMEOUT", "SO_NOSIGPIPE": nil,
            "SO_KEEPALIVE": "SO_KEEPALIVE", "IP_BINDANY": "IP_TRANSPARENT", "IPV6_JOIN_GROUP": "IPV6_ADD_MEMBERSHIP",
        ] {
            let number = try #require(PlatformNumbers.named(constant).first)
            #expect(PlatformNumbers.linuxCounterpart(of: number) == expected, "\(constant)")
        }
    }

    @Test("Every constant that claims a counterpart names an option of Linux") func realCounterparts() {
        var counterparts = 0
        for row in TargetPlatform.linuxAMD64.table.options {
            for number in PlatformNumbers.named(row.constant) {
                #expect(PlatformNumbers.linuxCounterpart(of: number) == row.constant)
                counterparts += 1
            }
        }
        #expect(counterparts > 100)
    }
}
