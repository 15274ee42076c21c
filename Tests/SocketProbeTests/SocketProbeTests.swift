import Glibc
import SocketOptions
import SocketProbe
import Testing

/// Whether these tests may become another user (CAP_SETUID and CAP_SETGID), which a container's root sometimes may not.
private let mayBecomeOthers: Bool = (try? Identity.user(id: 65534, group: 65534).perform { true }) ?? false

@Suite("Socket probe") struct SocketProbeTests {
    private let recipe: [ProbedOption] = [
        ProbedOption(OptionKey(1, 9), .int(1), in: .prebind), ProbedOption(OptionKey(6, 4), .int(60), in: .bound),
        ProbedOption(OptionKey(6, 5), .int(20), in: .listening), ProbedOption(OptionKey(6, 6), .int(2), in: .prebind),
    ]

    @Test("The guide's keepalive reaches accepted connections", arguments: AddressFamily.allCases)
    func keepalive(family: AddressFamily) throws {
        let report = try SocketProbe.report(on: recipe, family: family)
        #expect(report.connectionProblem == nil)
        #expect(report.kernel == SocketProbe.kernelRelease && !report.kernel.isEmpty)
        #expect(report.options.map(\.refusal) == [nil, nil, nil, nil])
        #expect(report.options.map(\.listener) == [.int(1), .int(60), .int(20), .int(2)])
        #expect(report.options.map(\.accepted) == [.int(1), .int(60), .int(20), .int(2)])
        #expect(report.options.map(\.option) == recipe)
    }

    @Test("A refused option has its errno, and the others are still tried") func refused() throws {
        let options = [ProbedOption(OptionKey(65535, 8), .int(1), in: .prebind)] + recipe
        let report = try SocketProbe.report(on: options, family: .ipv6)
        #expect(report.options[0].refusal?.known == .ENOPROTOOPT)
        #expect(report.options[0].refusal?.description == "ENOPROTOOPT (Protocol not available)")
        #expect(report.options[0].listener == .refused(Errno(ENOPROTOOPT)))
        #expect(report.options[1].accepted == .int(1))
    }

    @Test("An option that lets no connection through is reported as that") func unreachable() throws {
        let report = try SocketProbe.report(on: [ProbedOption(OptionKey(0, 21), .int(255), in: .prebind)], family: .ipv4)
        #expect(report.options[0].refusal == nil)
        #expect(report.options[0].listener == .int(255))
        #expect(report.options[0].accepted == nil)
        #expect(report.connectionProblem != nil)
    }

    @Test("bufValue goes to the kernel byte for byte") func bytes() throws {
        let linger: [UInt8] = [1, 0, 0, 0, 5, 0, 0, 0]
        let options = [
            ProbedOption(OptionKey(1, 13), .bytes(linger), in: .prebind), ProbedOption(OptionKey(6, 4), .bytes([]), in: .prebind),
        ]
        let report = try SocketProbe.report(on: options, family: .ipv4)
        #expect(report.options[0].refusal == nil)
        #expect(report.options[0].listener == .bytes(linger))
        #expect(report.options[1].refusal?.known == .EINVAL)
    }

    @Test("What was read, in words") func words() {
        #expect(ReadValue.int(-1).description == "-1")
        #expect(ReadValue.bytes([UInt8]("bbr".utf8) + [0, 0]).description == "\"bbr\"")
        #expect(ReadValue.bytes([]).description == "\"\"")
        #expect(ReadValue.bytes([1, 0, 0, 0, 5, 0, 0, 0]).description == "0x0100000005000000")
        #expect(ReadValue.refused(Errno(EINVAL)).description == "unreadable: EINVAL (Invalid argument)")
    }

    @Test("Another identity lasts for the probe alone", .enabled(if: mayBecomeOthers, "needs CAP_SETUID and CAP_SETGID")) func identity()
        async throws
    {
        let mark = [ProbedOption(OptionKey(1, 36), .int(1), in: .prebind)]
        let (before, user) = (Identity.ownCapabilities, geteuid())
        let nobody = try Identity.user(named: "nobody")
        // Many at once, while other threads look at what they themselves may do.
        try await withThrowingTaskGroup { group in
            for index in 0..<40 {
                group.addTask {
                    if index.isMultiple(of: 2) {
                        let report = try SocketProbe.report(on: mark, family: .ipv4, as: nobody)
                        #expect(report.options[0].refusal?.known == .EPERM)
                    } else {
                        #expect(geteuid() == user)
                        #expect(Identity.ownCapabilities == before)
                        let report = try SocketProbe.report(on: mark, family: .ipv4)
                        #expect((report.options[0].refusal == nil) == !before.isDisjoint(with: [.netRaw, .netAdmin]))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(Identity.ownCapabilities == before)
    }

    @Test("Only the named capabilities remain", .enabled(if: Identity.ownCapabilities.contains(.netRaw), "needs CAP_NET_RAW"))
    func capabilities() throws {
        let options = [ProbedOption(OptionKey(1, 36), .int(1), in: .prebind), ProbedOption(OptionKey(1, 33), .int(9000), in: .prebind)]
        let raw = try SocketProbe.report(on: options, family: .ipv4, as: .capabilities(.netRaw))
        #expect(raw.options.map { $0.refusal?.known } == [nil, .EPERM])
        let none = try SocketProbe.report(on: options, family: .ipv4, as: .capabilities([]))
        #expect(none.options.map { $0.refusal?.known } == [.EPERM, .EPERM])
    }

    @Test("A user that does not exist is an error, not a crash") func unknownUser() {
        #expect(throws: ProbeError.self) { try Identity.user(named: "no-such-user-here") }
    }

    @Test("Becoming another user without the right to is an error", .enabled(if: mayBecomeOthers, "needs CAP_SETUID and CAP_SETGID"))
    func forbidden() throws {
        let nested: Result<ProbeReport, ProbeError> = try Identity.user(id: 65534, group: 65534).perform {
            do throws(ProbeError) {
                return .success(try SocketProbe.report(on: [], family: .ipv4, as: .user(id: 0, group: 0)))
            } catch {
                return .failure(error)
            }
        }
        #expect(throws: ProbeError.self) { try nested.get() }
    }
}
