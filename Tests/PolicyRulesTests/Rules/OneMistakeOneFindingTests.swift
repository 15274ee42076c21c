import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

/// The order in which rules claim an option, pair by pair: each option could be claimed by both, and the first one is reported.
@Suite("One mistake, one finding") struct OneMistakeOneFindingTests {
    /// The codes that a single option gets.
    private func codes(_ option: String, _ change: (inout TargetEnvironment) -> Void = { _ in }) throws -> [String] {
        try findings("- \(option)", environment: change).map { String($0.prefix(5)) }
    }

    @Test(arguments: [
        // The first rule, the second, an option that both could claim.
        ("SW124", "SW108", "{level: true, name: 9}"),
        ("SW124", "SW110", "{level: 1, name: 9, intValue: 1.5, state: SOON}"),
        ("SW124", "SW123", "{level: 1, name: 9, intValue: [1], type: {datagram: {}}}"),
        ("SW108", "SW110", "{level: 1, name: 9, state: SOON}"),
        ("SW108", "SW123", "{level: 1, name: 9, type: {datagram: {}}}"),
        ("SW108", "SW102", "{level: 65535, name: 8}"),
        ("SW110", "SW123", "{level: 1, name: 9, intValue: 1, state: SOON, type: {datagram: {}}}"),
        ("SW110", "SW106", "{level: 6, name: 4, intValue: 0, state: SOON}"),
        ("SW123", "SW109", "{level: 6, name: 4, intValue: 4294967356, type: {datagram: {}}}"),
        ("SW123", "SW101", "{level: 6, name: 9999, intValue: 1, type: {datagram: {}}}"),
        ("SW123", "SW106", "{level: 6, name: 4, intValue: 0, type: {datagram: {}}}"),
        ("SW102", "SW105", "{description: TCP_KEEPIDLE, level: 65535, name: 8, intValue: 1}"),
        ("SW102", "SW101", "{level: 65535, name: 8, intValue: 1}"),
        ("SW102", "SW106", "{level: 6, name: 16, intValue: 60}"),
        ("SW104", "SW105", "{description: TCP_KEEPIDLE, level: 9, name: 1, intValue: 1}"),
        ("SW104", "SW101", "{level: 9, name: 1, intValue: 1}"),
        ("SW103", "SW105", "{description: SO_KEEPALIVE, level: 1, name: 8, intValue: 1}"),
        ("SW103", "SW118", "{description: keepalive interval, level: 1, name: 5, intValue: 20}"),
        ("SW105", "SW101", "{description: TCP_KEEPIDLE, level: 6, name: 9999, intValue: 60}"),
        ("SW105", "SW115", "{description: TCP_KEEPIDLE, level: 6, name: 44, intValue: 60}"),
        ("SW105", "SW107", "{description: SO_KEEPALIVE, level: 1, name: 13, intValue: 1}"),
        ("SW105", "SW114", "{description: SO_KEEPALIVE, level: 1, name: 36, intValue: 1}"),
        ("SW105", "SW106", "{description: SO_KEEPALIVE, level: 6, name: 4, intValue: 0}"),
        ("SW115", "SW107", "{level: 6, name: 38, intValue: 1}"),
        ("SW115", "SW106", "{level: 6, name: 44, intValue: 1}"),
        ("SW107", "SW114", "{level: 6, name: 29, intValue: 1}"),
        ("SW107", "SW106", "{level: 1, name: 13, intValue: 5}"),
        ("SW114", "SW112", "{level: 6, name: 19, intValue: 1, state: STATE_LISTENING}"),
        ("SW114", "SW106", "{level: 1, name: 36, intValue: 1}"),
        ("SW112", "SW106", "{level: 6, name: 10, intValue: 0, state: STATE_LISTENING}"),
        ("SW112", "SW111", "{level: 6, name: 10, intValue: 0, state: STATE_LISTENING}"),
        ("SW106", "SW111", "{level: 6, name: 4, intValue: 0, state: STATE_LISTENING}"),
    ])
    func theFirstOneClaims(first: String, second: String, option: String) throws {
        #expect(try codes(option) == [first], "and not \(second)")
    }

    @Test func someFieldsAreReportedAndTheOptionLookedAtFurther() throws {
        #expect(try codes("{level: 1, name: 9, int_value: 1}") == ["SW125"])
        #expect(try codes("{level: 6, name: 4, intValue: 0, optname: 4}") == ["SW106", "SW125"])
        #expect(try codes("{level: 4295032831, name: 8, intValue: 1}") == ["SW102", "SW109"])
        #expect(try codes("{level: 6, name: 4, intValue: 4294967296}") == ["SW106", "SW109"])
    }

    @Test func environmentsDecideTheRest() throws {
        let mips = { (environment: inout TargetEnvironment) in environment.platforms = [.linuxAMD64, .linuxMIPS] }
        #expect(try codes("{level: 1, name: 82, intValue: 1}", mips) == ["SW122"], "and not SW115")
        #expect(try codes("{level: 1, name: 13, intValue: 5}", mips) == ["SW122"], "and not SW107")
        let old = { (environment: inout TargetEnvironment) in
            environment.listenerFamily = .ipv4
            environment.kernel = KernelVersion(4, 19)
        }
        #expect(try codes("{level: 41, name: 31, intValue: 1}", old) == ["SW113"], "and not SW115")
        #expect(try codes("{level: 41, name: 67, intValue: 256}", old) == ["SW113"], "and not SW106")
    }
}
