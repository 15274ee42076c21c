extension Shape {
    /// What only YAML has: merges, anchors and aliases, blocks, comments, documents.
    static let yamlShapes: [Shape] = [
        // Merges.
        Shape("yaml-merge-empty-maps", .linter) { "a:\n  <<: \(list($0) { _ in "{}" })\n" },
        Shape("yaml-merge-maps", .linter) { "a:\n  <<: \(list($0) { "{k\($0): 1}" })\n" },
        Shape("yaml-merge-one-map", .linter) { "a:\n  <<: \(map($0) { "k\($0): 1" })\n" },
        Shape("yaml-merge-keys", .linter) { "a:\n" + lines($0) { "  <<: {k\($0): 1}" } },
        Shape("yaml-merge-aliases", .linter) { "a: &a {k: 1}\nb:\n" + lines($0) { _ in "- <<: *a" } },
        Shape("yaml-merge-alias-list", .linter) { "a: &a {k: 1}\nb:\n  <<: \(list($0) { _ in "*a" })\n" },
        // Each merge moves all that the ones inside of it merged.
        Shape("yaml-merge-nested", .linter) { count in
            let depth = 400
            return lines(count / depth + 1) { item in
                "- " + String(repeating: "{<<: ", count: depth) + "{k\(item): 1}" + String(repeating: "}", count: depth)
            }
        },
        Shape("yaml-merge-anchors", .linter) { "a:\n  <<: \(map($0) { "k\($0): &a\($0) 1" })\n" },
        // Anchors and aliases.
        Shape("yaml-anchors", .linter) { lines($0) { "- &a\($0) 1" } },
        Shape("yaml-anchors-deep", .linter) { deep("{<<: ", list($0) { "&a\($0) 1" }, "}") },
        Shape("yaml-anchor-one-name", .linter) { lines($0) { _ in "- &a 1" } },
        Shape("yaml-anchor-long", .linter) { lines($0 / 4096 + 1) { _ in "- &\(String(repeating: "a", count: 4096)) 1" } },
        Shape("yaml-alias-chain", .linter) { "- &a0 [1]\n" + lines($0) { "- &a\($0 + 1) [*a\($0)]" } },
        Shape("yaml-alias-scalar", .linter) { "- &a 1\n" + lines($0) { _ in "- *a" } },
        Shape("yaml-alias-deep", .linter) { "- &a 1\n- " + deep("[", joined($0) { _ in "*a" }, "]") },
        Shape("yaml-alias-options", .linter) { count in
            manifest("socketOptions:\n  - &o {level: 65535, name: 8, intValue: 1}\n" + lines(count) { _ in "  - *o" })
        },
        // Depth.
        Shape("yaml-nested-lists", .linter) { lines($0 / 500 + 1) { _ in "- " + deep("[", "1", "]") } },
        Shape("yaml-nested-maps", .linter) { lines($0 / 500 + 1) { _ in "- " + deep("{a: ", "1", "}") } },
        Shape("yaml-nested-blocks", .linter) { count in
            lines(count / 400 + 1) { _ in String(repeating: "- ", count: 400) + "1" }
        },
        Shape("yaml-too-deep", .linter) { String(repeating: "[", count: $0) },
        Shape("yaml-too-deep-blocks", .linter) { String(repeating: "- ", count: $0) },
        // Documents.
        Shape("yaml-documents", .linter) { lines($0) { _ in "---\na: 1" } },
        Shape("yaml-documents-empty", .linter) { lines($0) { _ in "---" } },
        Shape("yaml-documents-broken", .linter) { lines($0) { _ in "---\n{" } },
        Shape("yaml-documents-template", .linter) { lines($0) { _ in "---\n{{ x }}" } },
        Shape("yaml-documents-ended", .linter) { lines($0) { _ in "a: 1\n..." } },
        Shape("yaml-policies", .linter) { count in
            lines(count) { "---\n" + manifest("socketOptions: [{level: 65535, name: 8, intValue: \($0)}]\n") }
        },
        // Scalars, comments and space.
        Shape("yaml-scalar-plain", .linter) { "a:\n" + lines($0) { _ in "  words of a text" } },
        Shape("yaml-scalar-quoted", .linter) { "a: \"" + String(repeating: "\\x41\\n", count: $0) + "\"\n" },
        Shape("yaml-scalar-block", .linter) { "a: |\n" + lines($0) { _ in "  words of a text" } },
        Shape("yaml-scalar-unicode", .linter) { "a: " + String(repeating: "ä€😀", count: $0) + "\n" },
        Shape("yaml-unicode-keys", .linter) { lines($0) { "ä\($0): ö" } },
        Shape("yaml-comments", .linter) { lines($0) { _ in "# a comment" } + "a: 1\n" },
        Shape("yaml-comment-long", .linter) { "a: 1 # " + String(repeating: "x", count: $0) + "\n" },
        Shape("yaml-anchor-comments", .linter) { "a: &a\n" + lines($0) { _ in "# a comment" } + "  b: 1\n" },
        Shape("yaml-blank-lines", .linter) { "a:\n" + lines($0) { _ in "- |\n  x\n\n\n\n" } },
        Shape("yaml-keys", .linter) { lines($0) { "k\($0): 1" } },
        Shape("yaml-tags", .linter) { lines($0) { _ in "- !!str 1" } },
        Shape("yaml-numbers", .linter) { lines($0) { _ in "- 0x3c" } },
        Shape("yaml-number-long", .linter) { "a: " + String(repeating: "9", count: $0) + "\n" },
    ]

    /// So many lines.
    static func lines(_ count: Int, _ line: (Int) -> String) -> String {
        var text = ""
        for index in 0..<max(count, 0) { text += line(index) + "\n" }
        return text
    }

    /// Something within as many containers as may be, almost.
    private static func deep(_ open: String, _ inner: String, _ close: String) -> String {
        String(repeating: open, count: 500) + inner + String(repeating: close, count: 500)
    }

    /// A ListenerPolicy in block style, with these lines of its spec.
    private static func manifest(_ spec: String) -> String {
        "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: x, namespace: edge}\nspec:\n  targetRefs: []\n  \(spec)"
    }
}
