import Foundation
import Synchronization
import TestSupport
import Testing

/// Helm's own renderer, Kubernetes' schemas and the API server's language for conditions: `Tool/chart_tool.py`, one process for all tests,
/// with the Python packages that `make tools` sets up under .tools.
final class ChartTool: Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path
    static let chart = root + "/charts/sockwarden"
    static let python = ProcessInfo.processInfo.environment["SOCKWARDEN_PYTHON"] ?? root + "/.tools/venv/bin/python3"

    static var isPresent: Bool { FileManager.default.isExecutableFile(atPath: python) }
    /// Under `make test` a missing tool is a failure, not a reason to skip.
    static var isRequired: Bool { ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1" }

    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    struct Rendered {
        var objects: [[String: Any]]
        var notes: String

        /// The one object of a kind, or the one with a name where there are more.
        func only(_ kind: String, _ name: String = "sockwarden") -> [String: Any]? {
            let matches = objects.filter { $0["kind"] as? String == kind }
            let named = matches.filter { value($0, "metadata", "name") as? String == name }
            return matches.count == 1 ? matches[0] : named.count == 1 ? named[0] : nil
        }

        var kinds: Set<String> { Set(objects.compactMap { $0["kind"] as? String }) }

        /// The first webhook of the registration.
        var webhook: Any? { value(only("ValidatingWebhookConfiguration"), "webhooks", 0) }
        /// The pods' specification.
        var pod: Any? { value(only("Deployment"), "spec", "template", "spec") }
        /// What the server is told on its command line.
        var arguments: [String] { value(pod, "containers", 0, "args") as? [String] ?? [] }
    }

    /// Renders the chart as `helm install sockwarden --namespace sockwarden` would.
    ///
    /// - Parameters:
    ///   - files: values files, each on top of those before it.
    ///   - version: of Kubernetes; the newest that is known by default.
    ///   - stored: objects that `lookup` finds; without them it finds nothing.
    ///   - kinds: stands for `kinds.yaml`.
    static func render(
        _ values: [String: Any] = [:], file: String? = nil, files: [String]? = nil, version: String? = nil, stored: [[String: Any]]? = nil,
        kinds: String? = nil
    ) throws -> Rendered {
        var question: [String: Any] = ["values": values]
        question["file"] = file
        question["files"] = files
        question["kubeVersion"] = version
        question["stored"] = stored
        question["kinds"] = kinds
        let answer = try ask("render", question)
        return Rendered(objects: answer["objects"] as? [[String: Any]] ?? [], notes: answer["notes"] as? String ?? "")
    }

    /// Asks the tool; its protocol stands in its own file.
    static func ask(_ task: String, _ question: [String: Any] = [:]) throws -> [String: Any] {
        guard isPresent else { throw Refused(description: "there is no \(python): run make tools") }
        let line = try JSONSerialization.data(withJSONObject: question.merging(["do": task]) { $1 })
        let answer = try JSONSerialization.jsonObject(with: shared.get().exchange(line)) as? [String: Any] ?? [:]
        if let error = answer["error"] as? String { throw Refused(description: error) }
        return answer
    }

    private static let shared = Result { try ChartTool() }

    private struct Pipes {
        var questions: FileHandle
        var answers: FileHandle
        var unread = Data()
    }

    private let pipes: Mutex<Pipes>

    private init() throws {
        let (questions, answers) = (Pipe(), Pipe())
        // No __pycache__ among the sources.
        _ = try ChildProcess(
            Self.python, [Self.root + "/Tests/ChartTests/Tool/chart_tool.py", Self.chart], environment: ["PYTHONDONTWRITEBYTECODE": "1"],
            input: questions.fileHandleForReading, output: answers.fileHandleForWriting)
        try answers.fileHandleForWriting.close()
        // The tool ends with its standard input, so with this process.
        pipes = Mutex(Pipes(questions: questions.fileHandleForWriting, answers: answers.fileHandleForReading))
    }

    /// Sends a line and waits for the line that answers it.
    private func exchange(_ line: Data) throws -> Data {
        try pipes.withLock { pipes in
            try pipes.questions.write(contentsOf: line + Data("\n".utf8))
            while true {
                if let end = pipes.unread.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { pipes.unread = Data(pipes.unread[pipes.unread.index(after: end)...]) }
                    return Data(pipes.unread[..<end])
                }
                let more = pipes.answers.availableData
                guard !more.isEmpty else { throw Refused(description: "chart_tool.py ended: its standard error says why") }
                pipes.unread += more
            }
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where the chart's tool is missing, unless it is required.
    static var chartTool: Self {
        .enabled(if: ChartTool.isPresent || ChartTool.isRequired, "Helm's renderer is missing: run make tools")
    }
}

/// A value deep inside decoded JSON: keys and indices.
func value(_ root: Any?, _ path: (any Sendable)...) -> Any? {
    path.reduce(root) { node, step in
        switch step {
        case let key as String: (node as? [String: Any])?[key]
        case let index as Int: (node as? [Any]).flatMap { index < $0.count ? $0[index] : nil }
        default: nil
        }
    }
}
