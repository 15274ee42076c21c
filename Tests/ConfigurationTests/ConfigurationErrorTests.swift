import Configuration
import Testing

/// What a configuration file may not say: each refused in one line, at its place, with what to write instead.
@Suite struct ConfigurationErrorTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let line: Int
        let column: Int
        /// What the message must hold.
        let says: String

        init(_ text: String, _ line: Int, _ column: Int, _ says: String) {
            self.text = text
            self.line = line
            self.column = column
            self.says = says
        }

        var testDescription: String { text }
    }

    static let refusals: [Refusal] = [
        // Keys.
        Refusal("enviroment: {}", 1, 1, "unknown key \"enviroment\": did you mean environment?"),
        Refusal("environment:\n  plattforms: []", 2, 3, "did you mean platforms?"),
        Refusal("environment:\n  network:\n    loss: 1%", 3, 5, "the keys here are packetLoss"),
        Refusal("thresholds: {probesEvery: 10s}", 1, 14, "did you mean probeEvery?"),
        Refusal("suppressions: {linter: allow}", 1, 16, "the keys here are admission"),
        Refusal("exemptions: {namespace: [a]}", 1, 14, "did you mean namespaces?"),
        Refusal("environment: {middleboxes: [{name: a, idletimeout: 5s}]}", 1, 39, "did you mean idleTimeout?"),
        Refusal("1: 2", 1, 1, "unknown key \"1\""),
        Refusal("environment: {kernel: \"5.4\"}\nenvironment: {kernel: \"6.1\"}", 2, 1, "environment"),
        // Platforms, kernel, gateway.
        Refusal("environment:\n  platforms:\n  - linux/amd64\n  - linux/amd46", 4, 5, "did you mean linux/amd64?"),
        Refusal("environment: {platforms: [windows]}", 1, 27, "linux/amd64"),
        Refusal("environment: {platforms: []}", 1, 26, "at least one platform"),
        Refusal("environment:\n  platforms:\n  kernel: 5.10", 2, 13, "at least one platform"),
        Refusal("environment: {platforms: linux/amd64}", 1, 26, "a list of platforms"),
        Refusal("environment: {kernel: 5}", 1, 23, "kernel release such as \"5.10\""),
        Refusal("environment: {kernel: v5.10}", 1, 23, "kernel release"),
        Refusal("environment: {kernel: 5.10.1}", 1, 23, "kernel release"),
        Refusal("environment: {kernel: 99999999999999999999.1}", 1, 23, "kernel release"),
        Refusal("environment: {kernel: -5.10}", 1, 23, "kernel release"),
        Refusal("environment: {kernel: +5.+10}", 1, 23, "kernel release"),
        Refusal("environment: {kernel: [5.10]}", 1, 23, "kernel release"),
        Refusal("environment: {releases: {kgatewy: \"2.3\"}}", 1, 26, "did you mean kgateway?"),
        Refusal("environment: {releases: {envoy: 1}}", 1, 33, "envoy release such as \"2.3\""),
        Refusal("environment: {releases: {}, kgateway: \"2.3\"}", 1, 39, "the old spelling of releases"),
        Refusal("environment: {kgateway: latest}", 1, 25, "kgateway release such as \"2.3\""),
        Refusal("environment: {listenerFamily: both}", 1, 31, "ipv4, ipv6, dual"),
        Refusal("environment: {capabilities: [NET_ADMN]}", 1, 30, "did you mean NET_ADMIN?"),
        Refusal("environment: {capabilities: [true]}", 1, 30, "a capability such as NET_ADMIN"),
        // Middleboxes.
        Refusal("environment: {middleboxes: [aws-nbl]}", 1, 29, "did you mean aws-nlb?"),
        Refusal("environment: {middleboxes: [{name: a}]}", 1, 29, "needs a name and an idleTimeout"),
        Refusal("environment: {middleboxes: [{idleTimeout: 350s}]}", 1, 29, "needs a name and an idleTimeout"),
        Refusal("environment: {middleboxes: [{name: a, idleTimeout: 350}]}", 1, 52, "write 10s"),
        Refusal("environment: {middleboxes: [{name: a, idleTimeout: 0s}]}", 1, 52, "write 10s"),
        Refusal("environment: {middleboxes: [{name: a, idleTimeout: 5s, probesReset: \"yes\"}]}", 1, 69, "true or false"),
        Refusal("environment: {middleboxes: [{name: \"a\\nb\", idleTimeout: 5s}]}", 1, 36, "no control characters"),
        Refusal("environment: {middleboxes: [{name: '', idleTimeout: 5s}]}", 1, 36, "1 to 40 characters"),
        // Percentages and durations.
        Refusal("environment: {network: {packetLoss: 0.1}}", 1, 37, "write 0.1%"),
        Refusal("environment: {network: {packetLoss: 101%}}", 1, 37, "from 0% to 100%"),
        Refusal("environment: {network: {packetLoss: -1%}}", 1, 37, "from 0% to 100%"),
        Refusal("environment: {network: {packetLoss: nan%}}", 1, 37, "from 0% to 100%"),
        Refusal("environment: {network: {packetLoss: 0x1p2%}}", 1, 37, "from 0% to 100%"),
        Refusal("environment: {network: {packetLoss: 1e1%}}", 1, 37, "from 0% to 100%"),
        Refusal("environment: {network: {packetLoss: '%'}}", 1, 37, "from 0% to 100%"),
        Refusal("thresholds: {detection: 900}", 1, 25, "write 10s, 15m or 1h30m"),
        Refusal("thresholds: {detection: 1500ms}", 1, 25, "whole seconds"),
        Refusal("thresholds: {detection: -15m}", 1, 25, "whole seconds"),
        Refusal("thresholds: {detection: {}}", 1, 25, "a duration such as 10s"),
        // Rules and what becomes of them.
        Refusal("rules: {SW999: off}", 1, 9, "is no rule"),
        Refusal("rules: {outlast-middlebox: off}", 1, 9, "did you mean outlasts-middlebox?"),
        Refusal("rules: {SW205: deny}", 1, 16, "error, warning, info or off"),
        Refusal("rules: {SW205: true}", 1, 16, "error, warning, info or off"),
        Refusal("rules: {SW205: off, outlasts-middlebox: error}", 1, 21, "SW205 (outlasts-middlebox) is set twice"),
        Refusal("rules: [SW205]", 1, 8, "a map of rules"),
        Refusal("enforcement: denny", 1, 14, "did you mean deny?"),
        Refusal("enforcement: off", 1, 14, "deny, warn, audit"),
        Refusal("suppressions: {admission: false}", 1, 27, "warnings, all, none"),
        Refusal("exemptions: {groups: [[a]]}", 1, 23, "groups"),
        Refusal("rules: {SW205: {}}", 1, 16, "severity or enforcement is due here"),
        Refusal("rules: {SW205: {enforcment: warn}}", 1, 17, "did you mean enforcement?"),
        Refusal("rules: {SW205: {severity: fatal}}", 1, 27, "error, warning, info or off is due here"),
        Refusal("rules: {SW205: {severity: info, enforcement: off}}", 1, 46, "deny, warn, audit"),
        Refusal("rules: {SW205: [warning]}", 1, 16, "or {severity: …, enforcement: …}"),
        Refusal("rules:\n  SW205:\n", 2, 9, "error, warning, info or off"),
        // Environments.
        Refusal("environments: {match: {}}", 1, 15, "a list of environments"),
        Refusal("environments: [edge]", 1, 16, "a map with match"),
        Refusal("environments: [{}]", 1, 16, "a match is due here"),
        Refusal("environments: [{enforcement: warn}]", 1, 16, "a match is due here"),
        Refusal("environments: [{match: {}}]", 1, 24, "namespaces or gateways are due here"),
        Refusal("environments: [{match: {gatway: [a]}}]", 1, 25, "did you mean gateways?"),
        Refusal("environments: [{match: {namespaces: []}}]", 1, 37, "at least one name"),
        Refusal("environments: [{match: {namespaces: edge}}]", 1, 37, "a list of namespaces"),
        Refusal("environments: [{match: {namespaces: ['*-edge']}}]", 1, 38, "or its beginning with a * behind it"),
        Refusal("environments: [{match: {namespaces: ['e**']}}]", 1, 38, "or its beginning with a * behind it"),
        Refusal("environments: [{match: {namespaces: [edge.a]}}]", 1, 38, "cannot be the name of one of the namespaces"),
        Refusal("environments: [{match: {gateways: [Edge]}}]", 1, 36, "cannot be the name of one of the gateways"),
        Refusal("environments: [{match: {gateways: ['']}}]", 1, 36, "cannot be the name of one of the gateways"),
        Refusal("environments: [{match: {namespaces: [a]}, exemptions: {}}]", 1, 43, "unknown key \"exemptions\""),
        Refusal("environments:\n- match: {namespaces: [a]}\n  environment: {kernal: \"5.4\"}", 3, 17, "did you mean kernel?"),
        Refusal("environments:\n- match: {namespaces: [a]}\n  rules: {SW999: off}", 3, 11, "is no rule"),
        Refusal("environments:\n- match: {namespaces: [a]}\n  enforcement: denny\n", 3, 16, "did you mean deny?"),
        Refusal("environments:\n- match: {namespaces: [a]}\n- {match: {gateways: [b]}, match: {}}\n", 3, 28, "stands twice"),
        // The file as a whole.
        Refusal("{\"enforcement\": \"deny\", \"enforcement\": \"warn\"}", 1, 25, "enforcement stands twice; keep one"),
        Refusal("{{- if .Values.on }}\nenforcement: deny\n{{- end }}\n", 1, 1, "Helm template"),
        Refusal("rules:\r\n  SW205: off # é\r\n  é: off\r\n", 3, 3, "\"é\" is no rule"),
        Refusal("- environment", 1, 1, "a map with environment"),
        Refusal("environment", 1, 1, "a map with environment"),
        Refusal("environment: [linux/amd64]", 1, 14, "a map with platforms"),
        Refusal("enforcement: warn\n---\nenforcement: deny\n", 3, 1, "a second document"),
        Refusal("enforcement: warn\n---\nenforcement: [\n", 4, 1, ""),
        Refusal("rules:\n\tSW205: off\n", 2, 1, ""),
        Refusal("{\"enforcement\": \"warn\"", 1, 23, "where \"}\" is due"),
    ]

    @Test(arguments: refusals)
    func aMistakeIsRefusedAtItsPlace(refusal: Refusal) throws {
        let error = try #require(throws: ConfigurationError.self) { try ConfigurationFile.read(Array(refusal.text.utf8)) }
        #expect((error.line, error.column) == (refusal.line, refusal.column), "\(error.message)")
        #expect(error.message.contains(refusal.says), "\(error.message)")
    }

    /// A name from the file is repeated short, and cannot break a line or colour a terminal.
    @Test(arguments: [
        "\"KEY\": 1", "enforcement: \"KEY\"", "rules: {\"KEY\": off}", "environment: {middleboxes: [\"KEY\"]}",
        "environment: {capabilities: [\"KEY\"]}", "environment: {platforms: [\"KEY\"]}", "environment: {kernel: \"KEY\"}",
        "thresholds: {detection: \"KEY\"}", "environment: {network: {packetLoss: \"KEY\"}}",
        "environments: [{match: {namespaces: [\"KEY\"]}}]", "environments: [{\"KEY\": 1}]", "rules: {SW205: {\"KEY\": off}}",
    ])
    func aMessageIsOneShortLine(text: String) throws {
        let evil = "\\e[31mred\\n\\u202Eforged: line" + String(repeating: "x", count: 5000)
        let source = Array(text.replacing("KEY", with: evil).utf8)
        let error = try #require(throws: ConfigurationError.self) { try ConfigurationFile.read(source) }
        #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
        #expect(error.message.count < 400)
    }
}
