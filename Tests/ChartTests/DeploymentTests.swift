import Foundation
import TestSupport
import Testing

@Suite("The chart's pods", .chartTool)
struct DeploymentTests {
    @Test func rendersEveryObjectByDefault() throws {
        let chart = try ChartTool.render()
        #expect(
            chart.kinds == [
                "ConfigMap", "Deployment", "NetworkPolicy", "PodDisruptionBudget", "Secret", "Service", "ServiceAccount",
                "ValidatingWebhookConfiguration",
            ])
        // The webhook's Service, and the metrics'.
        #expect(chart.objects.count == 9)
        for object in chart.objects where object["kind"] as? String != "ValidatingWebhookConfiguration" {
            #expect(value(object, "metadata", "namespace") as? String == "sockwarden")
        }
        #expect(chart.notes.contains("kubectl create --dry-run=server"))
    }

    @Test func keepsAnsweringThroughARollout() throws {
        let chart = try ChartTool.render()
        let deployment = chart.only("Deployment")
        #expect(value(deployment, "spec", "replicas") as? Int == 2)
        #expect(value(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable") as? Int == 0)
        #expect(value(chart.only("PodDisruptionBudget"), "spec", "minAvailable") as? Int == 1)
        // What the Services, the budget, the NetworkPolicy, the spread and the Deployment select must be the pods.
        let labels = value(deployment, "spec", "template", "metadata", "labels") as? [String: String] ?? [:]
        let constraints = value(chart.pod, "topologySpreadConstraints") as? [Any] ?? []
        #expect(
            constraints.compactMap { value($0, "topologyKey") as? String } == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"])
        for selector in [
            value(deployment, "spec", "selector", "matchLabels"), value(chart.only("Service"), "spec", "selector"),
            value(chart.only("Service", "sockwarden-metrics"), "spec", "selector"),
            value(chart.only("PodDisruptionBudget"), "spec", "selector", "matchLabels"),
            value(chart.only("NetworkPolicy"), "spec", "podSelector", "matchLabels"),
        ] + constraints.map({ value($0, "labelSelector", "matchLabels") }) {
            let selector = try #require(selector as? [String: String])
            #expect(!selector.isEmpty)
            for (key, wanted) in selector { #expect(labels[key] == wanted) }
        }
    }

    @Test("The start is probed on the webhook's port, life and readiness where no caller can crowd them out")
    func probes() throws {
        func probe(_ name: String, _ values: [String: Any]) throws -> [String?] {
            let get = value(try ChartTool.render(values).pod, "containers", 0, name, "httpGet")
            return ["path", "port", "scheme"].map { value(get, $0) as? String }
        }
        #expect(try probe("startupProbe", [:]) == ["/readyz", "https", "HTTPS"])
        #expect(try probe("livenessProbe", [:]) == ["/livez", "metrics", "HTTP"])
        #expect(try probe("readinessProbe", [:]) == ["/readyz", "metrics", "HTTP"])
        let none = ["metrics": ["enabled": false]]
        #expect(try probe("livenessProbe", none) == ["/livez", "https", "HTTPS"])
        #expect(try probe("readinessProbe", none) == ["/readyz", "https", "HTTPS"])
    }

    @Test("The pod is killed only after preStop, drain and shutdown", arguments: [(5, 15, 10), (0, 0, 0), (30, 60, 120)])
    func grace(preStop: Int, drain: Int, shutdown: Int) throws {
        let chart = try ChartTool.render(["server": ["preStop": preStop, "drain": drain, "shutdownTimeout": shutdown]])
        let grace = try #require(value(chart.pod, "terminationGracePeriodSeconds") as? Int)
        #expect(grace > preStop + drain + shutdown)
        #expect(chart.arguments.contains("--drain=\(drain)"))
        #expect(chart.arguments.contains("--shutdown-timeout=\(shutdown)"))
        let seconds = value(chart.pod, "containers", 0, "lifecycle", "preStop", "sleep", "seconds") as? Int
        #expect(seconds == (preStop == 0 ? nil : preStop))
    }

    @Test("Helm reads numbers as fractions: a large one is written out all the same")
    func largeNumbers() throws {
        let chart = try ChartTool.render(["server": ["maxConnections": 1_000_000]])
        #expect(chart.arguments.contains("--max-connections=1000000"))
    }

    @Test("What a cluster does not serve yet is left out there")
    func versions() throws {
        func features(_ version: String) throws -> [Bool] {
            let chart = try ChartTool.render(version: version)
            return [
                value(chart.pod, "containers", 0, "lifecycle") != nil,
                value(chart.pod, "topologySpreadConstraints", 0, "matchLabelKeys") != nil,
                value(chart.only("Service"), "spec", "trafficDistribution") != nil,
                value(chart.only("PodDisruptionBudget"), "spec", "unhealthyPodEvictionPolicy") != nil,
                value(chart.webhook, "matchConditions") != nil,
                chart.only("PodDisruptionBudget")?["apiVersion"] as? String == "policy/v1",
            ]
        }
        #expect(try features("v1.20.2") == [false, false, false, false, false, false])
        #expect(try features("v1.21.0") == [false, false, false, false, false, true])
        #expect(try features("v1.26.15") == [false, false, false, false, false, true])
        #expect(try features("v1.27.0-eks-1") == [false, true, false, true, false, true])
        #expect(try features("v1.28.0-gke.100") == [false, true, false, true, true, true])
        #expect(try features("v1.30.0") == [true, true, false, true, true, true])
        #expect(try features("v1.31.0") == [true, true, true, true, true, true])
        func traffic(_ version: String) throws -> String? {
            let chart = try ChartTool.render(["service": ["trafficDistribution": "PreferSameNode"]], version: version)
            return value(chart.only("Service"), "spec", "trafficDistribution") as? String
        }
        #expect(try traffic("v1.33.1") == nil)
        #expect(try traffic("v1.34.0") == "PreferSameNode")
    }

    @Test("Both pods fit the restricted standard; only the test's has a token")
    func runsWithoutPrivileges() throws {
        let chart = try ChartTool.render(["test": ["enabled": true, "image": "kubectl"]])
        for pod in [chart.pod, value(chart.only("Pod"), "spec")] {
            #expect(value(pod, "securityContext", "runAsNonRoot") as? Bool == true)
            #expect(value(pod, "securityContext", "seccompProfile", "type") as? String == "RuntimeDefault")
            let context = value(pod, "containers", 0, "securityContext")
            #expect(value(context, "allowPrivilegeEscalation") as? Bool == false)
            #expect(value(context, "readOnlyRootFilesystem") as? Bool == true)
            #expect(value(context, "capabilities", "drop") as? [String] == ["ALL"])
        }
        #expect(value(chart.pod, "automountServiceAccountToken") as? Bool == false)
        // 0440
        #expect(value(chart.pod, "volumes", 0, "secret", "defaultMode") as? Int == 288)
    }

    @Test("Only the two ports are reached, and nobody from inside")
    func network() throws {
        let policy = value(try ChartTool.render(["port": 10250]).only("NetworkPolicy"), "spec")
        #expect(value(policy, "policyTypes") as? [String] == ["Ingress", "Egress"])
        #expect((value(policy, "egress") as? [Any])?.isEmpty == true)
        let rules = try #require(value(policy, "ingress") as? [[String: Any]])
        #expect(rules.map { value($0, "ports", 0, "port") as? Int } == [10250, 9443])
        #expect(rules.allSatisfy { $0["from"] == nil && ($0["ports"] as? [Any])?.count == 1 })
        let narrowed = try ChartTool.render(["networkPolicy": ["metricsFrom": [["podSelector": [String: String]()]]]]).only("NetworkPolicy")
        #expect(value(narrowed, "spec", "ingress", 1, "from", 0, "podSelector") != nil)
        #expect(value(narrowed, "spec", "ingress", 0, "from") == nil)
    }

    @Test("One replica has no budget: it would block its node's drain")
    func oneReplica() throws {
        #expect(!(try ChartTool.render(["replicas": 1]).kinds.contains("PodDisruptionBudget")))
    }

    @Test func handsTheConfigurationOver() throws {
        let values: [String: Any] = ["config": ["environment": ["kernel": "5.15"], "enforcement": "warn"]]
        let chart = try ChartTool.render(values)
        let text = try #require(value(chart.only("ConfigMap"), "data", "sockwarden.yaml") as? String)
        #expect(text.trimmingCharacters(in: .newlines) == "enforcement: warn\nenvironment:\n  kernel: \"5.15\"")
        // In place: the folder is mounted, and nothing of the pods changes with the configuration.
        let checksum = { (chart: ChartTool.Rendered) in
            value(chart.only("Deployment"), "spec", "template", "metadata", "annotations", "checksum/config") as? String
        }
        #expect(checksum(chart) == nil)
        #expect(
            NSDictionary(dictionary: try ChartTool.render().only("Deployment") ?? [:])
                == NSDictionary(dictionary: chart.only("Deployment") ?? [:]))
        let restarted = ["restartOnConfigChange": true]
        #expect(try checksum(ChartTool.render(values.merging(restarted) { $1 })) != checksum(ChartTool.render(restarted)))
        let mounts = value(chart.pod, "containers", 0, "volumeMounts") as? [[String: Any]] ?? []
        #expect(mounts.count == 2 && mounts.allSatisfy { $0["subPath"] == nil })
    }

    @Test func pointsToAServerOutsideOfTheCluster() throws {
        let chart = try ChartTool.render(file: "ci/outside-values.yaml")
        #expect(chart.kinds == ["Service", "ValidatingWebhookConfiguration"])
        #expect(value(chart.only("Service"), "spec", "type") as? String == "ExternalName")
        #expect(value(chart.webhook, "clientConfig", "service", "port") as? Int == 9443)
    }

    @Test("The first step denies nothing and holds up nobody; production refuses what it cannot review")
    func profiles() throws {
        let first = try ChartTool.render(file: "values-first-step.yaml")
        #expect(value(first.webhook, "failurePolicy") as? String == "Ignore")
        #expect((value(first.only("ConfigMap"), "data", "sockwarden.yaml") as? String)?.contains("enforcement: warn") == true)
        #expect(first.notes.contains("no Linux takes must get a warning"))
        #expect(first.notes.contains("policies are let past unreviewed"))
        let production = try ChartTool.render(file: "values-production.yaml")
        #expect(value(production.webhook, "failurePolicy") as? String == "Fail")
        #expect(production.notes.contains("no Linux takes must be denied"))
        #expect(value(production.only("Deployment"), "spec", "replicas") as? Int == 3)
        #expect(value(production.only("PodDisruptionBudget"), "spec", "minAvailable") as? Int == 2)
        #expect(production.kinds.isSuperset(of: ["ServiceMonitor", "PrometheusRule", "Certificate", "Issuer"]))
    }

    @Test("Production over the first step, as an upgrade that reuses values has it, leaves nothing of the first step")
    func fromOneProfileToTheOther() throws {
        let both = try ChartTool.render(files: ["values-first-step.yaml", "values-production.yaml"])
        let production = try ChartTool.render(file: "values-production.yaml")
        #expect(
            value(both.only("ConfigMap", "sockwarden"), "data", "sockwarden.yaml") as? String == value(
                production.only("ConfigMap", "sockwarden"), "data", "sockwarden.yaml") as? String)
        for setting in ["failurePolicy", "timeoutSeconds"] {
            #expect("\(value(both.webhook, setting) ?? "")" == "\(value(production.webhook, setting) ?? "")")
        }
    }

    @Test("What the values say by default is what the server does by itself, and fits the pods' memory")
    func defaults() throws {
        let chart = try ChartTool.render()
        let help = try CommandRun(CommandRun.products + "/sockwarden", ["serve", "--help"], in: ".").output
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for flag in ["--drain", "--shutdown-timeout", "--max-connections", "--max-bytes-in-flight", "--tls-min-version"] {
            let given = try #require(chart.arguments.first { $0.hasPrefix(flag + "=") }?.dropFirst(flag.count + 1))
            // "--drain <seconds> … (default: 15)"
            let described = try #require(help.firstRange(of: flag + " <").map { help[$0.upperBound...] })
            let byItself = try #require(described.firstRange(of: "(default: ").map { described[$0.upperBound...].prefix { $0 != ")" } })
            #expect(given == byItself, "\(flag)")
        }
        // What the server's own tests under attack hold it to.
        #expect(value(chart.pod, "containers", 0, "resources", "limits", "memory") as? String == "128Mi")
    }
}
