import Manifests
import PolicyKinds
import Testing

/// The first object of a manifest.
func object(_ manifest: String) throws -> PolicyObject {
    let trees = ManifestReader.documents(in: Array(manifest.utf8))
    let tree = try #require(trees.first).get()
    let node = try #require(tree.objects.first)
    guard let object = PolicyObject(from: node) else { throw NoObject() }
    return object
}

struct NoObject: Error {}

/// A ListenerPolicy with this spec, in YAML's flow style.
func listenerPolicy(_ spec: String) throws -> PolicyObject {
    try object("{apiVersion: gateway.kgateway.dev/v1alpha1, kind: ListenerPolicy, metadata: {name: p}, spec: \(spec)}")
}

/// The raw options of a ListenerPolicy with this list.
func options(_ list: String) throws -> SocketOptionList {
    let policy = try listenerPolicy("{socketOptions: \(list)}")
    guard case .options(let list) = try #require(policy.configurations.first).settings else { throw NoObject() }
    return list
}

/// The typed keepalive block of an object's first configuration.
func keepalive(_ object: PolicyObject) throws -> KeepaliveBlock {
    guard case .keepalive(let keepalive) = try #require(object.configurations.first).settings else { throw NoObject() }
    return keepalive
}

/// A field in short: `60`, `-` where it is absent, `!…` where it is malformed.
func short<Value>(_ field: Written<Value>) -> String {
    switch field {
    case .absent: "-"
    case .value(let value, _): "\(value)"
    case .malformed(let malformation, _): "!\(malformation)"
    }
}
