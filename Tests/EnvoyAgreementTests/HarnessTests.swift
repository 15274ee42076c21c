import Testing

extension EnvoyTests {
    /// The harness itself: each verdict is told apart from the others.
    struct HarnessTests {
        @Test(arguments: Privilege.available)
        func `each verdict is told apart`(privilege: Privilege) async throws {
            var neither = WrittenOption(1, 9, 1)
            neither.intValue = nil
            var half = WrittenOption(1, 9, 1)
            half.intValue = "0.5"
            let cases: [(String, [WrittenOption], Verdict)] = [
                ("nothing", [], .accepted),
                ("keepalive", [WrittenOption(1, 9, 1), WrittenOption(6, 4, 60)], .accepted),
                (
                    "unknown", [WrittenOption(1, 9, 1), WrittenOption(6, 9999, 1)],
                    .rejected(.option(key: "6/9999", error: "Protocol not available"))
                ),
                ("range", [WrittenOption(6, 4, 0, state: "STATE_BOUND")], .rejected(.option(key: "6/4", error: "Invalid argument"))),
                ("late", [WrittenOption(6, 4, 0, state: "STATE_LISTENING")], .removed(.option(key: "6/4", error: "Invalid argument"))),
                ("no reuse of ports", [WrittenOption(1, 15, 0)], .removed(.listen(error: 98))),
                ("no value", [neither], .refusedWhenParsed),
                ("half a second", [half], .refusedWhenParsed),
            ]
            for address in EnvoyListener.Address.allCases {
                let listeners = cases.map { EnvoyListener(name: $0.0, address: address, options: $0.1) }
                let expected = Dictionary(uniqueKeysWithValues: cases.map { ($0.0, $0.2) })
                let judge = EnvoyJudge(privilege: privilege)
                #expect(try await judge.verdicts(on: listeners, suspects: ["no value", "half a second"]) == expected)
                #expect(try await judge.verdicts(on: listeners, suspects: Set(expected.keys)) == expected)
                #expect(try await judge.verdicts(on: listeners) == expected)
            }
        }
    }
}
