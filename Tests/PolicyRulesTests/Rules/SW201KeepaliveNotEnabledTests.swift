import PolicyRules
import SocketOptions
import Testing

@Suite struct SW201KeepaliveNotEnabledTests {
    @Test func recipeWithoutTheSwitch() throws {
        #expect(
            try review(policy(recipe(enable: nil))).lines("SW2") == [
                "SW201 error spec.socketOptions[0].level: TCP_KEEPIDLE (6/4), TCP_KEEPINTVL (6/5) and TCP_KEEPCNT (6/6) do nothing without SO_KEEPALIVE: no probe is ever sent; add SO_KEEPALIVE (level 1, name 9, intValue 1)"
            ])
    }

    @Test func standsAtTheFirstOfThem() throws {
        let options =
            "- {description: fast open queue, level: 6, name: 23, intValue: 16}\n" + recipe(enable: nil, interval: nil, count: nil)
        #expect(
            try review(policy(options)).lines("SW201") == [
                "SW201 error spec.socketOptions[1].level: TCP_KEEPIDLE (6/4) does nothing without SO_KEEPALIVE: no probe is ever sent; add SO_KEEPALIVE (level 1, name 9, intValue 1)"
            ])
    }

    @Test func numbersAreThePlatforms() throws {
        let lines = try review(policy(recipe(enable: nil))) { $0.platforms = [.linuxMIPS] }.lines("SW201")
        #expect(lines.count == 1)
        #expect(lines.first?.hasSuffix("add SO_KEEPALIVE (level 65535, name 8, intValue 1)") == true)
    }

    @Test func switchMeantByForeignNumbersIsThere() throws {
        let reviewed = try review(policy("- {level: 65535, name: 8, intValue: 1}\n" + recipe(enable: nil)))
        #expect(reviewed.lines("SW201").isEmpty)
        #expect(reviewed.codes.contains("SW102"))
    }

    @Test func switchWithAnUnreadableValueIsAnotherRulesBusiness() throws {
        let reviewed = try review(policy("- {level: 1, name: 9, intValue: yes please}\n" + recipe(enable: nil)))
        #expect(reviewed.lines("SW201").isEmpty)
        #expect(reviewed.codes.contains("SW124"))
    }

    @Test func typedBlockOnTheSameObjectSwitchesItOn() throws {
        #expect(try review(policy(recipe(enable: nil)) + "  default: {tcpKeepalive: {}}\n").lines("SW201").isEmpty)
    }

    @Test func switchedOnIsFine() throws {
        #expect(try review(policy(recipe())).lines("SW201").isEmpty)
    }
}
