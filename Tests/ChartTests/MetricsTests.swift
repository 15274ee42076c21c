import Foundation
import TestSupport
import Testing

@Suite("What the chart gives the server, and what it asks of its metrics", .chartTool)
struct MetricsTests {
    @Test("The server starts with what the pods are told, answers under the Service's name, and has what dashboard and alerts ask for")
    func serves() throws {
        let values: [String: Any] = [
            // YAML's off is false by the time that Helm hands it over.
            "config": ["rules": ["SW203": false], "environment": ["kernel": "5.15"]],
            "metrics": ["prometheusRule": ["enabled": true], "dashboard": ["enabled": true]],
        ]
        let chart = try ChartTool.render(values)
        let server = try ChartServer(chart)
        let denied = try server.review(
            #"{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "BackendConfigPolicy", "metadata": {"name": "x"}, "spec": {"tcpKeepalive": {"keepAliveTime": "40000s"}}}"#
        )
        #expect(denied.contains("[SW305]"))
        #expect(try server.metrics("/readyz").hasPrefix("ok"))
        #expect(try server.metrics("/livez").hasPrefix("ok"))
        let served = Metrics(page: try server.metrics())

        let text = try #require(value(chart.only("ConfigMap", "sockwarden-dashboard"), "data", "sockwarden.json") as? String)
        let dashboard = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        let queries = panels.flatMap { ($0["targets"] as? [[String: Any]] ?? []).compactMap { $0["expr"] as? String } }
        #expect(panels.count > 20 && queries.count >= panels.count)
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        let alerts = value(chart.only("PrometheusRule"), "spec", "groups", 0, "rules") as? [[String: Any]] ?? []
        #expect(alerts.count == 7)
        for query in queries + alerts.compactMap({ $0["expr"] as? String }) {
            #expect(served.faults(of: query) == [], "\(query)")
        }
        // Each family is on the dashboard: what nobody sees nobody needs.
        let shown = queries.joined()
        #expect(served.families.filter { !shown.contains($0) } == [])
    }

    @Test("Every flag that values make is one of the server's")
    func flags() throws {
        let secret = try #require(try ChartTool.render().only("Secret"))
        let authority = try #require(Data(base64Encoded: value(secret, "data", "ca.crt") as? String ?? ""))
        let values: [String: Any] = [
            "server": [
                "drain": 1, "shutdownTimeout": 2, "maxConnections": 64, "maxBytesInFlight": "7Mi", "tlsMinVersion": "1.3", "verbose": true,
                "extraArgs": ["--max-connections=32"],
            ],
            "clientCertificates": ["caBundle": String(decoding: authority, as: UTF8.self), "names": ["a", "b"]],
        ]
        let server = try ChartServer(try ChartTool.render(values))
        #expect(try server.metrics("/readyz").hasPrefix("ok"))
        // Without a client certificate nobody gets a review.
        #expect(try server.review("{}").isEmpty == false)
        #expect(try server.metrics().contains(#"sockwarden_refused_total{reason="no_client_certificate"} 1"#))
    }

