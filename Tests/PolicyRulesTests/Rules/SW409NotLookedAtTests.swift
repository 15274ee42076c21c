import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW409NotLookedAtTests {
    private func options(_ count: Int) -> String {
        (0..<count).map { "- {description: option \($0), level: 41, name: \($0), intValue: 1}" }.joined(separator: "\n")
    }

    @Test func atTheBoundEverythingIsLookedAt() throws {
        #expect(try review(policy(options(ReadingLimits.options))).lines("SW409").isEmpty)
    }

    @Test func beyondItTheRestIsAnError() throws {
        #expect(
            try review(policy(options(ReadingLimits.options + 2))).lines("SW409") == [
                "SW409 error spec.socketOptions: only the first 256 options of a list are looked at, and 2 more stand here unchecked; keep those that are needed"
            ])
    }

    @Test func targetsToo() throws {
        let ports = (0...ReadingLimits.configurations).map { "- {port: \($0 + 1), listener: {tcpKeepalive: {keepAliveTime: 60s}}}" }
        let lines = try review(listenerPolicy("", "perPort:\n\(ports.joined(separator: "\n"))")).lines("SW409")
        #expect(lines.map { $0.hasPrefix("SW409 error spec.perPort: only the first 1024 targets of an object") } == [true])
    }

    /// Keys that lead nowhere set nothing: a warning is enough.
    @Test func strayKeysAreAWarning() throws {
        let keys = (0...ReadingLimits.strayFields).map { "keepalivet\($0): 1" }.joined(separator: ", ")
        let reviewed = try review(listenerPolicy("tcpKeepalive: {\(keys)}"))
        #expect(reviewed.lines("SW409").map { $0.hasPrefix("SW409 warning") } == [true])
        #expect(reviewed.codes.count { $0 == "SW301" } == ReadingLimits.strayFields)
    }

    /// What is wrong in the same way again and again is said a bounded number of times, and what follows is not read.
    @Test func faultsAreBounded() throws {
        let items = String(repeating: "5, ", count: ReadingLimits.faults + 3)
        let reviewed = try review("{apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, spec: {resources: [\(items)]}}")
        #expect(reviewed.codes.count { $0 == "SW124" } == ReadingLimits.faults)
        #expect(reviewed.lines("SW409").map { $0.contains("only the first 256 faults of an object are looked at, and 3 more") } == [true])
    }
}
