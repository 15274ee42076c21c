import PolicyRules
import Testing

@Suite struct SW127UnshiftedDSCPTests {
    @Test func expeditedForwarding() throws {
        let findings = try findings(
            """
            - {description: DSCP EF, level: 0, name: 1, intValue: 46}
            - {level: 41, name: 67, intValue: 46}
            """)
        #expect(
            findings == [
                "SW127 warning spec.socketOptions[0].intValue: IP_TOS (0/1) set to 46: the kernel cuts the two low bits, which are ECN's, and 44 is DSCP 11; the DSCP is written times 4: write 184 for DSCP 46 (EF)",
                "SW127 warning spec.socketOptions[1].intValue: IPV6_TCLASS (41/67) set to 46: the kernel cuts the two low bits, which are ECN's, and 44 is DSCP 11; the DSCP is written times 4: write 184 for DSCP 46 (EF)",
            ])
    }

    @Test(arguments: [
        // The value, and what is advised: the DSCP that it is unshifted, else what is left of it.
        (26, "write 104 for DSCP 26 (AF31)"), (18, "write 72 for DSCP 18 (AF21)"), (34, "write 136 for DSCP 34 (AF41)"),
        (1, "write 4 for DSCP 1 (LE)"), (63, "write 252 for DSCP 63"), (187, "write 184 for DSCP 46 (EF)"), (255, "write 252 for DSCP 63"),
    ])
    func advises(value: Int, advice: String) throws {
        let both = "- {level: 0, name: 1, intValue: \(value)}\n- {level: 41, name: 67, intValue: \(value)}"
        let found = try findings(both)
        #expect(found.count == 2 && found.allSatisfy { $0.hasPrefix("SW127 warning") && $0.hasSuffix(advice) }, "\(found)")
        let mended = try review(policy(both)).review.findings.filter { $0.rule.code == "SW127" }.compactMap(\.fix)
        #expect(mended.count == 2)
    }

    /// The description says which class is meant, where the number could be another.
    @Test func theDescriptionDecides() throws {
        let found = try findings("- {description: mark AF31, level: 0, name: 1, intValue: 46}\n- {level: 41, name: 67, intValue: 0}")
        #expect(found.count == 1 && found[0].hasSuffix("write 104 for DSCP 26 (AF31)"))
    }

    @Test func shiftedOnesPass() throws {
        for value in [0, 64, 104, 184, 252] {
            let both = "- {level: 0, name: 1, intValue: \(value)}\n- {level: 41, name: 67, intValue: \(value)}"
            #expect(try findings(both) == [])
        }
        #expect(try findings("- {level: 41, name: 67, intValue: -1}") == [], "the default")
    }

    @Test func theFixWritesIt() throws {
        let source = policy("- {level: 0, name: 1, intValue: 46}\n- {level: 41, name: 67, intValue: 184}")
        let fix = try #require(try review(source).review.findings.first { $0.rule.code == "SW127" }?.fix)
        #expect(fix.applied(to: source).contains("intValue: 184}\n"))
    }
}
