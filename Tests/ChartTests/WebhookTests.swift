import Foundation
import PolicyKinds
import Testing

@Suite("The chart's ValidatingWebhookConfiguration", .chartTool)
struct WebhookTests {
    /// A list of kinds with kinds that every cluster has.
    static let manyKinds = """
        # A comment.
        kgateway:
          - apiGroups: ["gateway.kgateway.dev"]
            apiVersions: ["v1alpha1"]
            resources: ["backends"]
        other:
          - apiGroups: [""]
            apiVersions: ["v1"]
            resources: ["configmaps", "services"]
          - apiGroups: ["apps"]
            apiVersions: ["v1"]
            resources: ["deployments"]
          - apiGroups: ["other.example"]
            apiVersions: ["v1", "v2"]
            resources: ["filters"]

        """

    @Test func asksAsTheAPIServerWants() throws {
        let webhook = try #require(try ChartTool.render().webhook)
        #expect(value(webhook, "admissionReviewVersions") as? [String] == ["v1", "v1beta1"])
        #expect(value(webhook, "sideEffects") as? String == "None")
        #expect(value(webhook, "matchPolicy") as? String == "Equivalent")
        #expect(value(webhook, "failurePolicy") as? String == "Fail")
        #expect(value(webhook, "timeoutSeconds") as? Int == 5)
        #expect(value(webhook, "clientConfig", "service", "path") as? String == "/validate")
        let rules = try #require(value(webhook, "rules") as? [[String: Any]])
        #expect(rules.allSatisfy { $0["operations"] as? [String] == ["CREATE", "UPDATE"] })
    }

    /// The kinds that an API server has; others stand in files alone.
    private static let served = PolicyKinds.all.filter { $0.isKubernetesObject && !$0.settings.isEmpty }

    @Test("kinds.yaml has, by product, exactly the kinds that are read", arguments: Set(served.map(\.product.name)).sorted())
    func asksForExactlyThePolicies(product: String) throws {
        let chart = try ChartTool.render(["webhook": ["kinds": [product], "coreKinds": ["enabled": true]]])
        let webhooks = value(chart.only("ValidatingWebhookConfiguration"), "webhooks") as? [Any] ?? []
        #expect(Self.asked(webhooks) == Set(Self.served.filter { $0.product.name == product }.flatMap(Self.names)))
        #expect(chart.notes.contains("the policies of \(product) in"))
    }

    @Test("All products are asked about by default, and no others")
    func asksForAllProducts() throws {
        let all = try ChartTool.render(["webhook": ["coreKinds": ["enabled": true]]])
        let webhooks = value(all.only("ValidatingWebhookConfiguration"), "webhooks") as? [Any] ?? []
        #expect(Self.asked(webhooks) == Set(Self.served.flatMap(Self.names)))
        // The notes name no product that has core kinds alone, where these are not asked about.
        #expect(all.notes.contains(", kubernetes, "))
        #expect(try !ChartTool.render().notes.contains("kubernetes, "))
        #expect(try ChartTool.render(["webhook": ["kinds": ["kubernetes"]]]).notes.contains("is asked about nothing"))
        let one = try ChartTool.render(["webhook": ["kinds": ["other"]]], kinds: Self.manyKinds)
        #expect(Self.asked([one.webhook]) == ["other.example/v1/filters", "other.example/v2/filters"])
    }

    private static func names(of kind: PolicyKind) -> [String] { kind.versions.map { "\(kind.group)/\($0)/\(kind.resource)" } }

    /// What webhooks ask about: GROUP/VERSION/RESOURCE.
    private static func asked(_ webhooks: [Any?]) -> Set<String> {
        var asked: Set<String> = []
        for rule in webhooks.flatMap({ value($0, "rules") as? [[String: Any]] ?? [] }) {
            func list(_ key: String) -> [String] { rule[key] as? [String] ?? [] }
            for group in list("apiGroups") {
                for version in list("apiVersions") { asked.formUnion(list("resources").map { "\(group)/\(version)/\($0)" }) }
            }
        }
        return asked
    }

