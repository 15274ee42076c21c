import TestSupport
import Testing

@Suite("Configuration files of sockwarden lint")
struct ConfigurationTests {
    private let off = "rules: {SW102: off, SW401: off}\n"

    @Test("The nearest .sockwarden.yaml above a path counts for that path alone")
    func nearest() throws {
        let run = try Command([
            "quiet/.sockwarden.yaml": off, "quiet/deep/a.yaml": Manifest.foreign, "loud/b.yaml": Manifest.foreign,
        ])("lint", "--verbose", "quiet/deep/a.yaml", "loud")
        #expect(!run.output.contains("quiet/deep/a.yaml:9:44: error: 65535/8"))
        #expect(run.output.contains("loud/b.yaml:9:44: error: 65535/8"))
        #expect(run.errors.contains("/quiet/.sockwarden.yaml\n"))
    }

    @Test("--config goes before what is found, --no-config ignores it")
    func chosen() throws {
        let command = try Command(["a.yaml": Manifest.foreign, ".sockwarden.yaml": "rules: {SW102: info}\n", "other.yaml": off])
        #expect(try command("lint", "a.yaml").output.contains("info: 65535/8"))
        #expect(!(try command("lint", "--config", "other.yaml", "a.yaml").output.contains("65535/8 is")))
        #expect(try command("lint", "--no-config", "a.yaml").output.contains("error: 65535/8"))
    }

    @Test(
        "A mistake in the configuration ends the run with its place",
        arguments: [
            ("environment:\n  kernal: \"5.10\"\n", "sockwarden: bad.yaml:2:3: "),
            ("rules:\n  SW102: fatal\n", "sockwarden: bad.yaml:2:10: "),
        ])
    func mistake(text: String, start: String) throws {
        let run = try Command(["bad.yaml": text, "a.yaml": Manifest.foreign])("lint", "--config", "bad.yaml", "a.yaml")
        #expect(run.code == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix(start), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test("A configuration file that is not there is wrong usage")
    func missing() throws {
        let run = try Command(["a.yaml": Manifest.sound])("lint", "--config", "absent.yaml", "a.yaml")
        #expect(run.code == 2)
        #expect(run.errors == "sockwarden: cannot read the configuration file absent.yaml: No such file or directory\n")
    }
}
