import Manifests

extension TypedKeepalive {
    /// kgateway's block: `keepAliveTime`, `keepAliveInterval`, `keepAliveProbes`.
    init(kgateway node: ManifestNode) {
        self.init(node, .kgateway, idle: "keepAliveTime", interval: "keepAliveInterval", count: "keepAliveProbes")
    }

    /// The guide's block: `keepaliveTime`, `keepaliveInterval`, `keepaliveProbes`.
    init(connectionConfig node: ManifestNode) {
        self.init(node, .connectionConfig, idle: "keepaliveTime", interval: "keepaliveInterval", count: "keepaliveProbes")
    }

    private init(_ node: ManifestNode, _ dialect: Dialect, idle: StaticString, interval: StaticString, count: StaticString) {
        self.node = node
        self.dialect = dialect
        func field(_ name: StaticString) -> TypedField {
            let value = node[name]
            return TypedField(fieldName: "\(name)", scalar: value?.scalar ?? .absent, node: value)
        }
        self.idle = field(idle)
        self.interval = field(interval)
        self.count = field(count)
        otherFields = PolicyObject.OtherField.all(of: node, except: [idle, interval, count])
        malformed =
            node.kind == .mapping || node.kind == .null ? nil : .wrongType(expected: "a map of keepalive settings", found: node.inWords)
    }
}

extension PolicyObject.OtherField {
    /// The keys of a mapping that are none of these.
    static func all(of node: ManifestNode, except known: [StaticString]) -> [PolicyObject.OtherField] {
        var others: [PolicyObject.OtherField] = []
        for (key, value) in node.entries where !known.contains(where: key.hasText) {
            others.append(PolicyObject.OtherField(name: key.text, node: value))
        }
        return others
    }
}