    @Test("The alerts are valid, and fire when they should (promtool)", .enabled(if: promtool != nil || ChartTool.isRequired))
    func alerts() throws {
        let promtool = try #require(Self.promtool, "there is no promtool: run make tools")
        let chart = try ChartTool.render(["metrics": ["prometheusRule": ["enabled": true]]])
        let folder = try TemporaryFolder()
        // JSON is YAML.
        let groups = try JSONSerialization.data(
            withJSONObject: try #require(chart.only("PrometheusRule")?["spec"]), options: .withoutEscapingSlashes)
        try folder.write(groups, to: "rules.yaml")
        let cases = ChartTool.root + "/Tests/ChartTests/Tool/alerts.yaml"
        try folder.write(String(contentsOfFile: cases, encoding: .utf8), to: "alerts.yaml")
        let check = try CommandRun(promtool, ["check", "rules", "rules.yaml"], in: folder.path)
        #expect(check.code == 0, "\(check.output)\(check.errors)")
        let test = try CommandRun(promtool, ["test", "rules", "alerts.yaml"], in: folder.path)
        #expect(test.code == 0, "\(test.output)\(test.errors)")
    }

    @Test("The monitors find the metrics' port")
    func monitors() throws {
        let chart = try ChartTool.render([
            "metrics": ["serviceMonitor": ["enabled": true, "labels": ["release": "p"]], "podMonitor": ["enabled": true]]
        ])
        let service = chart.only("Service", "sockwarden-metrics")
        let wanted = try #require(value(chart.only("ServiceMonitor"), "spec", "selector", "matchLabels") as? [String: String])
        let labels = value(service, "metadata", "labels") as? [String: String] ?? [:]
        for (key, wanted) in wanted { #expect(labels[key] == wanted) }
        // Not the webhook's Service.
        let others = value(chart.only("Service", "sockwarden"), "metadata", "labels") as? [String: String] ?? [:]
        #expect(wanted.contains { others[$0.key] != $0.value })
        let port = value(chart.only("ServiceMonitor"), "spec", "endpoints", 0, "port") as? String
        #expect(value(service, "spec", "ports", 0, "name") as? String == port)
        #expect(value(chart.only("PodMonitor"), "spec", "podMetricsEndpoints", 0, "port") as? String == "metrics")
        #expect(value(chart.only("ServiceMonitor"), "metadata", "labels", "release") as? String == "p")
    }

    private static let promtool: String? = {
        let path = ProcessInfo.processInfo.environment["SOCKWARDEN_PROMTOOL"] ?? ChartTool.root + "/.tools/promtool"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
}

/// The families of a page of metrics, and their labels.
private struct Metrics {
    private(set) var families: [String] = []
    private var labels: [String: Set<String>] = [:]
    /// What Prometheus and the operator add to each sample.
    private static let added: Set = ["namespace", "pod", "service", "job", "instance", "le"]
    /// What others serve, with the labels that they have.
    private static let foreign: [String: Set<String>] = [
        "kube_deployment_status_replicas_available": ["deployment"], "apiserver_admission_webhook_fail_open_count": ["name", "type"],
    ]

    init(page: String) {
        for line in page.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                families.append(String(line.split(separator: " ")[2]))
            } else if !line.hasPrefix("#") {
                let name = String(line.prefix { $0 != "{" && $0 != " " })
                let found = line.matches(of: /([a-z_]+)="/).map { String($0.1) }
                labels[name, default: []].formUnion(found)
            }
        }
    }

    /// What a query asks for that nobody serves.
    func faults(of query: String) -> [String] {
        var faults: [String] = []
        var used: Set<String> = []
        let names = query.matches(of: /\b((?:sockwarden|process|kube|apiserver)_[a-z_]+)\b(?:\{([^}]*)\})?/)
        for match in names {
            let name = String(match.1)
            guard let known = labels[name] ?? Self.foreign[name] else {
                // A family without a sample yet has its type all the same.
                if !families.contains(name) { faults.append("there is no \(name)") }
                continue
            }
            used.formUnion(known)
            for label in (match.2 ?? "").matches(of: /([a-z_]+)(?:=~|=|!=)/) where !known.contains(String(label.1)) {
                if !Self.added.contains(String(label.1)) { faults.append("\(name) has no label \(label.1)") }
            }
        }
        if names.isEmpty { faults.append("it asks for nothing") }
        guard names.allSatisfy({ labels[String($0.1)] != nil || Self.foreign[String($0.1)] != nil }) else { return faults }
        for group in query.matches(of: /by \(([^)]*)\)/) {
            for label in group.1.split(separator: ", ") where !used.contains(String(label)) && !Self.added.contains(String(label)) {
                faults.append("nothing has the label \(label)")
            }
        }
        return faults
    }
}
