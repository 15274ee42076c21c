import Foundation

/// Asks Envoy for its verdict on many listeners, thousands to one process.
struct EnvoyJudge {
    let privilege: Privilege

    /// How many listeners one Envoy gets: each has a socket a worker, and as many descriptors as the system grants are taken for them.
    static let batch: Int = {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        getrlimit(resource, &limit)
        limit.rlim_cur = limit.rlim_max
        // Handed on to Envoy. Where it is refused, the batches stay smaller.
        setrlimit(resource, &limit)
        getrlimit(resource, &limit)
        return max(50, min(3000, (Int(clamping: limit.rlim_cur) - 200) / 4))
    }()

    /// Verdicts by the listeners' names, which must be unique.
    ///
    /// - Parameter suspects: names of listeners whose configuration is expected not to parse. They are fed one by one, as one such
    ///   listener spoils the whole response. An unexpected one is still found, by halving, which takes longer.
    func verdicts(on listeners: [EnvoyListener], suspects: Set<String> = []) async throws -> [String: Verdict] {
        var verdicts: [String: Verdict] = [:]
        let sound = listeners.filter { !suspects.contains($0.name) }
        for start in stride(from: 0, to: sound.count, by: Self.batch) {
            let batch = Array(sound[start..<min(start + Self.batch, sound.count)])
            verdicts.merge(try await together(batch)) { first, _ in first }
        }
        verdicts.merge(try await oneByOne(listeners.filter { suspects.contains($0.name) })) { first, _ in first }
        return verdicts
    }

    private func together(_ listeners: [EnvoyListener]) async throws -> [String: Verdict] {
        let (envoy, startup) = try await EnvoyProcess.started(with: listeners, as: privilege)
        let active: [String: UInt16]
        do {
            active = try await envoy.listeningPorts()
        } catch {
            await envoy.stop()
            throw error
        }
        let log = startup + (await envoy.stop())
        if log.contains(where: \.refusesResponse) {
            if listeners.count == 1 { return [listeners[0].name: .refusedWhenParsed] }
            let half = listeners.count / 2
            let first = try await together(Array(listeners[..<half]))
            return first.merging(try await together(Array(listeners[half...]))) { first, _ in first }
        }
        var verdicts = Verdict.readFrom(log: log)
        for name in active.keys {
            if let contrary = verdicts[name] { throw EnvoyFailure("\(name) listens although the log says \(contrary)") }
            verdicts[name] = .accepted
        }
        return verdicts
    }

    private func oneByOne(_ listeners: [EnvoyListener]) async throws -> [String: Verdict] {
        if listeners.isEmpty { return [:] }
        let (envoy, _) = try await EnvoyProcess.started(with: [], as: privilege)
        var verdicts: [String: Verdict] = [:]
        do {
            for (index, listener) in listeners.enumerated() {
                try await envoy.update(to: [listener], version: index + 1)
                let log = try await envoy.log { $0.endsUpdate }
                if log.contains(where: \.refusesResponse) {
                    verdicts[listener.name] = .refusedWhenParsed
                } else {
                    let said = Verdict.readFrom(log: log)[listener.name]
                    let isActive = try await envoy.listeningPorts()[listener.name] != nil
                    verdicts[listener.name] = said ?? (isActive ? .accepted : nil)
                }
            }
        } catch {
            await envoy.stop()
            throw error
        }
        await envoy.stop()
        return verdicts
    }
}

extension String {
    /// Whether the line says that a whole response was thrown away, none of its listeners or clusters looked at.
    var refusesResponse: Bool {
        contains("Filesystem config update") && !contains("Error adding/updating listener")
    }

    /// Whether the line is the last that every kind of update ends in.
    var endsUpdate: Bool {
        contains("Filesystem config update") || contains("lds: add/update listener") || contains("cds: added/updated")
    }
}

extension EnvoyProcess {
    /// The ports of the listeners that listen, by name.
    func listeningPorts() async throws -> [String: UInt16] {
        struct Statuses: Decodable {
            let listener_statuses: [Status]?
            struct Status: Decodable {
                let name: String
                let local_address: Address
            }
            struct Address: Decodable { let socket_address: SocketAddress }
            struct SocketAddress: Decodable { let port_value: UInt16 }
        }
        let statuses = try JSONDecoder().decode(Statuses.self, from: Data(try await get("/listeners?format=json").utf8))
        return Dictionary(
            (statuses.listener_statuses ?? []).map { ($0.name, $0.local_address.socket_address.port_value) },
            uniquingKeysWith: { first, _ in first })
    }
}
