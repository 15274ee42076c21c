import SocketOptions
import SocketProbe
import Testing

/// The Linux table held against the kernel that the tests run on.
@Suite("Kernel agreement") struct KernelAgreementTests {
    @Test("Every Linux row says what this kernel says") func rows() throws {
        var agreement = Agreement(Kernel())
        let table = agreement.kernel.table
        for row in table.options { try agreement.check(row, in: table) }
        for disagreement in agreement.disagreements { Issue.record(Comment(rawValue: disagreement)) }
        print(
            "kernel agreement: \(agreement.checks) checks, \(agreement.disagreements.count) disagreements, "
                + "Linux \(SocketProbe.kernelRelease), \(Identity.ownCapabilities.isEmpty ? "unprivileged" : "privileged")")
        print(
            "kernel agreement: left to the node: "
                + agreement.nodeDependent.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", "))
        if !agreement.newer.isEmpty { print("kernel agreement: newer than this kernel: \(agreement.newer.joined(separator: ", "))") }
        #expect(agreement.checks > 50_000 || Identity.ownCapabilities.isEmpty)
    }

    @Test("No pair outside the table is taken") func completeness() throws {
        let kernel = Kernel()
        let table = TargetPlatform.linuxAMD64.table
        var questions: [Question] = []
        for level: Int32 in [0, 1, 6, 41] {
            for name: Int32 in 0...199 where table[OptionKey(level, name)] == nil {
                for family in AddressFamily.allCases {
                    for value: OptionValue in [
                        .int(0), .int(1), .int(-1), .int(60), .int(1000), .bytes([]), .bytes([1]), .bytes([UInt8](repeating: 0, count: 16)),
                    ] {
                        questions.append(Question(key: OptionKey(level, name), value: value, state: .prebind, family: family, who: .own))
                    }
                }
            }
        }
        #expect(questions.count > 5000)
        try kernel.ask(questions)
        for question in questions where try kernel.answer(to: question) == nil { Issue.record("\(question) is taken and in no row") }
        print("kernel completeness: \(questions.count) questions about pairs outside the table, all refused")
    }
}
