import Foundation
import PolicyKinds
import SocketOptions

/// A setting that Envoy is given, alone on a listener, a cluster or the admin port.
struct GivenSetting: Sendable, Hashable {
    let field: ProxyField
    /// In protobuf's JSON.
    let json: String
    let family: AddressFamily
}

/// What came of it.
enum SocketOutcome: Sendable, Hashable {
    /// There are no such sockets.
    case none(Verdict)
    /// What accepted, or connecting, sockets have.
    case sockets(SocketKeepalive)
    /// It listens, or takes the cluster, and no connection comes about.
    case unreachable
}

/// Asks Envoy what becomes of many settings, thousands to one process.
struct SettingJudge {
    let tool: EnvoyTool?
    /// What Envoy's log says of options that failed on sockets that connect: "6/4", as often as it happened.
    private(set) var failedUpstream: [String: Int] = [:]

    init(tool: EnvoyTool?) { self.tool = tool }

    /// - Parameter suspects: those that are expected not to parse: they are fed one by one.
    mutating func outcomes(
        of settings: [GivenSetting], suspects: Set<GivenSetting>
    ) async throws -> [GivenSetting: SocketOutcome] {
        var outcomes: [GivenSetting: SocketOutcome] = [:]
        let sound = settings.filter { !suspects.contains($0) && $0.field != .adminOptions }
        for start in stride(from: 0, to: sound.count, by: EnvoyJudge.batch / 3) {
            let batch = Array(sound[start..<min(start + EnvoyJudge.batch / 3, sound.count)])
            outcomes.merge(try await together(batch)) { first, _ in first }
        }
        outcomes.merge(try await oneByOne(settings.filter { suspects.contains($0) && $0.field != .adminOptions })) { first, _ in first }
        for setting in settings where setting.field == .adminOptions { outcomes[setting] = try await ofAdminPort(setting) }
        return outcomes
    }

    // MARK: - Many at once

    private mutating func together(_ settings: [GivenSetting]) async throws -> [GivenSetting: SocketOutcome] {
        if settings.isEmpty { return [:] }
        let back: [AddressFamily: UInt16] = [.ipv4: try Connection.unusedPort(), .ipv6: try Connection.unusedPort()]
        var input = EnvoyInput(tool: tool)
        for (number, setting) in settings.enumerated() {
            if setting.isDownstream {
                input.listeners.append(setting.listener(number))
            } else {
                input.clusters.append(setting.cluster(number, to: back[setting.family] ?? 0))
            }
        }
        if !input.clusters.isEmpty {
            input.listeners.append(EnvoyListener(name: "front", service: .toCluster))
            for (family, port) in back {
                input.listeners.append(
                    EnvoyListener(name: "back \(family)", address: family == .ipv4 ? .ipv4 : .dual, service: .directResponse, port: port))
            }
        }
        let (envoy, log) = try await EnvoyProcess.started(input)
        do {
            if log.contains(where: \.refusesResponse) {
                await envoy.stop()
                if settings.count == 1 { return [settings[0]: .none(.refusedWhenParsed)] }
                let half = settings.count / 2
                let first = try await together(Array(settings[..<half]))
                return first.merging(try await together(Array(settings[half...]))) { first, _ in first }
            }
            var outcomes = try await downstream(settings, of: envoy, verdicts: Verdict.readFrom(log: log))
            outcomes.merge(try await upstream(settings, of: envoy, back)) { first, _ in first }
            for line in await envoy.stop() {
                guard case .option(let key, _)? = Verdict.failedOption(in: [line]) else { continue }
                failedUpstream[key, default: 0] += 1
            }
            return outcomes
        } catch {
            await envoy.stop()
            throw error
        }
    }

    private func downstream(
        _ settings: [GivenSetting], of envoy: EnvoyProcess, verdicts: [String: Verdict]
    ) async throws -> [GivenSetting: SocketOutcome] {
        var outcomes: [GivenSetting: SocketOutcome] = [:]
        let ports = try await envoy.listeningPorts()
        var calls: [(setting: GivenSetting, call: Crowd.Call)] = []
        for (number, setting) in settings.enumerated() where setting.isDownstream {
            let name = GivenSetting.name(number)
            if let port = ports[name] {
                if let contrary = verdicts[name] { throw EnvoyFailure("\(name) listens although the log says \(contrary)") }
                calls.append((setting, Crowd.Call(port: port, host: setting.family == .ipv4 ? .ipv4 : .ipv6, text: "x")))
            } else if let verdict = verdicts[name] {
                outcomes[setting] = SocketOutcome.none(verdict)
            } else {
                throw EnvoyFailure("no verdict on \(setting)")
            }
        }
        let crowd = try Crowd(calls.map(\.call)) { !$0.isEmpty }
        // Two clients of different listeners may have the same port.
        let sockets = Dictionary(try await envoy.sockets().map { ([$0.localPort, $0.peerPort], $0) }) { first, _ in first }
        for ((setting, call), answer) in zip(calls, crowd.answers) {
            if answer.localPort != 0, let socket = sockets[[call.port, answer.localPort]] {
                outcomes[setting] = .sockets(try SocketKeepalive(numbersOf: socket))
            } else {
                outcomes[setting] = .unreachable
            }
        }
        return outcomes
    }

