import TestSupport
import Testing

/// `sockwarden probe`, against the kernel that the tests run on.
@Suite("sockwarden probe")
struct ProbeTests {
    @Test("Accepted options are read back from the listener and from a connection")
    func accepted() throws {
        let run = try Command()("probe", "--option", "1/9=1", "--option", "6/4=60", "--family", "ipv4")
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("Linux "))
        #expect(run.output.contains("SO_KEEPALIVE (1/9) = 1 in STATE_PREBIND: accepted; the listener has 1; an accepted connection has 1"))
        #expect(
            run.output.contains("TCP_KEEPIDLE (6/4) = 60 in STATE_PREBIND: accepted; the listener has 60; an accepted connection has 60"))
    }

    @Test("A refused option is named with its errno, and the exit code is 1")
    func refused() throws {
        let run = try Command()("probe", "--option", "6/4=0", "--state", "listening", "--family", "ipv4")
        #expect(run.code == 1)
        #expect(run.output.contains("TCP_KEEPIDLE (6/4) = 0 in STATE_LISTENING: refused: EINVAL (Invalid argument)"))
    }

    @Test("A manifest's raw options are applied as Envoy takes them")
    func manifest() throws {
        let command = try Command(["policy.yaml": Manifest.policy("- {level: 65535, name: 8, intValue: 1}")])
        let run = try command("probe", "policy.yaml", "--family", "ipv4")
        #expect(run.code == 1)
        #expect(run.output.contains("65535/8 = 1 in STATE_PREBIND: refused: ENOPROTOOPT (Protocol not available)\n"))
    }

    @Test("Wrong usage is 2", arguments: [[], ["--option", "6/4"], ["--option", "6/4=x"], ["policy.yaml", "--option", "6/4=1"]])
    func usage(arguments: [String]) throws {
        let command = try Command()
        let run = try command.run(["probe"] + arguments)
        #expect(run.code == 2)
        #expect(run.output.isEmpty)
    }

    @Test("A file that is not there, or holds no options, is 3")
    func unreadable() throws {
        let command = try Command(["empty.yaml": "kind: ConfigMap\n"])
        #expect(try command("probe", "nowhere.yaml").code == 3)
        let run = try command("probe", "empty.yaml")
        #expect(run.code == 3)
        #expect(run.errors.contains("no raw socket options"))
    }
}
