extension Shape {
    /// The worst that searches over shapes found, each cut down to what makes it dear.
    static let foundShapes: [Shape] = [
        // Keys that nobody knows.
        Shape("spec-keys-of-signs") { count in
            review(policy(joined(count) { #""a.b[\#($0)]/é":1"# }, kind: "BackendConfigPolicy"), kind: "BackendConfigPolicy")
        },
        Shape("block-keys-of-escapes") { count in
            review(policy(#""default":{"tcpKeepalive":\#(map(count) { #""\u0000\u202e\#($0)":1"# })}"#))
        },
        Shape("block-keys-by-case") { count in
            let keys = map(count) { #""\#(spelling($0, of: "keepAliveInterval"))\#($0 >> 17)":1"# }
            return review(policy(#""tcpKeepalive":\#(keys)"#, kind: "BackendConfigPolicy"), kind: "BackendConfigPolicy")
        },
        created("options-fields-misspelt") { #"{"level":6,"name":18,"intValue":1,"stat\#($0)":1}"# },
        // Options with much to say about each.
        created("options-described") { #"{"level":60,"name":9,"intValue":1,"state":\#($0),"description":"x\#($0)","\#($0)":1}"# },
        created("options-small-buffers") { _ in #"{"level":1,"name":8,"intValue":1}"# },
        created("options-read-only") { #"{"level":1,"name":1,"intValue":\#($0)}"# },
        created("options-device-names") { #"{"level":1,"name":25,"bufValue":"\#($0)"}"# },
        created("options-descriptions-contradict") { #"{"level":6,"name":4,"intValue":\#($0),"description":"TCP_KEEPINTVL interval"}"# },
        updated(
            "update-errors-move", from: { #"{"level":65535,"name":8,"intValue":\#($0)}"# },
            to: { #"{"level":65535,"name":8,"intValue":\#($0 + 1)}"# }),
        updated("update-malformed", from: { _ in #"{"name":[],"intValue":1}"# }, to: { _ in #"{"name":[],"intValue":1}"# }),
        updated("update-refused-values", from: trafficClass, to: trafficClass),
        Shape("update-doubles") { count in
            review(policy(options: list(count, foreignNumbers)), old: policy(options: list(count / 2, foreignNumbers)))
        },
        updated("update-lists-for-options", from: { _ in "[[]]" }, to: { _ in "[[]]" }),
        // Ports.
        Shape("ports-of-escapes") { count in
            review(
                policy(
                    "\"perPort\":\(list(count) { _ in #"{"port":"\u0000\u202e","listener":{"tcpKeepalive":{"keepAliveTime":9}}}"# })"))
        },
        Shape("ports-malformed") { count in
            let block = #"{"keepAliveInterval":"x","keepAliveProbes":"y","keepaliveTime":1}"#
            return review(policy("\"perPort\":\(list(count) { #"{"port":\#($0),"listener":{"tcpKeepalive":\#(block)}}"# })"))
        },
        Shape("ports-unknown-keys") { count in
            let entry = { (port: Int) in #"{"port":1,"listener":{"tcpKeepalive":{"keepAliveInterval":"60s","\#(port)":1}}}"# }
            return review(policy("\"perPort\":\(list(count + 1, entry))"), old: policy("\"perPort\":\(list(count, entry))"))
        },
        Shape("ports-one-more") { count in
            review(
                policy("\"perPort\":\(list(count + 1, keepalivePort))"), old: policy("\"perPort\":\(list(count, keepalivePort))"))
        },
        // What was applied.
        Shape("applied-empty-options") { count in
            review(policy("", annotations: #"{"\#(appliedKey)":\#(literal(policy(options: list(count) { _ in "{}" })))}"#))
        },
        // What is only read.
        Shape("reading-numbers") { count in review(policy("", metadata: "\"labels\":\(list(count) { _ in "1" }),")) },
        Shape("reading-escapes") { count in review(policy("", metadata: "\"labels\":\(list(count) { _ in #""\n""# }),")) },
        // What `<<` does not take, and merges within merges.
        Shape("yaml-merge-scalars", .linter) { "a: &a 1\nb:\n  <<: \(list($0) { _ in "*a" })\n" },
        Shape("yaml-merge-lists", .linter) { deepMerge(list($0) { _ in "[]" }) },
        Shape("yaml-merge-tags", .linter) { deepMerge(list($0) { $0 % 3 == 2 ? "[]" : "!!str 1" }) },
        Shape("yaml-documents-nested", .linter) { lines($0) { "---\na: {b: {c: {d: {k\($0): &x {e: 1}}}}}" } },
        // What the linter says of all of it, with places.
        Shape("lint-options-foreign", .linter) { count in policy(options: list(count) { _ in foreign }) },
        Shape("lint-list-of-policies", .linter) { count in
            #"{"kind":"List","items":\#(list(count) { _ in policy(options: "[\(foreign)]") })}"#
        },
        Shape("lint-update", .linter) { count in
            review(policy(options: list(count, unknown)), old: policy(options: list(count) { _ in foreign }))
        },
    ]

    /// IPV6_TCLASS with a value that may be refused.
    private static func trafficClass(_ index: Int) -> String { #"{"level":41,"name":67,"intValue":\#(index)}"# }

    /// An IPv6 option that may not exist.
    private static func foreignNumbers(_ index: Int) -> String { #"{"level":41,"name":\#(index),"intValue":\#(index)}"# }

    /// A merge in a hundred others.
    private static func deepMerge(_ inner: String) -> String {
        "a:\n  <<: " + String(repeating: "{<<: ", count: 100) + inner + String(repeating: "}", count: 100) + "\n"
    }
}
