import Testing

@Suite struct SW105DescriptionContradictsNumberTests {
    @Test func constantIsAnError() throws {
        let findings = try findings(
            """
            - {description: SO_KEEPALIVE, level: 1, name: 36, intValue: 1}
            """)
        #expect(
            findings == [
                "SW105 error spec.socketOptions[0].level: the description says SO_KEEPALIVE, but 1/36 is SO_MARK (mark of the packets sent, for routing and filtering); on linux write level 1, name 9, or correct the description"
            ])
    }

    @Test func constantBesideAnUnknownPair() throws {
        let findings = try findings(
            """
            - {description: TCP_KEEPIDLE, level: 6, name: 9999, intValue: 60}
            """)
        #expect(
            findings == [
                "SW105 error spec.socketOptions[0].level: the description says TCP_KEEPIDLE, but 6/9999 is no option of linux; on linux write level 6, name 4, or correct the description"
            ])
    }

    @Test func ofTwoConstantsOneRightIsEnough() throws {
        let findings = try findings(
            """
            - {description: SO_KEEPALIVE and TCP_KEEPIDLE, level: 6, name: 4, intValue: 60}
            """)
        #expect(findings == [])
    }

    @Test func aliasesCount() throws {
        let findings = try findings(
            """
            - {description: TCP_KEEPALIVE, level: 6, name: 4, intValue: 60}
            """)
        #expect(findings == [])
    }

    @Test func plainWordsAreAWarning() throws {
        let findings = try findings(
            """
            - {description: keepalive interval, level: 6, name: 4, intValue: 60}
            """)
        #expect(
            findings == [
                "SW105 warning spec.socketOptions[0].level: the description speaks of TCP_KEEPINTVL, but 6/4 is TCP_KEEPIDLE (idle time before the first keepalive probe); on linux write level 6, name 5, or correct the description"
            ])
    }

    @Test func intervalBeforeCountBeforeIdleBeforeEnable() throws {
        let findings = try findings(
            """
            - {description: number of probes before idle interval, level: 6, name: 5, intValue: 60}
            - {description: number of idle probes, level: 6, name: 6, intValue: 3}
            - {description: enable idle, level: 6, name: 4, intValue: 60}
            """)
        #expect(findings == [])
    }

    @Test func plainWordsAboutSomethingElsePass() throws {
        let findings = try findings(
            """
            - {description: idle timeout of requests, level: 6, name: 18, intValue: 30000}
            - {description: enable quick acks, level: 6, name: 12, intValue: 1}
            """)
        #expect(findings == [])
    }

    /// A YAML comment on the line of the name, the level or the option counts where there is no description, and never for an error.
    @Test(arguments: [
        "- level: 1\n  name: 7 # TCP_NODELAY\n  intValue: 65536", "- level: 1 # TCP_NODELAY\n  name: 7\n  intValue: 65536",
        "- {level: 1, name: 7, intValue: 65536} # TCP_NODELAY",
    ])
    func aCommentIsAWarning(options: String) throws {
        let found = try findings(options).filter { $0.hasPrefix("SW105") }
        #expect(found.map { $0.hasPrefix("SW105 warning") && $0.contains("the comment says TCP_NODELAY") } == [true])
    }

    @Test func aDescriptionGoesBeforeAComment() throws {
        #expect(try findings("- {description: SO_SNDBUF, level: 1, name: 7, intValue: 65536} # TCP_NODELAY").isEmpty)
        #expect(try findings("- {level: 1, name: 7, intValue: 65536} # raise the send buffer").isEmpty)
    }
}
