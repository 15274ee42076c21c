import Manifests
import PolicyKinds
import SocketOptions
import Testing

@testable import PolicyRules

/// What Envoy and the kernel make of a list. The Envoy agreement tests hold the same against a running Envoy.
@Suite struct ResolutionTests {
    private func resolve(_ options: String, capabilities: CapabilitySet = .all, workers: Int = 2) throws -> Resolution {
        for case .options(let list) in try object(policy(options)).configurations.map(\.settings) {
            return Resolution(
                of: list.options.enumerated().map { DecodedOption($1, index: $0) }, on: .linuxAMD64, table: TargetPlatform.linuxAMD64.table,
                family: .ipv6, capabilities: capabilities, workers: workers)
        }
        throw NoObject()
    }

    @Test func acceptedOptionsAreInForce() throws {
        let resolution = try resolve("- {level: 1, name: 9, intValue: 7}\n- {level: 6, name: 4, intValue: 60}")
        #expect(resolution.outcome == .accepted)
        #expect(resolution.inForce == [OptionKey(1, 9): 1, OptionKey(6, 4): 60])
    }

    @Test func theLastInEnvoysOrderWins() throws {
        let resolution = try resolve("- {level: 6, name: 4, intValue: 60, state: STATE_BOUND}\n- {level: 6, name: 4, intValue: 30}")
        #expect(resolution.inForce == [OptionKey(6, 4): 60])
    }

    @Test func aFailureBeforeListenIsARejection() throws {
        let options = "- {level: 6, name: 5, intValue: 0, state: STATE_BOUND}\n- {level: 6, name: 4, intValue: 60}"
        #expect(try resolve(options).outcome == .rejected(option: 0, .EINVAL))
        #expect(try resolve(options).inForce == [OptionKey(6, 4): 60])
    }

    @Test func aFailureAfterListenRemovesTheListener() throws {
        #expect(try resolve("- {level: 6, name: 9999, intValue: 1, state: STATE_LISTENING}").outcome == .removed(option: 0, .ENOPROTOOPT))
    }

    @Test func whatTheParserRefusesComesFirst() throws {
        #expect(try resolve("- {level: 6, name: 9999, intValue: 1}\n- {level: 1, name: 9}").outcome == .refusedWhenParsed(option: 1))
    }

    @Test func skippedOptionsAreNeverAsked() throws {
        let resolution = try resolve("- {level: 6, name: 9999, intValue: 1, type: {datagram: {}}}")
        #expect(resolution.outcome == .accepted)
        #expect(resolution.options.map(\.answer) == [nil])
    }

    @Test func numbersAreCutTo32Bits() throws {
        let resolution = try resolve("- {level: 4294967302, name: 4, intValue: 4294967356}")
        #expect(resolution.inForce == [OptionKey(6, 4): 60])
    }

    @Test func withoutReusePortTheSecondWorkerFails() throws {
        let options = "- {level: 1, name: 15, intValue: 0}"
        #expect(try resolve(options).outcome == .removed(option: 0, .EADDRINUSE))
        #expect(try resolve(options, workers: 1).outcome == .accepted)
        #expect(try resolve(options + "\n- {level: 1, name: 15, intValue: 1}").outcome == .accepted)
    }

    @Test func aBoundSocketIsBoundAnewWithTheCapabilityAlone() throws {
        let options = "- {level: 1, name: 62, intValue: 1}\n- {level: 1, name: 62, intValue: 2}"
        #expect(try resolve(options, capabilities: .netBindService).outcome == .rejected(option: 1, .EPERM))
    }

    /// Of a bufValue of eight bytes the kernel reads the first four, and what they set is in force.
    @Test func ofMoreThanFourBytesTheFirstFourCount() throws {
        #expect(try resolve("- {level: 6, name: 4, bufValue: PAAAAP////8=}").inForce == [OptionKey(6, 4): 60])
        let bound = "- {level: 1, name: 62, bufValue: AQAAAP////8=}\n- {level: 1, name: 62, intValue: 2}"
        #expect(try resolve(bound, capabilities: .netBindService).outcome == .rejected(option: 1, .EPERM))
        #expect(try resolve("- {level: 1, name: 15, bufValue: AAAAAAEAAAA=}").outcome == .removed(option: 0, .EADDRINUSE))
    }

    @Test func aLockedFilterStaysLocked() throws {
        let lock = "- {level: 1, name: 44, intValue: 1}\n"
        #expect(try resolve(lock + "- {level: 1, name: 44, intValue: 0}").outcome == .rejected(option: 1, .EPERM))
        #expect(
            try resolve(lock + "- {level: 1, name: 44, intValue: 0, state: STATE_LISTENING}").outcome == .removed(option: 1, .EPERM))
        #expect(try resolve(lock + "- {level: 1, name: 44, intValue: 2}").outcome == .accepted)
        #expect(try resolve("- {level: 1, name: 44, intValue: 0}\n" + lock).outcome == .accepted)
    }

    @Test func whatDependsOnTheNodeIsSaid() throws {
        guard case .undetermined(option: 0, _) = try resolve("- {level: 6, name: 13, bufValue: YmJy}").outcome else {
            Issue.record("TCP_CONGESTION by name depends on the node's modules")
            return
        }
    }
}
