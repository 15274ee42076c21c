import SocketOptions
import Testing

@testable import PolicyRules

extension EnvoyTests {
    /// What Envoy's parser makes of null, of both members, of unknown members and of every form of a number or name, field by field.
    ///
    /// The listeners come by LDS with --reject-unknown-dynamic-fields; a bootstrap's static listeners are read alike (measured by hand,
    /// Envoy 1.40). Without the flag LDS drops an unknown name or member, and the option is applied.
    struct FieldTests {
        /// An option that no kernel takes: a listener that comes up has skipped it.
        private static let applied = #""level": 6, "name": 9999, "int_value": 1"#

        private static let numbers = [
            "null", "6", "6.0", "6e0", "0.6e1", "-0", "6.5", "true", "[]", "{}", #""6""#, #""+6""#, #""06""#, #""6.0""#, #""6e0""#,
            #"".6e1""#,
            #""6.""#, #""-0""#, #""6.5""#, #""""#, #"" 6""#, #""six""#, "9223372036854775807", "9223372036854775808",
            #""9223372036854775807""#,
        ]
        private static let types = [
            "null", "{}", "[]", #""stream""#, #"{"datagram": {}}"#, #"{"datagram": null}"#, #"{"datagram": []}"#, #"{"datagram": ""}"#,
            #"{"datagram": true}"#, #"{"datagram": {"x": 1}}"#, #"{"stream": {}}"#, #"{"stream": null}"#,
            #"{"datagram": {}, "stream": {}}"#,
            #"{"stream": {}, "datagram": {}}"#, #"{"datagram": {}, "stream": null}"#, #"{"stream": null, "datagram": {}}"#,
            #"{"stream": {}, "datagram": null}"#, #"{"datagram": null, "stream": {}}"#, #"{"other": {}}"#,
            #"{"datagram": {}, "other": {}}"#,
            #"{"Datagram": {}}"#,
        ]
        private static let versions = [
            "null", "0", "1", "2", "3", "-1", "2.0", "2.5", "1e12", "true", "[]", #""1""#, #""2""#, #""3""#, #""""#, #""IPV4""#, #""IPV6""#,
            #""UNSPECIFIED""#, #""SOCKET_IP_VERSION_IPV4""#, #""SOCKET_IP_VERSION_IPV6""#, #""SOCKET_IP_VERSION_UNSPECIFIED""#,
            #""socket_ip_version_ipv4""#,
        ]
        private static let states = [
            "null", "0", "1", "2", "3", "-1", "2.0", "0.5", "2147483648", "4294967298", "true", "{}", "[]", #""0""#, #""2""#, #""3""#,
            #""+1""#,
            #""1.0""#, #""""#, #""SOON""#, #""state_bound""#, #""State_Listening""#, #""state-bound""#, #""STATE_LISTENING""#,
        ]
        private static let descriptions = ["null", #""""#, "1", "true", "{}"]
        private static let bytes = [
            "null", #""""#, #""AQAAAA==""#, #""AQAAAA""#, #""AQAAAA=""#, #""-_-_""#, #""-_+/""#, #""AQAA AA==""#, #""A""#, #""=""#,
            #""AB==""#,
            "1",
        ]
        private static let pairs = [
            #""int_value": null, "buf_value": "AQAAAA==""#, #""buf_value": "AQAAAA==", "int_value": null"#,
            #""int_value": 1, "buf_value": null"#,
            #""int_value": 1, "buf_value": "AQAAAA==""#, #""intValue": 1"#, #""intValue": 1, "int_value": 1"#,
            #""int_value": 0, "intValue": 60"#,
            #""intValue": null, "int_value": 1"#, #""intValue": 1, "int_value": null"#, #""intValue": 1, "bufValue": "AQAAAA==""#,
            #""bufValue": "AQAAAA==", "buf_value": "AQAAAA==""#, "",
        ]

        private static let items: [String] = {
            func with(_ key: String, _ literals: [String]) -> [String] { literals.map { "{\(applied), \"\(key)\": \($0)}" } }
            var items = with("type", types) + with("state", states) + with("description", descriptions)
            items += with("ip_version", versions) + with("ipVersion", versions)
            items += numbers.map { "{\"level\": \($0), \"name\": 9999, \"int_value\": 1}" }
            items += numbers.map { "{\"level\": 6, \"name\": \($0), \"int_value\": 1}" }
            items += numbers.map { "{\"level\": 6, \"name\": 9999, \"int_value\": \($0)}" }
            items += bytes.map { "{\"level\": 6, \"name\": 9999, \"buf_value\": \($0)}" }
            items += pairs.map { "{\"level\": 6, \"name\": 9999\($0.isEmpty ? "" : ", ")\($0)}" }
            return items
        }()

        @Test(arguments: EnvoyListener.Address.allCases)
        func `every form of a field is read as Envoy reads it`(address: EnvoyListener.Address) async throws {
            var predicted: [String: Verdict] = [:]
            var listeners: [EnvoyListener] = []
            for (number, item) in Self.items.enumerated() {
                let name = "field-\(number)"
                predicted[name] = try Prediction(of: Prediction.options(ofProtobuf: [item]), on: address, as: .unprivileged).verdict
                listeners.append(EnvoyListener(name: name, address: address, literalOptions: [item]))
            }
            let suspects = Set(predicted.filter { $0.value == .refusedWhenParsed }.keys)
            let actual = try await EnvoyJudge(privilege: .unprivileged).verdicts(on: listeners, suspects: suspects)
            for (listener, item) in zip(listeners, Self.items) {
                let expected = try #require(predicted[listener.name])
                #expect(expected.isFulfilled(by: try #require(actual[listener.name])), "\(item): predicted \(expected)")
            }
        }

        @Test(arguments: [
            // Each of these is applied, and fails; the linter once took the first four for skipped.
            (#""type": {"datagram": null}"#, false), (#""type": {"datagram": {}, "stream": {}}"#, false),
            (#""type": {"stream": {}}"#, false),
            (#""type": {}"#, false), (#""type": {"datagram": {}, "stream": null}"#, true), (#""type": {"datagram": {}}"#, true),
        ])
        func `what counts as skipped is skipped`(field: String, isSkipped: Bool) async throws {
            let item = "{\(Self.applied), \(field)}"
            let listener = EnvoyListener(name: "type", literalOptions: [item])
            let verdict = try await EnvoyJudge(privilege: .unprivileged).verdicts(on: [listener])["type"]
            #expect((verdict == .accepted) == isSkipped)
            let option = try #require(try Prediction.options(ofProtobuf: [item]).first)
            #expect((option.skipReason(on: .ipv4) != nil) == isSkipped)
        }
    }
}
