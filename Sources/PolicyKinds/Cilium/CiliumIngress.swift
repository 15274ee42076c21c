import Manifests

extension PolicyKind {
    /// Ingress of networking.k8s.io, for the keepalive annotations that Cilium's controller once read.
    static let ciliumIngress: PolicyKind = PolicyKind(
        group: "networking.k8s.io", kind: "Ingress", versions: ["v1"], resource: "ingresses", product: .cilium, settings: [], isHost: true,
        hints: [CiliumIngress.word],
        documentation: Documentation(
            reads: """
                The annotations ingress.cilium.io/tcp-keep-alive, …-idle, …-probe-interval and …-probe-max-failures, and the same below the older prefix \
                io.cilium/.
                """,
            becomes: """
                Nothing since Cilium 1.13: all Ingresses share a load balancer, whose listeners have SO_KEEPALIVE, 10 s idle, 5 s interval and 10 probes, \
                and no setting changes them. Cilium 1.12 read the annotations, as whole seconds.
                """,
            sources: ["cilium/cilium pull requests 21386 (1.13) and 30733 (2024-02)"]),
        read: { object, reading in
            guard let annotations = object["metadata"]?["annotations"] else { return }
            // One finding for all of them, at the first.
            let found = annotations.entries.filter { key, _ in CiliumIngress.names.contains(where: key.isText) }
            guard let first = found.first else { return }
            let others = found.count == 1 ? "" : " and \(found.count - 1) more like it"
            reading.notApplied.append(
                NotApplied(
                    Place(first.value, .key),
                    "Cilium ignores the annotation \(first.key.text)\(others) since 1.13, where its Ingresses have 10 s idle, 5 s interval and 10 probes",
                    remedy: "remove \(found.count == 1 ? "it" : "them")"))
        })
}

private enum CiliumIngress {
    static let word = "tcp-keep-alive"
    static let names = ["ingress.cilium.io/", "io.cilium/"].flatMap { prefix in
        ["", "-idle", "-probe-interval", "-probe-max-failures"].map { prefix + word + $0 }
    }
}
