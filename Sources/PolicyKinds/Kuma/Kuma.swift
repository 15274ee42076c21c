import Manifests

/// Kuma and Kong Mesh: what their kinds share.
///
/// Sources: kumahq/kuma of 2026-08-21 and tags to 2.14.0: pkg/plugins/policies/meshproxypatch, pkg/core/resources/apis/mesh/validators.go,
/// pkg/util/proto/proto.go, mk.
extension Product {
    static let kuma: Product = Product(
        name: "kuma", title: "Kuma",
        envoys: [(Release(2, 12), Release(1, 35)), (Release(2, 13), Release(1, 36)), (Release(2, 14), Release(1, 38))])
}

enum Kuma {
    static let group = "kuma.io"
    /// The first whose Envoy API has `Listener.tcp_keepalive`.
    static let firstWithListenerKeepalive = Release(2, 14)

    /// What Kuma's parser (jsonpb, AllowUnknownFields) does with a field of Envoy that it does not know.
    static let whenUnknown = "Kuma drops a field that it does not know, in silence"

    /// The settings in the texts of a kind's modifications.
    /// - Parameters:
    ///   - listener: the path of a listener's text.
    ///   - cluster: the same of a cluster.
    ///   - document: a whole object with this text, `listener` or `cluster`, and the name of the message.
    static func settings(
        listener: String, cluster: String, document: @escaping @Sendable (_ message: String, _ text: String) -> String
    ) -> EnvoySettings {
        EnvoySettings(
            [.listener, .cluster], spelling: .camel, listener: "\(listener): ", cluster: "\(cluster): ",
            keepaliveServed: .since(firstWithListenerKeepalive), unserved: "it drops the field in silence"
        ) { message, members in
            Specimen(document(message == .listener ? "listener" : "cluster", "{\(members)}"))
        }
    }

    /// How `jsonPatches` are applied: to the resource as JSON in camel case, which is decoded afterwards and checked by nothing else. Whether
    /// lists and maps that are missing on the way are made is unverified.
    static let patches = EnvoyJSONPatches.Manner(
        spelling: .camel, otherSpelling: { "where the resource has `\($0)`, that one counts, without a word" }, refusesInvalid: nil,
        takesJSONPath: false)

    /// Takes the patches of a modification.
    static func take(
        _ entry: ManifestNode, here: String, _ message: EnvoyJSONPatches.Target.Message, _ patches: inout EnvoyJSONPatches,
        into reading: inout PolicyReading
    ) {
        guard let list = reading.container("jsonPatches", of: entry, .sequence) else { return }
        if let value = entry["value"], value.kind != .null {
            reading.notApplied.append(
                NotApplied(
                    Place(list, .key), "Kuma refuses a modification that has both `value` and `jsonPatches`", remedy: "keep one of the two",
                    loses: .target))
            return
        }
        let (title, identity) = target(of: entry, here: here, message == .listener ? "listener" : "cluster")
        let target = EnvoyJSONPatches.Target(message, title: title, identity: identity)
        for patch in list.elements { patches.take(patch, on: target, into: &reading) }
    }

    /// What a modification that patches is for.
    private static func target(of entry: ManifestNode, here: String, _ name: String) -> (title: String, identity: String) {
        let match = entry["match"]?["name"].flatMap { $0.kind == .string ? $0.text(atMost: 256) : nil }
        return (
            match.map { "the \(name) \(quoted($0))" } ?? "the \(name)s that \(here) matches",
            "\(name) \(entry["match"]?.canonicalText ?? "all")"
        )
    }

    /// Reads the text of a modification.
    /// - Parameters:
    ///   - entry: the map with `operation`, `match` and `value`.
    ///   - here: its path.
    ///   - message: whether it is a listener or a cluster.
    static func readValue(
        of entry: ManifestNode, here: String, _ message: EnvoySettings.Messages, _ settings: EnvoySettings,
        into reading: inout PolicyReading
    ) {
        guard let value = entry["value"], let root = reading.document(in: value, "`value`", isRefused: true) else { return }
        let operation = entry["operation"].map { $0.text(atMost: 16).lowercased() } ?? ""
        let name = message == .listener ? "listener" : "cluster"
        guard operation != "remove" else {
            if value.holdsSettings {
                reading.notApplied.append(
                    NotApplied(Place(value, .key), "Kuma passes over the value of an operation that removes", remedy: "remove it"))
            }
            return
        }
        var origin = EnvoyReader.Origin()
        if operation != "add" {
            let (title, identity) = target(of: entry, here: here, name)
            (origin.title, origin.identity) = (title, identity)
        }
        reading.whenUnknown = whenUnknown
        let reader = EnvoyReader(settings: settings)
        if message == .listener {
            reader.readListener(root, from: origin, into: &reading)
        } else {
            reader.readCluster(root, from: origin, into: &reading)
        }
        reading.whenUnknown = nil
    }

    static let becomes = """
        What is written: an added listener or cluster as it stands, of a patch its fields, where lists are appended to. Fields that Kuma does not \
        know are dropped in silence, those of a listener's tcp_keepalive before 2.14 among them; where both spellings of one field stand, the \
        camel-case one counts, without a word. A 0 in a tcp_keepalive switches keepalive off since Envoy 1.37 (Kuma 2.14); before, the kernel \
        refuses it. Kuma adds no options to listeners or clusters of data planes.
        """
    static let sources = [
        "kumahq/kuma (2026-08) and its tags: pkg/plugins/policies/meshproxypatch, pkg/core/resources/apis/mesh, pkg/util/proto"
    ]
}
