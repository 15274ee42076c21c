import Foundation

/// What came of a command that ran to its end.
public struct CommandRun: Sendable {
    /// The exit code.
    public let code: Int32
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String

    /// The folder with what SwiftPM built, where this test's own executable stands too.
    public static var products: String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// Runs a command and waits for its end.
    /// - Parameters:
    ///   - executable: its path.
    ///   - folder: where it runs.
    ///   - environment: added to this process's own.
    ///   - input: its standard input, empty by default.
    public init(
        _ executable: String, _ arguments: [String], in folder: String, environment: [String: String] = [:], input: String = ""
    ) throws {
        // Files instead of pipes: no command waits for a reader, however much it writes.
        let files = try TemporaryFolder()
        let input = try FileHandle(forReadingFrom: URL(filePath: files.write(input, to: "input")))
        let output = URL(filePath: try files.write("", to: "output"))
        let errors = URL(filePath: try files.write("", to: "errors"))
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        self.output = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        self.errors = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    }
}
