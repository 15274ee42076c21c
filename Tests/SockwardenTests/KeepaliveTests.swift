import Foundation
import TestSupport
import Testing

@Suite("sockwarden keepalive, and explain keepalive")
struct KeepaliveTests {
    @Test("What is written passes the linter under the same configuration")
    func passesLint() throws {
        let configuration = """
            environment:
              releases: {kgateway: "2.3"}
              middleboxes: [{name: edge, idleTimeout: 50s, probesReset: true}]
              network: {packetLoss: 1%}

            """
        let command = try Command(["strict.yaml": configuration])
        for kind in ["ListenerPolicy", "BackendConfigPolicy", "Gateway", "EnvoyFilter", "Bootstrap", "ConfigMap", "Deployment"] {
            let written = try command("keepalive", "--kind", kind, "--config", "strict.yaml", "--detect-within", "1m")
            #expect(written.code == 0 && written.errors.isEmpty, "\(written.errors)")
            let linted = try command("lint", "--config", "strict.yaml", "--fail-on", "info", "-", input: written.output)
            #expect(linted.code == 0 && linted.output.isEmpty, "\(linted.output)\(linted.errors)")
        }
    }

    @Test("What does not go together is one line, and exit code 2")
    func conflict() throws {
        let run = try Command()("keepalive", "--kind", "listenerpolicy", "--idle", "1m", "--detect-within", "60s")
        #expect(run.code == 2 && run.output.isEmpty)
        #expect(
            run.errors == """
                sockwarden: an idle time of 60 s (--idle) and detection (idle + interval × count) within 60 s (--detect-within) do not go \
                together; --idle 56s or --detect-within 64s would do

                """)
    }

    @Test("Middleboxes are named by profile or by time")
    func behind() throws {
        let command = try Command()
        let run = try command("keepalive", "--kind", "BackendConfigPolicy", "--behind", "aws-nlb", "--behind", "nat=30s")
        #expect(run.output.replacing("\n# ", with: " ").contains("before nat (30 s) and aws-nlb (350 s) forget the connection"))
        #expect(run.output.contains("keepAliveTime: 22s"))
        #expect(try command("keepalive", "--kind", "BackendConfigPolicy", "--behind", "aws-alb").errors.contains("(SW206)"))
    }

    @Test("The folder's configuration file counts, as for lint")
    func folder() throws {
        let command = try Command([".sockwarden.yaml": "thresholds: {probeEvery: 2m}\n"])
        #expect(try command("keepalive", "--kind", "BackendConfigPolicy").output.contains("keepAliveTime: 120s"))
    }

    @Test(
        "Wrong usage ends with 2, on standard error",
        arguments: [
            ["keepalive"], ["keepalive", "--kind", "Listenerpolcy"], ["keepalive", "--kind", "ListenerPolicy", "--idle", "60"],
            ["keepalive", "--kind", "ListenerPolicy", "--count", "0"], ["keepalive", "--kind", "ListenerPolicy", "--loss", "1"],
            ["keepalive", "--kind", "ListenerPolicy", "--behind", "nowhere"], ["keepalive", "--kind", "Listener", "--setting", "nowhere"],
            ["explain", "keepalive"], ["explain", "SW205", "policy.yaml"],
        ])
    func usage(arguments: [String]) throws {
        let run = try Command().run(arguments)
        #expect(run.code == 2)
        #expect(run.output.isEmpty)
        #expect(!run.errors.isEmpty)
    }

    @Test("In a pipe the keepalive of a file is explained in words")
    func words() throws {
        let command = try Command(["policy.yaml": Manifest.sound, "foreign.yaml": Manifest.foreign, "other.yaml": Manifest.other])
        let run = try command("explain", "keepalive", "policy.yaml")
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("policy.yaml:8:3: spec.socketOptions of ListenerPolicy edge/keepalive\n  first probe after 60 s idle"))
        #expect(run.output.contains("in time for azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s)"))
        #expect(run.output.contains("0.57 % at 0.1 % packet loss, 43 % at 1 % packet loss"))
        #expect(try command("explain", "keepalive", "-", input: Manifest.sound).output.hasPrefix("<stdin>:8:3: "))
        #expect(try command("lint", "-v", "policy.yaml").output.contains("0.57 % at 0.1 % packet loss"))
        let wrong = try command("explain", "keepalive", "foreign.yaml")
        #expect(wrong.code == 3 && wrong.errors.contains("it has errors, which sockwarden lint foreign.yaml names"))
        #expect(try command("explain", "keepalive", "other.yaml").code == 3)
        #expect(try command("explain", "keepalive", "absent.yaml").code == 3)
    }
}
