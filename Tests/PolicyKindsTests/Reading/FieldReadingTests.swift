import Manifests
import PolicyKinds
import Testing

/// Each field of a raw option: what is taken, and what is said of the rest.
@Suite struct FieldReadingTests {
    @Test(arguments: [
        ("60", "60"), ("\"60\"", "60"), ("60.0", "60"), ("6e1", "60"), ("0x3c", "60"), ("+60", "60"), ("\"6e1\"", "60"), ("-1", "-1"),
        ("9223372036854775807", "9223372036854775807"), ("60.5", #"!fraction("60.5")"#), ("\"60.5\"", #"!fraction("\"60.5\"")"#),
        ("9223372036854775808", #"!moreThan64Bits("9223372036854775808")"#), ("1e999", #"!moreThan64Bits("1e999")"#),
        ("true", #"!wrongType(expected: "a whole number", found: "true")"#),
        ("yes", #"!wrongType(expected: "a whole number", found: "true")"#),
        ("null", #"!null(expected: "a whole number")"#), ("~", #"!null(expected: "a whole number")"#),
        ("", #"!null(expected: "a whole number")"#),
        ("[60]", #"!wrongType(expected: "a whole number", found: "a list")"#),
        ("{a: 1}", #"!wrongType(expected: "a whole number", found: "a map")"#),
        ("60s", #"!wrongType(expected: "a whole number", found: "\"60s\"")"#),
        ("\"0x3c\"", #"!wrongType(expected: "a whole number", found: "\"0x3c\"")"#),
        ("1:30", #"!wrongType(expected: "a whole number", found: "\"1:30\"")"#),
        ("\"\"", #"!wrongType(expected: "a whole number", found: "\"\"")"#),
        (".inf", #"!wrongType(expected: "a whole number", found: "\".inf\"")"#),
        ("\"a\\u001b[31m\\\"\\u202e\"", #"!wrongType(expected: "a whole number", found: "\"a?[31m??\"")"#),
        (
            "\(String(repeating: "x", count: 50))",
            #"!wrongType(expected: "a whole number", found: "\""# + String(repeating: "x", count: 40) + #"…\"")"#
        ),
    ])
    func wholeNumbers(written: String, expected: String) throws {
        for field in ["level", "name", "intValue"] {
            let option = try #require(try options("[{\(field): \(written)}]").options.first)
            let read = ["level": option.level, "name": option.name, "intValue": option.intValue]
            #expect(read[field].map(short) == expected)
            #expect(read.values.count(where: \.isAbsent) == 2)
        }
    }

    @Test(arguments: [
        ("AQAAAA==", "[1, 0, 0, 0]"), ("AQAAAA", "[1, 0, 0, 0]"), ("-_8=", "[251, 255]"), ("+/8", "[251, 255]"), ("\"\"", "[]"),
        ("AA==", "[0]"),
        ("AQ=", "!"), ("A", "!"), ("AQ===", "!"), ("A=Q=", "!"), ("\"AQ AA\"", "!"), ("=", "!"), ("====", "!"), ("\"é\"", "!"),
        ("\"AQ\\n\"", "!"),
        ("1", "!wrongType"), ("[1]", "!wrongType"), ("null", "!null"), ("true", "!wrongType"),
    ])
    func base64(written: String, expected: String) throws {
        let read = short(try #require(try options("[{bufValue: \(written)}]").options.first).bufValue)
        #expect(expected.hasPrefix("!") ? read.hasPrefix(expected == "!" ? "!notBase64" : expected) : read == expected, "\(read)")
    }

    @Test(arguments: [
        ("STATE_PREBIND", "known(SocketOptions.SocketState.prebind)"), ("STATE_BOUND", "known(SocketOptions.SocketState.bound)"),
        ("\"STATE_LISTENING\"", "known(SocketOptions.SocketState.listening)"), ("0", "known(SocketOptions.SocketState.prebind)"),
        ("1", "known(SocketOptions.SocketState.bound)"), ("2.0", "known(SocketOptions.SocketState.listening)"), ("3", #"unknown("3")"#),
        ("-1", #"unknown("-1")"#), ("4294967296", #"unknown("4294967296")"#), ("1e99", #"unknown("1e99")"#), ("0.5", #"unknown("0.5")"#),
        ("state_prebind", #"unknown("state_prebind")"#), ("\"\"", #"unknown("")"#), ("\"0\"", #"unknown("0")"#),
        ("null", "-"),
        ("true", #"!wrongType(expected: "STATE_PREBIND, STATE_BOUND or STATE_LISTENING", found: "true")"#),
    ])
    func states(written: String, expected: String) throws {
        #expect(short(try #require(try options("[{state: \(written)}]").options.first).state) == expected)
    }

    @Test(arguments: [
        ("{}", "any"), ("{stream: {}}", "stream"), ("{datagram: {}}", "datagram"), ("{datagram: null}", "any"), ("{stream: null}", "any"),
        ("{datagram: {}, stream: {}}", "stream"), ("{stream: {}, datagram: {}}", "stream"), ("{datagram: {}, stream: null}", "datagram"),
        ("{datagram: null, stream: {}}", "stream"), ("null", "-"), ("{other: {}}", "!"), ("{datagram: {}, other: {}}", "!"),
        ("{datagram: true}", "!"), ("{datagram: []}", "!"), ("{datagram: {x: 1}}", "!"), ("stream", "!"), ("[]", "!"),
    ])
    func types(written: String, expected: String) throws {
        let read = short(try #require(try options("[{type: \(written)}]").options.first).type)
        #expect(expected == "!" ? read.hasPrefix("!wrongType") : read == expected)
    }

    @Test(arguments: [
        ("SOCKET_IP_VERSION_IPV4", "ipv4"), ("1", "ipv4"), ("SOCKET_IP_VERSION_IPV6", "ipv6"), ("2", "ipv6"), ("\"2\"", "ipv6"),
        ("2.0", "ipv6"), ("0", "unspecified"), ("SOCKET_IP_VERSION_UNSPECIFIED", "unspecified"), ("socket_ip_version_ipv6", "ipv6"),
        ("IPV4", #"unknown("IPV4")"#), ("IPV6", #"unknown("IPV6")"#), ("ipv4", #"unknown("ipv4")"#), ("4", #"unknownNumber("4")"#),
        ("-1", #"unknownNumber("-1")"#), ("2.5", #"unknown("2.5")"#), ("null", "-"), ("{}", "!"),
    ])
    func ipVersions(written: String, expected: String) throws {
        for key in ["ip_version", "ipVersion"] {
            let read = short(try #require(try options("[{\(key): \(written)}]").options.first).ipVersion)
            #expect(expected == "!" ? read.hasPrefix("!wrongType") : read == expected)
        }
    }

    @Test(arguments: [("keepalive", "keepalive"), ("\"60\"", "60"), ("60", "!"), ("null", "-"), ("[a]", "!")])
    func descriptions(written: String, expected: String) throws {
        let read = short(try #require(try options("[{description: \(written)}]").options.first).description)
        #expect(expected == "!" ? read.hasPrefix("!wrongType") : read == expected)
    }

    @Test func whatStandsThereIsKnownByItsPlace() throws {
        let option = try #require(try options("[{level: 1, name: \"x\"}]").options.first)
        #expect(option.level.node?.sourceText == "1" && option.name.node?.sourceText == "\"x\"" && option.intValue.node == nil)
        #expect(option.level.value == 1 && option.name.value == nil && option.intValue.isAbsent && !option.name.isAbsent)
    }

    /// A CRD takes no snake case and no other name, but nobody who writes them means anything else.
    @Test(arguments: [
        ("int_value: 60", "60"), ("value: 60", "60"), ("intvalue: 60", "60"), ("optval: '60'", "60"), ("intValue: 61, int_value: 60", "61"),
        ("int_value: 60, intValue: 61", "61"), ("intValue: null, int_value: 60", "60"), ("bufValue: AA==, value: 60", "-"),
        ("intVaule: 60", "-"), ("int_value: null", "!null(expected: \"a whole number\")"), ("int_value: [1]", "!wrongType"),
    ])
    func keysThatPlainlyMeanAField(written: String, expected: String) throws {
        let option = try #require(try options("[{level: 6, name: 4, \(written)}]").options.first)
        let read = short(option.intValue)
        #expect(expected.hasPrefix("!") ? read.hasPrefix(expected) : read == expected, "\(read)")
        #expect(
            option.repeatedValue == nil
                && option.otherFields.count + (written.contains("intValue") ? 1 : 0) + (written.contains("bufValue") ? 1 : 0) > 0)
    }

    @Test func otherFieldsByOtherNames() throws {
        let written = "[{optlevel: 6, optname: 4, buf_value: AQAAAA==, State: STATE_BOUND, desc: idle, ip-version: 2}]"
        let option = try #require(try options(written).options.first)
        #expect(option.level.value == 6 && option.name.value == 4 && option.bufValue.value == [1, 0, 0, 0])
        #expect(short(option.state).hasSuffix("bound)") && option.description.value == "idle" && short(option.ipVersion) == "ipv6")
        #expect(option.otherFields.count == 6)
    }
}
