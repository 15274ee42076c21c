/// What `GET /metrics` answers.
enum MetricsPage {
    /// The content type of Prometheus' text format.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page, made from what is counted up to now.
    static func render(_ server: ServerState, process: ProcessFigures?) -> String {
        let counts = server.metrics.current
        var page = MetricsText()
        reviews(counts, server.metrics, &page)
        requests(counts, server, &page)
        files(counts, &page)
        page.value(
            "sockwarden_log_lines_dropped_total", .counter, "Log lines dropped because nobody read them fast enough.",
            Double(LogQueue.standardError.droppedLines))
        page.family("sockwarden_build_info", .gauge, "The build that runs, always 1.") { samples in
            samples.add(1, ["version": server.configuration.build["version"] ?? "unknown"])
        }
        process.map { add($0, &page) }
        return page.text
    }

    private static func reviews(_ counts: ServerMetrics.Counts, _ metrics: ServerMetrics, _ page: inout MetricsText) {
        page.family("sockwarden_reviews_total", .counter, "Reviews by what they came to.") { samples in
            for (labels, count) in counts.reviews.sorted(by: { $0.key < $1.key }) {
                samples.add(
                    Double(count),
                    [
                        "verdict": labels.verdict, "kind": labels.kind, "operation": labels.operation,
                        "dry_run": labels.isDryRun ? "true" : "false",
                    ])
            }
        }
        page.family("sockwarden_review_duration_seconds", .histogram, "Time from a complete request to its answer, without waiting.") {
            samples in
            var below = 0
            for (bound, count) in zip(ServerMetrics.latencyBounds + [.infinity], counts.latencies) {
                below += count
                samples.add(Double(below), suffix: "_bucket", ["le": MetricsText.number(bound)])
            }
            samples.add(counts.latencySum, suffix: "_sum")
            samples.add(Double(below), suffix: "_count")
        }
        page.family("sockwarden_findings_total", .counter, "Reviews in which the rule found something.") { samples in
            for (rule, count) in counts.findings.sorted(by: { $0.key < $1.key }) { samples.add(Double(count), ["rule": rule]) }
        }
        page.value("sockwarden_reviews_in_flight", .gauge, "Reviews that run now.", Double(metrics.reviewsInFlight))
    }

    private static func requests(_ counts: ServerMetrics.Counts, _ server: ServerState, _ page: inout MetricsText) {
        page.family("sockwarden_refused_total", .counter, "Requests and connections that got no review, by reason.") { samples in
            for refusal in ServerMetrics.Refusal.allCases {
                samples.add(Double(counts.refusals[refusal] ?? 0), ["reason": refusal.rawValue])
            }
        }
        page.family("sockwarden_http_responses_total", .counter, "HTTP responses by status code.") { samples in
            for (code, count) in counts.responses.sorted(by: { $0.key < $1.key }) { samples.add(Double(count), ["code": String(code)]) }
        }
        let figures = server.connections.figures
        page.family("sockwarden_connections", .gauge, "Open connections: served, and refused ones that are told so.") { samples in
            samples.add(Double(figures.seated), ["state": "served"])
            samples.add(Double(figures.standing), ["state": "refused"])
        }
        page.value(
            "sockwarden_connections_accepted_total", .counter, "Connections since the start.", Double(server.metrics.acceptedConnections))
        page.value(
            "sockwarden_tls_handshake_failures_total", .counter, "TLS handshakes that failed.", Double(counts.handshakeFailures))
        page.value("sockwarden_in_flight_bytes", .gauge, "Bytes of bodies that are not answered yet.", Double(figures.bytes))
        page.value("sockwarden_received_bytes_total", .counter, "Bytes of requests, without TLS.", Double(server.metrics.receivedBytes))
        page.value("sockwarden_sent_bytes_total", .counter, "Bytes of responses, without TLS.", Double(server.metrics.sentBytes))
        page.value("sockwarden_draining", .gauge, "Whether the server is on its way out.", server.isDraining ? 1 : 0)
    }

    private static func files(_ counts: ServerMetrics.Counts, _ page: inout MetricsText) {
        page.family("sockwarden_certificate_expiry_timestamp_seconds", .gauge, "When a certificate expires, since 1970.") { samples in
            for (name, time) in counts.expiries.sorted(by: { $0.key < $1.key }) { samples.add(Double(time), ["certificate": name]) }
        }
        page.family("sockwarden_reloads_total", .counter, "Readings of changed files, by what was read and by result.") { samples in
            for (name, entry) in counts.reloads.sorted(by: { $0.key < $1.key }) {
                samples.add(Double(entry.succeeded), ["source": name, "result": "success"])
                samples.add(Double(entry.failed), ["source": name, "result": "failure"])
            }
        }
        page.family(
            "sockwarden_last_reload_successful", .gauge, "1 while what is mounted is in use, 0 while the last good one is instead."
        ) { samples in
            for (name, entry) in counts.reloads.sorted(by: { $0.key < $1.key }) {
                samples.add(entry.lastSucceeded ? 1 : 0, ["source": name])
            }
        }
        for (name, hash) in counts.hashes.sorted(by: { $0.key < $1.key }) {
            page.family("sockwarden_\(name)_info", .gauge, "The \(name) file in use, by the checksum of cksum(1), always 1.") { samples in
                samples.add(1, ["hash": String(hash)])
            }
        }
    }

    private static func add(_ process: ProcessFigures, _ page: inout MetricsText) {
        page.value("process_cpu_seconds_total", .counter, "User and system CPU time.", process.cpuSeconds)
        page.value("process_resident_memory_bytes", .gauge, "Resident memory.", Double(process.residentBytes))
        page.value("process_open_fds", .gauge, "Open file descriptors.", Double(process.openDescriptors))
        page.value("process_max_fds", .gauge, "The limit on open file descriptors.", Double(process.maximumDescriptors))
        page.value("process_start_time_seconds", .gauge, "When the process started, since 1970.", process.startTime)
    }
}

extension ServerMetrics.ReviewLabels: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.verdict, left.kind, left.operation, left.isDryRun ? 1 : 0) < (
            right.verdict, right.kind, right.operation, right.isDryRun ? 1 : 0
        )
    }
}