    private func upstream(
        _ settings: [GivenSetting], of envoy: EnvoyProcess, _ back: [AddressFamily: UInt16]
    ) async throws -> [GivenSetting: SocketOutcome] {
        guard let front = try await envoy.listeningPorts()["front"] else { return [:] }
        let connecting = settings.enumerated().filter { !$0.element.isDownstream }
        let crowd = try Crowd(
            connecting.map {
                Crowd.Call(port: front, text: "GET / HTTP/1.1\r\nHost: a\r\nx-cluster: \(GivenSetting.name($0.offset))\r\n\r\n")
            }
        ) { $0.suffix(5).elementsEqual("hello".utf8) || $0.starts(with: "HTTP/1.1 503".utf8) && $0.count > 200 }
        let ours = Set(back.values)
        let sockets = Dictionary(
            try await envoy.sockets().filter { ours.contains($0.peerPort) }.map { ([$0.peerPort, $0.localPort], $0) }
        ) { first, _ in first }
        var outcomes: [GivenSetting: SocketOutcome] = [:]
        for ((_, setting), answer) in zip(connecting, crowd.answers) {
            let text = answer.text
            if text.contains("local connection failure") {
                outcomes[setting] = SocketOutcome.none(.rejected(.other("local connection failure")))
            } else if let port = text.firstMatch(of: #/x-port: (\d+)/#).flatMap({ UInt16($0.1) }),
                let socket = sockets[[back[setting.family] ?? 0, port]]
            {
                outcomes[setting] = .sockets(try SocketKeepalive(numbersOf: socket))
            } else {
                outcomes[setting] = .unreachable
            }
        }
        return outcomes
    }

    // MARK: - One by one

    private func oneByOne(_ settings: [GivenSetting]) async throws -> [GivenSetting: SocketOutcome] {
        if settings.isEmpty { return [:] }
        var outcomes = try await EnvoyProcess.running(EnvoyInput(tool: tool)) { envoy in
            var outcomes: [GivenSetting: SocketOutcome] = [:]
            for (number, setting) in settings.enumerated() {
                if setting.isDownstream {
                    try await envoy.update(to: [setting.listener(number)], version: number + 1)
                } else {
                    try await envoy.update(toClusters: [setting.cluster(number, to: 1)], version: number + 1)
                }
                if try await envoy.log(until: \.endsUpdate).contains(where: \.refusesResponse) {
                    outcomes[setting] = SocketOutcome.none(.refusedWhenParsed)
                }
            }
            return outcomes
        }
        let unforeseen = settings.filter { outcomes[$0] == nil }
        var judge = self
        outcomes.merge(try await judge.together(unforeseen)) { first, _ in first }
        return outcomes
    }

    /// Envoy has one admin port, and starts without none.
    private func ofAdminPort(_ setting: GivenSetting) async throws -> SocketOutcome {
        switch try await EnvoyProcess.start(EnvoyInput(adminOptions: setting.json, tool: tool)) {
        case .refused(let log):
            let failure = Verdict.failedOption(in: log)
            return SocketOutcome.none(failure.map { .rejected($0) } ?? .refusedWhenParsed)
        case .running(let envoy, let log):
            do {
                guard let port = log.lazy.compactMap({ $0.firstMatch(of: #/admin address: .*:(\d+)/#) }).first.flatMap({ UInt16($0.1) })
                else {
                    throw EnvoyFailure("no admin port")
                }
                let crowd = try Crowd([Crowd.Call(port: port, text: "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n")]) { !$0.isEmpty }
                let socket = try await envoy.sockets().first { $0.peerPort == crowd.answers[0].localPort && $0.localPort == port }
                let outcome = try socket.map { SocketOutcome.sockets(try SocketKeepalive(numbersOf: $0)) } ?? .unreachable
                await envoy.stop()
                return outcome
            } catch {
                await envoy.stop()
                throw error
            }
        }
    }
}

extension GivenSetting {
    var isDownstream: Bool { field.role == .listener }

    static func name(_ number: Int) -> String { "setting-\(number)" }

    func listener(_ number: Int) -> EnvoyListener {
        EnvoyListener(
            name: Self.name(number), address: family == .ipv4 ? .ipv4 : .dual, service: .echo,
            fields: ["\"\(field == .listenerKeepalive ? "tcp_keepalive" : "socket_options")\": \(json)"])
    }

    func cluster(_ number: Int, to port: UInt16) -> EnvoyCluster {
        EnvoyCluster(
            name: Self.name(number), address: family == .ipv4 ? "127.0.0.1" : "::1", port: port,
            fields: [
                field == .clusterKeepalive
                    ? #""upstream_connection_options": {"tcp_keepalive": \#(json)}"#
                    : #""upstream_bind_config": {"socket_options": \#(json)}"#
            ])
    }
}
