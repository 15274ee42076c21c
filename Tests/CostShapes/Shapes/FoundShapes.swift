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
        // What the linter says of all of it, with places.
        Shape("lint-options-foreign", .linter) { count in policy(options: list(count) { _ in foreign }) },
        Shape("lint-list-of-policies", .linter) { count in
            #"{"kind":"List","items":\#(list(count) { _ in policy(options: "[\(foreign)]") })}"#
        },
        Shape("lint-update", .linter) { count in
            review(policy(options: list(count, unknown)), old: policy(options: list(count) { _ in foreign }))
        },
    ]
}
