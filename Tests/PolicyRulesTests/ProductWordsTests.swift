import Foundation
import Testing

/// A fact about a product lives in that product's folder: rules, reports and the server know none.
@Suite struct ProductWordsTests {
    /// Names of products, and fields that only one of them has.
    static let words = [
        "kgateway", "gloo", "istio", "cilium", "contour", "emissary", "consul", "kuma", "agentgateway", "envoy-gateway", "envoy gateway",
        "listenerpolicy", "backendconfigpolicy", "destinationrule", "clienttrafficpolicy", "backendtrafficpolicy", "envoypatchpolicy",
        "envoyextensionpolicy", "backendsettings", "envoyfilter", "connectionconfig",
        "keepalivetime",
        "keepaliveinterval", "keepaliveprobes", "httpsettings", "commonhttpprotocoloptions", "perport", "targetrefs",
        "solo.io", "getambassador", "agentgatewaypolicy", "http1idletimeout", "promptguard", "tcpproxysettings",
        "cluster_idle_timeout_ms",
        "proxydefaults", "servicedefaults", "envoy_gateway_remote", "meshproxypatch", "proxytemplate",
    ]
    /// Rooms that must know none, below `Sources`.
    static let rooms = ["SocketOptions", "Manifests", "PolicyRules", "Admission", "WebhookServer", "Linting", "LanguageServer"]

    @Test(arguments: rooms) func areNotIn(room: String) throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources")
        let folder = sources.appending(path: room)
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var looked = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            looked += 1
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                // Ours, although a product's field begins alike.
                let text = line.lowercased().replacing("keepalivetimeline", with: "")
                let found = Self.words.filter(text.contains)
                #expect(found.isEmpty, "\(file.lastPathComponent):\(number + 1) speaks of \(found)")
            }
        }
        #expect(looked > 3)
    }
}
