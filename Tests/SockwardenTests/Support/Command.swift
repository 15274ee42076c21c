import Foundation
import TestSupport

/// The built command, run in a folder of the test's own.
struct Command {
    let folder: TemporaryFolder

    /// What holds for every bare policy with raw options, and is not what these tests are about.
    static let quiet = "rules: {SW213: off, SW401: off}\n"

    /// A folder that holds these files, and a configuration that is quiet about what every policy would get.
    init(_ files: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        try folder.write(Self.quiet, to: ".sockwarden.yaml")
        for (name, text) in files { try folder.write(text, to: name) }
    }

    /// Runs `sockwarden` with arguments that are listed elsewhere.
    func run(_ arguments: [String]) throws -> CommandRun {
        try CommandRun(CommandRun.products + "/sockwarden", arguments, in: folder.path, environment: [:], input: "")
    }

    /// Runs `sockwarden` with these arguments.
    func callAsFunction(_ arguments: String..., environment: [String: String] = [:], input: String = "") throws -> CommandRun {
        try CommandRun(CommandRun.products + "/sockwarden", arguments, in: folder.path, environment: environment, input: input)
    }
}

extension CommandRun {
    /// Standard output, read by Foundation: another JSON reader than the project's own.
    func json() throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] else { throw NoObject() }
        return object
    }

    struct NoObject: Error {}
}
