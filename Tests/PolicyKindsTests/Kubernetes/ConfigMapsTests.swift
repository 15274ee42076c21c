import Manifests
import PolicyKinds
import Testing

/// Configurations in texts of ConfigMaps and Secrets: found by what they hold, at their place in the outer file.
@Suite struct ConfigMapsTests {
    private static let listener = #"{name: http, socket_options: [{level: 6, name: 4, int_value: 60}]}"#

    /// Every way to write a text that holds the same bootstrap.
    static let texts: [String] = [
        "|\n    static_resources:\n      listeners:\n      - \(listener)\n",
        "|-\n    static_resources:\n      listeners:\n      - \(listener)",
        ">\n    {static_resources: {listeners:\n    [\(listener)]}}\n",
        "'static_resources: {listeners: [\(listener)]}'",
        #""static_resources: {listeners: [{name: http, socket_options: [{level: 6, name: 4, int_value: 60}]}]}""#,
        #""{\"static_resources\":{\"listeners\":[{\"name\":\"http\",\"socket_options\":[{\"level\":6,\"name\":4,\"int_value\":60}]}]}}""#,
    ]

    @Test(arguments: texts.indices) func textsAreReadHoweverTheyAreWritten(number: Int) throws {
        let source = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: proxy}\ndata:\n  other: text\n  envoy.yaml: \(Self.texts[number])\n"
        let object = try object(source)
        #expect(object.isClean)
        #expect(
            object.read == [
                #"data[envoy.yaml]: static_resources.listeners[0].socket_options: the listener "http", Listener.socket_options"#
            ])
        // The value stands in the outer file where it says.
        let value = try #require(object.configurations.first?.options?.options.first?.intValue.node)
        let span = Place(value).span
        #expect(String(decoding: Array(source.utf8)[span.start..<span.end], as: UTF8.self) == "60")
    }

    @Test func aSecretIsReadInItsPlainPart() throws {
        let text = "'static_resources: {listeners: [\(Self.listener)]}'"
        #expect(try object("{apiVersion: v1, kind: Secret, stringData: {a: \(text)}}").configurations.count == 1)
        #expect(throws: NoObject.self) { try object("{apiVersion: v1, kind: Secret, data: {a: \(text)}}") }
    }

    static let none: [String] = [
        "{}", "{data: {}}", "{data: null}", "{data: {a: b}}", "{data: {a: 'socket_options are nice'}}",
        "{data: {a: 'static_resources: {listeners: []}'}}", "{data: {a: 'socket_options: [{level: 6}]'}}",
        "{binaryData: {a: c29ja2V0X29wdGlvbnM=}}", "{data: {a: '{\"other\": {\"socket_options\": 1}}'}}",
    ]

    @Test(arguments: none) func othersAreNobodys(members: String) throws {
        #expect(throws: NoObject.self) { try object("{apiVersion: v1, kind: ConfigMap, \(members.dropFirst())") }
    }

    @Test func whatCannotBeReadIsNoted() throws {
        let object = try object(
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: '{socket_options: ['\n  b: 'static_resources: {listeners: [\(Self.listener)]}'\n")
        #expect(object.reading.unreadTexts.count == 1)
        #expect(object.configurations.count == 1)
    }

    @Test func mistakesStandInTheOuterFile() throws {
        let object = try object(
            """
            apiVersion: v1
            kind: ConfigMap
            data:
              envoy.yaml: |
                static_resources:
                  clusters:
                  - {name: c, tcp_keepalive: {keepalive_time: 60}}
                  listeners: {}
            """)
        #expect(
            object.strays == [
                #"data[envoy.yaml]: static_resources.clusters[0].tcp_keepalive: misplaced(home: "static_resources.clusters[].upstream_connection_options.tcp_keepalive", isBeside: false)"#
            ])
        #expect(object.malformed.count == 1)
    }

    @Test func aContainerOfTheWrongTypeIsMalformed() throws {
        let object = try object("{apiVersion: v1, kind: ConfigMap, data: [a]}")
        #expect(object.malformed == [#"data: wrongType(expected: "a map", found: "a list")"#])
    }
}
