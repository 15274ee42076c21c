import Foundation

/// Helm's own renderer, from the Python package helm-python-sdk, which `make tools` sets up under .tools.
enum HelmTool {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path
    static let python = ProcessInfo.processInfo.environment["SOCKWARDEN_PYTHON"] ?? root + "/.tools/venv/bin/python3"

    static var isPresent: Bool { FileManager.default.isExecutableFile(atPath: python) }
    /// Under `make test` a missing tool is a failure, not a reason to skip.
    static var isRequired: Bool { ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1" }

    struct Rendered {
        var objects: [[String: Any]]
        var notes: String

        /// The one object of a kind.
        func only(_ kind: String) -> [String: Any]? {
            let matches = objects.filter { $0["kind"] as? String == kind }
            return matches.count == 1 ? matches[0] : nil
        }

        var kinds: Set<String> { Set(objects.compactMap { $0["kind"] as? String }) }
    }

    struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    /// Renders the chart as `helm install sockwarden --namespace sockwarden` would.
    static func render(_ values: [String: Any] = [:]) throws -> Rendered {
        let answer = try ask(["values": values])
        if let error = answer["error"] as? String { throw Refused(description: error) }
        return Rendered(objects: answer["objects"] as? [[String: Any]] ?? [], notes: answer["notes"] as? String ?? "")
    }

    /// What `helm lint --strict` has to say.
    static func lint() throws -> [String] {
        try ask(["lint": true])["messages"] as? [String] ?? ["no answer"]
    }

    private static func ask(_ question: [String: Any]) throws -> [String: Any] {
        guard isPresent else { throw Refused(description: "there is no \(python): run make tools") }
        var request = question
        request["chart"] = root + "/charts/sockwarden"
        let output = try run(python, [root + "/Tests/ChartTests/render-chart.py"], input: JSONSerialization.data(withJSONObject: request))
        return try JSONSerialization.jsonObject(with: output) as? [String: Any] ?? [:]
    }

    /// Runs a command to its end.
    static func run(_ command: String, _ arguments: [String], input: Data = Data()) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: command)
        process.arguments = arguments
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Refused(description: "\(command) ended with \(process.terminationStatus)") }
        return output
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
