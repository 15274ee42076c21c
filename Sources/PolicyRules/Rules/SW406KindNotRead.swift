public import Manifests
public import PolicyKinds

extension Rule {
    static let kindNotRead: Rule = Rule(
        code: "SW406", name: "kind-not-read", severity: .info,
        documentation: Documentation(
            finds: """
                In the linter only: a document of a kind that is not read, which holds raw socket options or a TCP keepalive block (`socket_options`, \
                `tcp_keepalive` or the like), once a document, at the first such key. And of a kind that is read, a text with such words that could not \
                be read as a configuration, or a patch whose effect only the patched resource shows.
                """,
            why: "nothing in it was checked, and a green run would look as if it had been",
            example: Example(
                """
                kind: Gadget
                apiVersion: example.com/v1
                listener:
                  socket_options:
                  - {level: 65535, name: 8, int_value: 1}

                """,
                mended: """
                    kind: Gadget
                    apiVersion: example.com/v1
                    listener: {}

                    """),
            instead: "check its numbers by hand: `sockwarden explain 65535/8` says what a pair of numbers is"),
        traits: .isOnlyLinted, check: .engine)
}

extension Finding {
    /// A note that a text or patch of an object was not read.
    public static func notRead(_ part: UnreadText) -> Finding {
        Finding(
            .kindNotRead, at: Place(part.node),
            "nothing was checked here: \(part.error.message); check its numbers by hand (sockwarden explain 6/4)",
            instead: "check its numbers by hand")
    }

    /// A note that a document of a kind which is not read holds settings of sockets.
    /// - Parameters:
    ///   - key: the first such key's value.
    ///   - kind: the document's kind, as people name it: "Pod of v1"; nil where it has none.
    public static func kindNotRead(_ node: ManifestNode, kind: String?) -> Finding {
        let field = quoted(node.key?.text ?? "")
        return Finding(
            .kindNotRead, at: Place(node, .key),
            "nothing was checked below \(field): \(kind ?? "a document without a kind") is not read; check its numbers by hand "
                + "(sockwarden explain 6/4)",
            instead: "check its numbers by hand")
    }
}
