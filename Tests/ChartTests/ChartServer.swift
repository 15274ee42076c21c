import Foundation
import Synchronization
import TestSupport
import Testing

/// `sockwarden serve` as the chart's pods start it: with the rendered arguments, certificate and configuration, on free ports of loopback.
final class ChartServer: Sendable {
    let folder: TemporaryFolder
    private let process: ChildProcess
    private let port: Int
    private let metricsPort: Int

    /// Starts it, and waits until it listens.
    init(_ chart: ChartTool.Rendered) throws {
        folder = try TemporaryFolder()
        try Files(of: try #require(chart.only("Secret"))).copy(to: folder, below: "tls")
        for (name, text) in try #require(chart.only("ConfigMap")?["data"] as? [String: String]) {
            try folder.write(text, to: "config/" + name)
        }
        let path = folder.path
        let arguments = chart.arguments.map { argument in
            for option in ["--listen", "--metrics"] where argument.hasPrefix(option + "=") { return option + "=127.0.0.1:0" }
            return argument.replacing("/etc/sockwarden", with: path)
        }
        let errors = Pipe()
        process = try ChildProcess(CommandRun.products + "/sockwarden", arguments, errors: errors.fileHandleForWriting)
        try errors.fileHandleForWriting.close()
        var log = ""
        while !log.contains("\"listening\"") {
            let more = errors.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Ended(log: log) }
            log += String(decoding: more, as: UTF8.self)
        }
        // Its log has a reader, or it would wait for one.
        Thread.detachNewThread { [rest = errors.fileHandleForReading] in while !rest.availableData.isEmpty {} }
        func port(_ message: String) throws -> Int {
            let line = try #require(log.split(separator: "\n").first { $0.contains(message) })
            return try #require(line.split(separator: "127.0.0.1:").last.flatMap { Int($0.prefix { $0.isNumber }) })
        }
        (self.port, metricsPort) = (try port("\"listening\""), try port("\"serving metrics\""))
    }

    deinit { process.signal(SIGTERM) }

    struct Ended: Error {
        let log: String
    }

    /// Asks for a review as the API server would: by the Service's name, trusting the rendered CA.
    func review(_ object: String) throws -> String {
        let request = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "1", "operation": "CREATE", "dryRun": true,
             "kind": {"group": "gateway.kgateway.dev", "version": "v1alpha1", "kind": "BackendConfigPolicy"}, "namespace": "default", "name": "x",
             "userInfo": {"username": "somebody"}, "object": \(object)}}
            """
        let name = "sockwarden.sockwarden.svc"
        return try curl(
            "--cacert", "tls/ca.crt", "--resolve", "\(name):\(port):127.0.0.1", "-H", "Content-Type: application/json", "--data-binary",
            request, "https://\(name):\(port)/validate")
    }

    /// What the metrics' port answers.
    func metrics(_ path: String = "/metrics") throws -> String { try curl("http://127.0.0.1:\(metricsPort)\(path)") }

    private func curl(_ arguments: String...) throws -> String {
        try CommandRun("/usr/bin/env", ["curl", "-sS", "--fail-with-body"] + arguments, in: folder.path).output
    }
}

extension Files {
    fileprivate func copy(to other: TemporaryFolder, below name: String) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try other.write(Data(contentsOf: folder.url.appending(path: file)), to: name + "/" + file)
        }
    }
}
