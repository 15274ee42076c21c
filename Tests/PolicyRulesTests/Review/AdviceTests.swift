import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

/// Advice never earns a finding: what a finding says to write is written, and reviewed again.
@Suite struct AdviceTests {
    static let times = [
        "0s", "999ms", "1s", "5s", "60", "\"60\"", "1500ms", "32767s500ms", "32768s", "60000s", "10h", "400s", "20m", "${IDLE}",
    ]
    static let counts = ["0", "1", "2", "3", "127", "128", "200", "-1", "\"3\"", "null"]

    @Test(arguments: times) func ofTypedFields(time: String) throws {
        var tried = 0
        for interval in ["1s", "20s", "75s", "1000ms", "2500ms"] {
            for count in Self.counts {
                let fields =
                    "keepAliveTime: \(time.hasPrefix("$") ? "\"\(time)\"" : time), keepAliveInterval: \(interval), keepAliveProbes: \(count)"
                tried += try check(listenerPolicy("tcpKeepalive: {\(fields)}"))
                tried += try check(backendConfigPolicy("tcpKeepalive: {\(fields)}"))
                tried += try check(Self.upstream(fields.replacing("keepAlive", with: "keepalive")))
                tried += try check(Self.frontend(Self.renamed(fields)))
            }
        }
        #expect(tried > 100)
    }

    /// A product that rounds up.
    private static func upstream(_ fields: String) -> String {
        "{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: u}, spec: {connectionConfig: {tcpKeepalive: {\(fields)}}}}"
    }

    /// A product with a maximum and defaults of its own.
    private static func frontend(_ fields: String) -> String {
        "{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayPolicy, metadata: {name: p}, spec: {frontend: {tcp: {keepalive: {\(fields)}}}}}"
    }

    private static func renamed(_ fields: String) -> String {
        fields.replacing("keepAliveTime", with: "time").replacing("keepAliveInterval", with: "interval")
            .replacing("keepAliveProbes", with: "retries")
    }

    @Test(arguments: [0, 1, 5, 59, 60, 300, 400, 5000, 30_000, 32_767, 32_768, 60_000]) func ofRawOptions(idle: Int) throws {
        var tried = 0
        for interval in [0, 1, 20, 75, 2000, 40_000] {
            for count in [0, 1, 2, 3, 9, 127, 128, 3000] {
                for userTimeout in [nil, 30, 61_000, 90_000] {
                    tried += try check(policy(recipe(idle: idle, interval: interval, count: count, userTimeout: userTimeout)))
                }
            }
        }
        #expect(tried > 100)
    }

    /// The typed block that stands for raw options earns no finding either.
    @Test(arguments: [(60, 20, 2), (7, 5, 2), (5, 1, 1), (400, 20, 3), (60, 75, 9), (3000, 75, 9), (30_000, 20, 2), (40_000, 20, 200)])
    func ofFieldsThatAreNotServed(idle: Int, interval: Int, count: Int) throws {
        for lines in [
            recipe(idle: idle, interval: interval, count: count), recipe(idle: idle, interval: nil, count: nil),
            recipe(idle: nil, interval: nil, count: nil),
        ] {
            let finding = try #require(try review(policy(lines)).review.findings.first { $0.rule.code == "SW401" })
            let block = try #require(
                finding.instead.firstIndex(of: "{").flatMap { start in
                    finding.instead[start...].firstIndex(of: "}").map { String(finding.instead[start...$0]) }
                })
            #expect(block != "{}")
            let codes = try review(listenerPolicy("tcpKeepalive: \(block)")).codes
            #expect(Set(codes).isSubset(of: ["SW204"]), "\(lines) is told to write \(block)")
        }
    }

    /// Where keepalive is off, or the options are none of keepalive's, no block is advised.
    @Test func nothingIsAdvisedThatWasNotMeant() throws {
        for lines in [
            recipe(enable: 0), "- {description: mark, level: 1, name: 36, intValue: 1}",
            "- {description: tos, level: 0, name: 1, intValue: 184}",
        ] {
            let finding = try #require(try review(policy(lines)).review.findings.first { $0.rule.code == "SW401" })
            #expect(!finding.instead.contains("{"), "\(finding.instead)")
        }
        let mark = try review(policy("- {description: SO_MARK, level: 1, name: 36, intValue: 1}")).lines("SW401").first
        #expect(mark?.contains("kgateway has no field for SO_MARK (1/36)") == true)
    }

    /// Writes each value that a finding at a scalar advises, and returns how many that were.
    private func check(_ yaml: String) throws -> Int {
        var tried = 0
        let reviewed = try review(yaml)
        for finding in reviewed.review.findings where finding.place.node.kind == .number || finding.place.node.kind == .string {
            for value in Self.values(in: finding.instead) {
                tried += 1
                var bytes = Array(yaml.utf8)
                let span = finding.place.span
                bytes.replaceSubrange(span.start..<span.end, with: Array(value.text.utf8))
                let path = finding.place.path(in: reviewed.object.node)
                let after = try review(String(decoding: bytes, as: UTF8.self))
                let there = after.review.findings.filter { $0.place.path(in: after.object.node) == path }.map(\.rule.code)
                // A value of the author's own may be risky still; it is never refused, nor found fault with for the same reason.
                let isWrong =
                    there.contains { $0 == finding.rule.code || $0.hasPrefix("SW3") || $0 == "SW106" } || (value.isOurs && !there.isEmpty)
                #expect(!isWrong, "\(finding.rule.code) advises \(value.text), which gives \(there): \(finding.message)")
            }
        }
        return tried
    }

    /// The values in a piece of advice: "write 10s or more" has 10s, and "such as 60s" one that we chose.
    private static func values(in advice: String) -> [(text: String, isOurs: Bool)] {
        var previous = ""
        return advice.split(separator: " ").compactMap { word in
            defer { previous = String(word) }
            let text = word.last.map { ",;".contains($0) } == true ? word.dropLast() : word
            guard let first = text.first, first.isNumber, text.dropLast(text.hasSuffix("s") ? 1 : 0).allSatisfy(\.isNumber),
                ["write", "or", "as", "most", "least", "example", "than"].contains(previous), previous != "than"
            else { return nil }
            return (String(text), previous == "as" || previous == "example")
        }
    }
}
