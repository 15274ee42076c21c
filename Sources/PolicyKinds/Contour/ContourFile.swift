import Manifests

extension EmbeddedConfiguration {
    /// Contour's configuration file in a ConfigMap: kebab-case names. The addresses are flags of `contour serve`, so the file shows none and
    /// the default, 0.0.0.0, is taken.
    static let contourFile: EmbeddedConfiguration = EmbeddedConfiguration(
        in: .configMap, settings: [ContourFile.socketOptions], hints: ["socket-options", "traffic-class"],
        recognizes: { document, key, object in
            key.hasText("contour.yaml") || document["listener"]?["socket-options"] != nil
        },
        read: { document, reading in
            guard let listener = reading.container("listener", of: document, .mapping) else { return }
            Contour.read(
                listener, ContourFile.socketOptions, .file, path: "listener", family: .ipv4,
                ApplicationTimeouts(
                    idleTimeoutPath: "timeouts.connection-idle-timeout",
                    // Left out it is a minute, which is Contour's own default for the file (parameters.go).
                    idleTimeout: document["timeouts"]?["connection-idle-timeout"]?.duration ?? .value(ContourFile.idleTimeout, document)),
                into: &reading)
        })
}

private enum ContourFile {
    static let idleTimeout = GoDuration(nanoseconds: 60_000_000_000)
    static let socketOptions = Contour.setting(
        "listener.socket-options", .file, product: .contour, specimen: Specimen("listener: {socket-options: SETTING}\n"))
}