    @Test("Kinds that every cluster has are asked about on request, narrowed, and never in the way")
    func coreKinds() throws {
        let on: [String: Any] = ["webhook": ["coreKinds": ["enabled": true]]]
        func webhooks(_ chart: ChartTool.Rendered) -> [Any] {
            value(chart.only("ValidatingWebhookConfiguration"), "webhooks") as? [Any] ?? []
        }
        #expect(webhooks(try ChartTool.render(kinds: Self.manyKinds)).count == 1)
        let chart = try ChartTool.render(on, kinds: Self.manyKinds)
        let core = try #require(webhooks(chart).last)
        #expect(webhooks(chart).count == 2)
        #expect(value(core, "name") as? String == "core.sockwarden.dev")
        #expect(value(core, "failurePolicy") as? String == "Ignore")
        #expect(
            (value(core, "rules") as? [Any])?.map { value($0, "resources") as? [String] } == [["configmaps", "services"], ["deployments"]])
        #expect(
            (value(core, "matchConditions") as? [Any])?.map { value($0, "name") as? String }
                == ["elects-no-leader", "changes-something", "has-a-word"])
        // Where nothing can narrow them, they stay unasked, and the notes say so.
        let old = try ChartTool.render(on, version: "v1.27.9", kinds: Self.manyKinds)
        #expect(webhooks(old).count == 1)
        #expect(old.notes.contains("webhook.coreKinds.enabled has no effect here: v1.27.9"))
        #expect(!chart.notes.contains("no effect"))
    }

    @Test func neverAsksAboutWhatMustBeMendedWithoutIt() throws {
        let values: [String: Any] = [
            "webhook": [
                "excludedNamespaces": ["a", "kube-system"],
                "namespaceSelector": ["matchLabels": ["x": "y"], "matchExpressions": [["key": "k", "operator": "Exists"]]],
            ]
        ]
        let selector = value(try ChartTool.render(values).webhook, "namespaceSelector")
        #expect(value(selector, "matchExpressions", 0, "operator") as? String == "NotIn")
        #expect(value(selector, "matchExpressions", 0, "values") as? [String] == ["kube-system", "sockwarden", "a"])
        #expect(value(selector, "matchExpressions", 1, "key") as? String == "k")
        #expect(value(selector, "matchLabels", "x") as? String == "y")
    }

    @Test func callsAURLInsteadOfAService() throws {
        let chart = try ChartTool.render(["webhook": ["url": "https://10.0.0.1:8443/validate"]])
        #expect(value(chart.webhook, "clientConfig", "url") as? String == "https://10.0.0.1:8443/validate")
        #expect(value(chart.webhook, "clientConfig", "service") == nil)
        #expect(chart.arguments.contains("10.0.0.1"))
    }

    @Test("Updates of status, finalizers and ownership alone do not come to the webhook")
    func conditions() throws {
        let conditions = try #require(value(try ChartTool.render().webhook, "matchConditions") as? [[String: Any]])
        func asks(_ operation: String, _ object: [String: Any], _ old: [String: Any]?) -> [String: Any] {
            ["request": ["operation": operation], "object": object, "oldObject": old ?? NSNull()]
        }
        let object: [String: Any] = [
            "metadata": ["name": "x", "labels": ["a": "b"], "annotations": ["c": "d"], "managedFields": [["manager": "m"]]],
            "spec": ["socketOptions": [["level": 1]]],
        ]
        func changed(_ path: [String], _ new: Any?) -> [String: Any] {
            var copy = object
            guard path.count == 2 else {
                copy[path[0]] = new
                return copy
            }
            var inner = copy[path[0]] as? [String: Any] ?? [:]
            inner[path[1]] = new
            copy[path[0]] = inner
            return copy
        }
        let asked = [
            asks("CREATE", object, nil),
            asks("CREATE", ["metadata": ["name": "x"]], nil),
            asks("UPDATE", changed(["spec", "socketOptions"], [["level": 6]]), object),
            asks("UPDATE", changed(["spec", "more"], 1), object),
            asks("UPDATE", changed(["metadata", "labels"], ["a": "z"]), object),
            asks("UPDATE", changed(["metadata", "labels"], nil), object),
            asks("UPDATE", changed(["metadata", "annotations"], ["ignore.sockwarden.dev/SW205": "why"]), object),
            asks("UPDATE", object, changed(["metadata", "annotations"], nil)),
            // Who holds an object by a finalizer may not write into it what nobody looks at.
            asks("UPDATE", changed(["metadata", "deletionTimestamp"], "2026-01-01T00:00:00Z").merging(["spec": [:]]) { $1 }, object),
            // Settings that stand elsewhere than in a spec.
            asks("UPDATE", changed(["spec"], nil), changed(["spec"], nil)),
        ]
        let passedOver = [
            asks("UPDATE", object, object),
            asks("UPDATE", changed(["status"], ["conditions": [["type": "Accepted"]]]), object),
            asks("UPDATE", changed(["metadata", "finalizers"], ["example.com/x"]), object),
            asks("UPDATE", changed(["metadata", "managedFields"], [["manager": "n"]]), object),
            asks("UPDATE", changed(["metadata", "resourceVersion"], "7"), object),
            asks("UPDATE", changed(["metadata", "deletionTimestamp"], "2026-01-01T00:00:00Z"), object),
            asks("UPDATE", object, changed(["metadata", "finalizers"], ["example.com/x"])),
        ]
        let answer = try ChartTool.ask("conditions", ["conditions": conditions, "inputs": asked + passedOver])
        let results = try #require(answer["results"] as? [[Bool]])
        #expect(results.map { !$0.contains(false) } == asked.map { _ in true } + passedOver.map { _ in false })
    }

    @Test("Of the kinds that every cluster has, only what holds a word comes")
    func words() throws {
        let chart = try ChartTool.render(["webhook": ["coreKinds": ["enabled": true]]], kinds: Self.manyKinds)
        let core = value(chart.only("ValidatingWebhookConfiguration"), "webhooks", 1)
        let conditions = try #require(value(core, "matchConditions") as? [[String: Any]])
        func created(_ object: [String: Any]) -> [String: Any] {
            ["request": ["operation": "CREATE"], "object": ["metadata": ["name": "x"]].merging(object) { $1 }, "oldObject": NSNull()]
        }
        let asked = [
            created(["data": ["a": "nothing", "envoy.yaml": "static_resources: {socket_options: []}"]]),
            created(["metadata": ["annotations": ["ingress.example/tcp-keep-alive": "enabled"]]]),
            created(["metadata": ["annotations": ["proxy.example/config": "{tcpKeepalive: {time: 1s}}"]]]),
            created(["spec": ["template": ["metadata": ["annotations": ["proxy.example/config": "tcpKeepalive"]]]]]),
        ]
        let passedOver = [
            created([:]), created(["data": ["a": "b"]]), created(["metadata": ["annotations": ["a": "b"]]]),
            created(["spec": ["template": ["metadata": [:] as [String: Any]]]]), created(["spec": ["ports": [1]]]),
            created(["data": ["a": "socket_options"], "metadata": ["annotations": ["control-plane.alpha.kubernetes.io/leader": "{}"]]]),
        ]
        let answer = try ChartTool.ask("conditions", ["conditions": conditions, "inputs": asked + passedOver])
        let results = try #require(answer["results"] as? [[Bool]])
        #expect(results.map { !$0.contains(false) } == asked.map { _ in true } + passedOver.map { _ in false })
    }
}
