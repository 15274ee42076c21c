import TestSupport
import Testing

@Suite("sockwarden version")
struct VersionTests {
    @Test("The subcommand and the flag name the same release")
    func names() throws {
        let command = try Command()
        let run = try command("version")
        #expect(run.code == 0)
        #expect(run.output.wholeMatch(of: /sockwarden \d+\.\d+\.\d+\n/) != nil)
        #expect(try command("--version").output == String(run.output.dropFirst("sockwarden ".count)))
    }
}
