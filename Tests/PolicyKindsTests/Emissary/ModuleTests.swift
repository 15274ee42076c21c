import Manifests
import PolicyKinds
import SocketOptions
import Testing

@Suite struct EmissaryModuleTests {
    private func module(_ config: String, name: String = "ambassador") throws -> PolicyObject {
        try object("{apiVersion: getambassador.io/v2, kind: Module, metadata: {name: \(name)}, spec: {config: \(config)}}")
    }

    @Test(arguments: [
        ("60", "value(60, hasFraction: false)"), ("\"60\"", "value(60, hasFraction: false)"), ("0", "zero"), ("32768", "above(32768)"),
        ("60s", "wrongType(\"\\\"60s\\\"\")"), ("60.5", "wrongType(\"60.5\")"), ("-1", "below(\"-1\")"), ("null", "absent"),
    ])
    func numbersAreHandedOn(written: String, reading: String) throws {
        let block = try keepalive(try module("{keepalive: {time: \(written), interval: \(written)}}"))
        #expect("\(block.idle.reading)" == reading && "\(block.interval.reading)" == reading)
    }

    @Test func theDocumentedNameIsDead() throws {
        let module = try module("{keepalive: {idle_time: 60, interval: 20}}")
        let block = try keepalive(module)
        #expect("\(block.idle.reading)" == "absent" && block.misspeltRoles == [.idle] && !block.isEmpty)
        #expect(module.reading.strayFields.isEmpty)
        #expect(module.reading.notApplied.map { $0.place.path(in: module.node) } == ["spec.config.keepalive.idle_time"])
        #expect(module.reading.notApplied.first?.remedy == "write `time`")
        #expect(try self.module("{keepalive: {idle_time: 60, time: 60}}").reading.notApplied.map(\.remedy) == ["remove it"])
    }

    @Test func anotherModuleIsNotRead() throws {
        let module = try module("{keepalive: {time: 60}}", name: "tls")
        #expect(module.reading.notApplied.map(\.loses) == [.keepalive])
        #expect(module.reading.notApplied.first?.place.path(in: module.node) == "metadata.name")
    }

    @Test func itStandsForEveryBackend() throws {
        let configuration = try #require(try module("{cluster_idle_timeout_ms: 5000, keepalive: {}}").configurations.first)
        #expect(configuration.target.isGeneral && configuration.keepalive?.isEmpty == true)
        #expect(configuration.application.idleTimeoutPath == "spec.config.cluster_idle_timeout_ms")
    }
}
