import Manifests
import PolicyKinds
import SocketOptions
import Testing

@Suite struct ContourReadingTests {
    /// A ContourConfiguration with this `envoy`, in flow style.
    private func configuration(_ envoy: String) throws -> PolicyObject {
        try object("{apiVersion: projectcontour.io/v1alpha1, kind: ContourConfiguration, spec: {envoy: {\(envoy)}}}")
    }

    /// The fields become options behind Contour's own, all when the socket listens.
    @Test func makesOptionsOfTheFields() throws {
        let object = try configuration("listener: {socketOptions: {trafficClass: 8, tos: 184}}")
        let configuration = try #require(object.configurations.first)
        let list = try #require(configuration.options)
        #expect(list.options.map { [$0.level.value, $0.name.value, $0.intValue.value] } == [[0, 1, 184], [41, 67, 8]])
        #expect(list.options.map(\.productField) == ["tos", "trafficClass"])
        #expect(list.options.allSatisfy { short($0.state).hasSuffix("listening)") && $0.isWellFormed })
        let own = try #require(configuration.setting.own)
        #expect(own.moment == .list(.listening) && own.options.map(\.key.description) == ["1/9", "6/4", "6/5", "6/6"])
        #expect(own.options.map(\.value) == [1, 45, 5, 9])
        #expect(
            list.options.compactMap(\.intValue.node).map { Place($0).path(in: object.node) }.last
                == "spec.envoy.listener.socketOptions.trafficClass")
    }

    @Test(
        arguments: [
            ("", .ipv4), (#"http: {address: "::"}, "#, .ipv4), (#"http: {address: "::"}, https: {address: "::"}, "#, .dual),
            (#"http: {address: "::"}, https: {address: "::1"}, "#, .dual),
            (#"http: {address: "::1"}, https: {address: "fd00::1"}, "#, .ipv6),
            (#"http: {address: ""}, https: {address: 5}, "#, .ipv4), (#"http: {address: "10.0.0.1"}, https: {address: "::"}, "#, .ipv4),
        ] as [(String, ListenerFamily)])
    func theAddressesShowTheFamily(addresses: String, family: ListenerFamily) throws {
        let object = try configuration("\(addresses)listener: {socketOptions: {tos: 4}}")
        #expect(object.configurations.map(\.target.family) == [family])
    }

    @Test func readsTheIdleTimeoutBesideIt() throws {
        let object = try configuration("timeouts: {connectionIdleTimeout: 30s}, listener: {socketOptions: {tos: 4}}")
        let application = try #require(object.configurations.first).application
        #expect(
            application.idleTimeoutPath == "spec.envoy.timeouts.connectionIdleTimeout"
                && short(application.idleTimeout).contains("30000000000"))
        let endless = try configuration("timeouts: {connectionIdleTimeout: infinity}, listener: {socketOptions: {tos: 4}}")
        #expect(endless.configurations.first?.application.idleTimeout.value == nil && endless.reading.malformed.isEmpty)
    }

    @Test(arguments: ["", "listener: null", "listener: {}", "listener: {socketOptions: null}"]) func nothingIsNothing(envoy: String) throws
    {
        let object = try configuration(envoy)
        #expect(object.configurations.isEmpty && object.reading.malformed.isEmpty && object.reading.strayFields.isEmpty)
    }

    /// The file is known by its key, or by the field in it.
    @Test(arguments: [("contour.yaml", true), ("other.yaml", true)]) func readsTheFile(key: String, isRead: Bool) throws {
        let object = try object(
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  \(key): |\n    listener:\n      socket-options:\n        tos: 64\n")
        #expect(object.configurations.count == (isRead ? 1 : 0))
        #expect(object.configurations.first?.application.idleTimeout.value?.wholeSeconds == 60)
        let place = try #require(object.configurations.first?.options?.options.first?.intValue.node)
        #expect(Place(place).path(in: object.node) == "data[\(key)]: listener.socket-options.tos")
    }
}
