import Manifests
import PolicyKinds
import Testing

@Suite struct GlooGatewayTests {
    private func gateway(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: gateway.solo.io/v1, kind: Gateway, metadata: {name: g}, spec: \(spec)}")
    }

    @Test func readsNumbersAndTheirTexts() throws {
        let gateway = try gateway(
            #"{bindAddress: "::", options: {socketOptions: [{level: "6", name: 4, intValue: "60", state: 0}, {level: 1, name: "9", bufValue: AQ==}]}}"#
        )
        let configuration = try #require(gateway.configurations.first)
        #expect(configuration.setting.becomes == .listenerOptions && configuration.target.isGeneral && configuration.target.family == nil)
        let list = try #require(configuration.options)
        #expect(
            list.options.map { [short($0.level), short($0.name), short($0.intValue), short($0.bufValue)] } == [
                ["6", "4", "60", "-"], ["1", "9", "-", "[1]"],
            ])
        #expect(gateway.reading.strayFields.isEmpty && gateway.reading.malformed.isEmpty)
    }

    /// The kind's message is older than Envoy's filters.
    @Test(arguments: ["type: {stream: {}}", "ip_version: SOCKET_IP_VERSION_IPV4", "ipVersion: 1", "int_value: 3"])
    func filtersAreUnknownFields(field: String) throws {
        let gateway = try gateway("{options: {socketOptions: [{level: 6, name: 4, \(field)}]}}")
        let option = try #require(gateway.configurations.first?.options?.options.first)
        #expect(option.otherFields.map(\.name) == [String(field.prefix { $0 != ":" })])
        #expect(option.type.isAbsent && option.ipVersion.isAbsent)
        #expect(option.intValue.isAbsent == !field.hasPrefix("int_value"))
    }

    @Test(arguments: [("0.0.0.0", "ipv4"), ("10.1.2.3", "ipv4"), ("\"::\"", "-"), ("\"::1\"", "ipv6"), ("name", "-"), ("5", "-")])
    func theBoundAddressSaysTheFamily(address: String, family: String) throws {
        let gateway = try gateway("{bindAddress: \(address), options: {socketOptions: []}}")
        #expect(gateway.configurations.first?.target.family?.rawValue ?? "-" == family)
    }

    @Test(arguments: [
        (
            "httpGateway: {options: {httpConnectionManagerSettings: {idleTimeout: 45s}}}", "45",
            "spec.httpGateway.options.httpConnectionManagerSettings.idleTimeout"
        ),
        ("tcpGateway: {options: {tcpProxySettings: {idleTimeout: 1m}}}", "60", "spec.tcpGateway.options.tcpProxySettings.idleTimeout"),
        (
            "hybridGateway: {matchedGateways: [{}, {tcpGateway: {options: {tcpProxySettings: {idleTimeout: 9s}}}}, {httpGateway: {options: {httpConnectionManagerSettings: {idleTimeout: 30s}}}}]}",
            "9", "spec.hybridGateway.matchedGateways[1].tcpGateway.options.tcpProxySettings.idleTimeout"
        ),
        (
            "httpGateway: {options: {httpConnectionManagerSettings: {idleTimeout: 0s}}}", "-",
            "spec.httpGateway.options.httpConnectionManagerSettings.idleTimeout"
        ),
        ("httpGateway: 5", "-", "spec.httpGateway.options.httpConnectionManagerSettings.idleTimeout"),
    ])
    func theShortestIdleTimeoutCounts(part: String, seconds: String, path: String) throws {
        let application = try #require(try gateway("{options: {socketOptions: []}, \(part)}").configurations.first).application
        #expect(application.idleTimeout.value.map { "\($0.wholeSeconds)" } ?? "-" == seconds)
        #expect(application.idleTimeoutPath == path)
    }

    @Test(arguments: ["{}", "null", "{options: null}", "{options: {}}", "{options: {tcpStats: {}}}"])
    func nothingIsRead(spec: String) throws {
        let gateway = try gateway(spec)
        #expect(gateway.configurations.isEmpty && gateway.reading.strayFields.isEmpty && gateway.reading.malformed.isEmpty)
    }

    @Test(arguments: ["5", "{options: []}"]) func whatIsNoMapIsMalformed(spec: String) throws {
        #expect(try gateway(spec).reading.malformed.count == 1)
    }
}
