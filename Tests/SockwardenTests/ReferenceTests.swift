import Foundation
import TestSupport
import Testing

@Suite("sockwarden rules, explain and options")
struct ReferenceTests {
    @Test("Every rule is listed and can be explained by code and by name")
    func rules() throws {
        let command = try Command()
        let rules = try #require(try command("rules", "--format", "json").json()["rules"] as? [[String: Any]])
        let text = try command("rules").output
        #expect(rules.count > 20)
        for rule in rules {
            let code = try #require(rule["code"] as? String)
            let name = try #require(rule["name"] as? String)
            #expect(text.contains("\(code)  "))
            #expect(text.contains(name))
        }
        #expect(text.split(separator: "\n").count == rules.count)
        let byCode = try command("explain", "sw106")
        #expect(byCode.output.hasPrefix("SW106 value-out-of-range (error)\n"))
        #expect(byCode.output.contains("intValue: 60000"))
        #expect(try command("explain", "value-out-of-range").output == byCode.output)
    }

    @Test("A documented example is a manifest that the linter finds the rule in")
    func example() throws {
        let command = try Command()
        let rules = try #require(try command("rules", "--format", "json").json()["rules"] as? [[String: Any]])
        let rule = try #require(rules.first { $0["code"] as? String == "SW102" })
        let example = try #require(rule["example"] as? [String: String])
        #expect(try command("lint", "-", input: try #require(example["manifest"])).output.contains("[SW102 "))
        #expect(!(try command("lint", "-", input: try #require(example["mended"])).output.contains("[SW102 ")))
    }

    @Test("A constant is explained with its numbers on every platform")
    func constant() throws {
        let run = try Command()("explain", "tcp_keepidle")
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("TCP_KEEPIDLE is 6/4 on linux (level 6, name 4)"))
        #expect(run.output.contains("1 to 32767 seconds"))
        #expect(run.output.contains("macOS    6/16   TCP_KEEPALIVE"))
        #expect(run.output.contains("7200 seconds"))
    }

    @Test("A pair of another platform is translated")
    func pair() throws {
        let output = try Command()("explain", "65535/8").output
        #expect(output.contains("is no socket option of linux"))
        #expect(output.contains("macOS             65535/8  SO_KEEPALIVE"))
        #expect(output.contains("SO_KEEPALIVE  level 1, name 9"))
    }

    @Test("A slip of the pen gets a hint")
    func hint() throws {
        #expect(try Command()("explain", "TCP_KEEPIDEL").errors.contains("did you mean TCP_KEEPIDLE?"))
        #expect(try Command()("options", "--platform", "linux/amd46").errors.contains("did you mean linux/amd64?"))
    }

    @Test("The table of a platform has its own numbers")
    func options() throws {
        let command = try Command()
        #expect(try command("options").output.split(separator: "\n").count == 233)
        #expect(try command("options", "6/4").output.hasPrefix("6/4  TCP_KEEPIDLE  1 to 32767 seconds; "))
        #expect(try command("options", "keepi").output.split(separator: "\n").count == 2)
        let run = try command("options", "--platform", "linux/mips", "--format", "json", "SO_KEEPALIVE")
        let row = try #require((try run.json()["options"] as? [[String: Any]])?.first)
        #expect(row["level"] as? Int == 65535)
        #expect(row["name"] as? Int == 8)
        #expect(row["acceptedSockets"] as? String == "inherited")
    }
}
