import Manifests

/// All kinds that are read.
public enum PolicyKinds {
    /// The one list: whoever adds a kind adds its value here.
    public static let all: [PolicyKind] =
        [
            .listenerPolicy, .backendConfigPolicy, .backend, .kgatewayListenerOption,
            .agentgatewayPolicy, .agentgatewayBackend, .agentgatewayModel,
            .glooGateway, .glooListenerOption, .glooUpstream, .glooProxy,
            .emissaryMapping, .emissaryModule,
            .ciliumEnvoyConfig, .ciliumClusterwideEnvoyConfig, .ciliumIngress,
            .contourConfiguration, .contourDeployment,
            .proxyDefaults, .serviceDefaults,
            .meshProxyPatch, .proxyTemplate,
            .envoyBootstrap, .envoyDiscoveryResponse, .envoyListener, .envoyCluster,
            .clientTrafficPolicy, .backendTrafficPolicy, .envoyPatchPolicy, .envoyProxy, .securityPolicy, .envoyExtensionPolicy,
            .destinationRule, .istioSidecar, .envoyFilter, .istioOperator, .sailIstio, .sailIstioRevision,
            .configMap, .secret, .service,
        ]
        + PolicyKind.podTemplates

    /// Configurations in texts of objects that are there for something else.
    static let embedded: [EmbeddedConfiguration] = [
        .envoyBootstrap, .emissaryAnnotation, .istioMeshConfig, .istioProxyConfig, .contourFile, .consulProxyConfig,
    ]

    /// The products of all kinds, each once, in the order of the list.
    public static let products: [Product] = {
        var products: [Product] = []
        for product in all.flatMap({ kind in [kind.product] + kind.settings.compactMap(\.product) })
        where product.name != Product.kubernetes.name && !products.contains(where: { $0.name == product.name }) {
            products.append(product)
        }
        return products
    }()

    /// The kind of an object, by its `apiVersion` and `kind`, or by what only such a document has; nil where it is none of ours.
    static func kind(of node: ManifestNode) -> PolicyKind? {
        guard node.kind == .mapping else { return nil }
        guard let apiVersion = node["apiVersion"], apiVersion.kind == .string else {
            return documents.first { $0.recognizes?(node) ?? false }
        }
        guard let kindNode = node["kind"], kindNode.kind == .string, let candidates = byKind[kindNode.text] else { return nil }
        // The core group has no name: "v1".
        return candidates.first { kind in
            kind.group.isEmpty ? !apiVersion.text.utf8.contains(UInt8(ascii: "/")) : apiVersion.hasPrefix(kind.groupPrefix)
        }
    }

    private static let byKind = Dictionary(grouping: all.filter(\.isKubernetesObject), by: \.kind)
    private static let documents = all.filter { !$0.isKubernetesObject }

    /// The fields that hold settings in some kind, each once.
    public static let fieldNames: [String] = Array(Set(all.flatMap(\.settings).map(\.fieldName))).sorted()
}
