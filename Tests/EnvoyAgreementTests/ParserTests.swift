import Foundation
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

extension EnvoyTests {
    /// What Envoy's own loader makes of a file, field by field, and what the file's review says of it. Each is a bootstrap that Envoy is
    /// started with, in YAML, with one listener.
    struct ParserTests {
        /// What comes of a file.
        enum Result: Sendable, Equatable {
            /// Envoy's parser refuses the file.
            case refused
            /// The kernel refuses an option, and Envoy does not start.
            case kernel
            /// Accepted sockets have this idle time; nil where keepalive is off.
            case idle(Int32?)
        }

        /// Every way to write a number, by what Envoy reads: in tcp_keepalive and in an option.
        private static let numbers: [(text: String, result: Result)] = [
            ("60", .idle(60)), (#""60""#, .idle(60)), ("60.0", .idle(60)), ("6e1", .idle(60)), (#""6e1""#, .idle(60)), ("+60", .idle(60)),
            ("0x3c", .idle(60)), ("074", .idle(60)), ("0o74", .refused), ("0b111100", .refused), ("6_0", .refused), (#""0x3c""#, .idle(60)),
            (#""074""#, .idle(74)), ("60.5", .refused), (#""60.5""#, .refused), ("true", .refused), ("yes", .refused), ("60s", .refused),
            (#""""#, .refused), (#"" 60""#, .refused), ("[]", .refused), ("{}", .refused), ("sixty", .refused), ("1e400", .refused),
            (".6e2", .idle(60)),
            ("60.", .idle(60)), ("!!int 60", .idle(60)), ("099", .idle(99)),
        ]

        struct Case: Sendable {
            /// Members of the listener.
            let members: String
            let result: Result
            /// Whether only Envoy's own loader takes it, and every other reader of the same messages refuses it or reads something else: the
            /// review calls it an error on purpose.
            var isTakenByEnvoyAlone = false
            /// What comes of it now and then: of two spellings of one field the map's own order decides, anew in each process.
            var orElse: Result?
        }

        private static let takenByEnvoyAlone: Set<String> = [#""0x3c""#, "{}"]

        static let cases: [Case] = {
            var cases = numbers.map {
                Case(
                    members: "tcp_keepalive: {keepalive_time: \($0.text)}", result: $0.text == "{}" ? .idle(nil) : $0.result,
                    isTakenByEnvoyAlone: takenByEnvoyAlone.contains($0.text))
            }
            cases += numbers.map { number in
                Case(
                    members: "socket_options: [{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: \(number.text)}]",
                    result: number.result, isTakenByEnvoyAlone: takenByEnvoyAlone.contains(number.text))
            }
            cases += [
                // Limits of an unsigned number of 32 bits.
                Case(members: "tcp_keepalive: {keepalive_time: -1}", result: .refused),
                Case(members: #"tcp_keepalive: {keepalive_time: "-1"}"#, result: .refused),
                Case(members: "tcp_keepalive: {keepalive_time: 4294967295}", result: .kernel),
                Case(members: "tcp_keepalive: {keepalive_time: 4294967296}", result: .refused),
                Case(members: #"tcp_keepalive: {keepalive_time: "4294967296"}"#, result: .refused),
                Case(members: "tcp_keepalive: {keepalive_time: 0}", result: .idle(nil)),
                Case(members: #"tcp_keepalive: {keepalive_time: "0"}"#, result: .idle(nil)),
                Case(members: "tcp_keepalive: {keepalive_time: -0}", result: .idle(nil)),
                Case(members: "tcp_keepalive: {keepalive_time: null, keepalive_probes: 3}", result: .idle(7200)),
                // The block itself.
                Case(members: "tcp_keepalive: {}", result: .idle(7200)),
                Case(members: "tcp_keepalive: null", result: .idle(nil)),
                Case(members: "tcp_keepalive: ~", result: .idle(nil)),
                Case(members: "tcp_keepalive: []", result: .refused),
                Case(members: "tcp_keepalive: 60s", result: .refused),
                Case(members: "tcpKeepalive: {keepaliveTime: 60}", result: .idle(60)),
                Case(members: "tcpKeepalive: {keepalive_time: 60}", result: .idle(60)),
                Case(
                    members: "tcp_keepalive: {keepalive_time: 61}, tcpKeepalive: {keepalive_time: 62}", result: .idle(61),
                    isTakenByEnvoyAlone: true, orElse: .idle(62)),
                Case(
                    members: "tcp_keepalive: {keepaliveTime: 62, keepalive_time: 61}", result: .idle(61), isTakenByEnvoyAlone: true,
                    orElse: .idle(62)),
                Case(
                    members: "tcp_keepalive: {keepalive_time: 61, keepaliveTime: 62}", result: .idle(61), isTakenByEnvoyAlone: true,
                    orElse: .idle(62)),
                Case(members: "tcp_keepalive: {keepalive_idle: 60}", result: .refused),
                // Lists.
                Case(members: "socketOptions: [{level: 1, name: 9, intValue: 1}, {level: 6, name: 4, intValue: 60}]", result: .idle(60)),
                Case(
                    members: "socket_options: [{level: 1, name: 9, int_value: 1}], socketOptions: [{level: 6, name: 4, int_value: 60}]",
                    result: .idle(60), isTakenByEnvoyAlone: true),
                Case(members: "socket_options: {}", result: .refused),
                Case(members: "socket_options: null", result: .idle(nil)),
                Case(members: "socket_options: [null]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 011, int_value: 1}]", result: .idle(7200)),
                Case(members: "socket_options: [{level: 0x1, name: 0x9, int_value: 0x1}]", result: .idle(7200)),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, state: STATE_LATE}]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, state: 2}]", result: .idle(7200)),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, state: 3}]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, intValue: 1}]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, buf_value: AQAAAA==}]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 9, buf_value: AQAAAA==}]", result: .idle(7200)),
                Case(members: "socket_options: [{level: 1, name: 9, value: 1}]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, description: yes}]", result: .refused),
                Case(members: "socket_options: [{level: 1, name: 9, int_value: 1, description: 60}]", result: .refused),
                // Misplaced.
                Case(members: "socket_option: [{level: 1, name: 9, int_value: 1}]", result: .refused),
                Case(members: "keepalive_time: 60", result: .refused),
            ]
            return cases
        }()

        @Test
        func `files are read as Envoy reads them`() async throws {
            for one in Self.cases {
                let text = """
                    static_resources:
                      listeners:
                      - {name: l, address: {socket_address: {address: 127.0.0.1, port_value: 0}}, filter_chains: [\(Self.chain)], \(one.members)}

                    """
                let actual = try await result(of: EnvoyInput(file: EnvoyInput.File(name: "bootstrap.yaml", text: text)))
                let expected: Result = one.result == .idle(7200) ? .idle(try SocketKeepalive.untouched().idle) : one.result
                #expect(actual == expected || actual == one.orElse, "\(one.members)")
                let review = try Self.review(text)
                switch actual {
                case .refused: #expect(review.isRefused && review.idle == nil, "refused: \(one.members)")
                case .kernel: #expect(review.isRefused, "\(one.members)")
                case .idle where one.isTakenByEnvoyAlone: #expect(review.isRefused, "\(one.members)")
                case .idle(let idle): #expect(!review.isRefused && review.idle == idle, "\(one.members): \(review)")
                }
            }
        }

        private static let chain =
            #"{filters: [{name: echo, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo}}]}"#

        private func result(of input: EnvoyInput) async throws -> Result {
            switch try await EnvoyProcess.start(input) {
            case .refused(let log): return log.contains { $0.contains("option on socket failed") } ? .kernel : .refused
            case .running(let envoy, _):
                do {
                    let port = try #require(try await envoy.listeningPorts()["l"])
                    let crowd = try Crowd([Crowd.Call(port: port, text: "x")]) { !$0.isEmpty }
                    let socket = try #require(
                        try await envoy.sockets().first { $0.localPort == port && $0.peerPort == crowd.answers[0].localPort })
                    let keepalive = try SocketKeepalive(numbersOf: socket)
                    await envoy.stop()
                    return .idle(keepalive.isOn ? keepalive.idle : nil)
                } catch {
                    await envoy.stop()
                    throw error
                }
            }
        }

        /// What the review of a file says: whether there is an error, and the idle time of the keepalive that it explains.
        private static func review(_ text: String) throws -> (isRefused: Bool, idle: Int32?) {
            let object = try Prediction.object(ofManifest: text)
            var environment = try Prediction.environment(on: .ipv4, as: .unprivileged)
            environment.releases["envoy"] = Release(1, 40)
            guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { throw EnvoyFailure("no day") }
            let review = PolicyReview(of: object, in: ReviewContext(environment: CompiledEnvironment(environment), day: day))
            let errors = review.findings.filter { $0.severity == .error }
            return (!errors.isEmpty, errors.isEmpty ? review.explanations.last.map { Int32($0.keepalive.idle) } : nil)
        }

        /// In what comes by discovery Envoy drops a field that it does not know, and applies the rest.
        @Test
        func `discovery drops an unknown field and applies the rest`() async throws {
            let item = #"{"level": 1, "name": 9, "int_value": 1, "optname": 9}"#
            let listener = EnvoyListener(
                name: "l", literalOptions: [item], service: .echo, fields: [#""tcp_keepalives": {"keepalive_time": 60}"#])
            let (envoy, log) = try await EnvoyProcess.started(EnvoyInput(listeners: [listener], rejectsUnknownFields: false))
            let port = try await envoy.listeningPorts()["l"]
            await envoy.stop()
            #expect(port != nil && log.contains { $0.contains("nknown field") })
            #expect(
                try await EnvoyJudge(privilege: .unprivileged).verdicts(on: [listener])["l"] == .refusedWhenParsed,
                "with the flag of a control plane")
        }
    }
}
