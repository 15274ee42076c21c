import Foundation

/// What came of a command that ran to its end.
public struct CommandRun: Sendable {
    /// The exit code, or the number of the signal that ended it, negated.
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
        let process = try ChildProcess(
            executable, arguments, in: folder, environment: environment, input: input, output: FileHandle(forWritingTo: output),
            errors: FileHandle(forWritingTo: errors))
        code = process.wait()
        self.output = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        self.errors = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    }
}
