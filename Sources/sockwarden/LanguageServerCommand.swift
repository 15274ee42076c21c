import ArgumentParser
import Configuration
import LanguageServer
import Linting
import PolicyRules

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// `sockwarden lsp`
struct LanguageServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serves an editor: the linter's findings as one types, and what each number is.",
        discussion: """
            Speaks the Language Server Protocol over standard input and output; an editor starts it for YAML and JSON. It shows findings, \
            explains options and keepalive under the cursor, completes levels, names, states and fields, and applies fixes. Each document is \
            reviewed by the nearest .sockwarden.yaml in its folder or above, or by --config.

            EXIT CODES:
              0  the editor shut it down
              1  the editor went away without saying so
              2  wrong usage
              4  standard output could not be written
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "What it does anyway: some editors say so.")
    var stdio = false

    func run() throws {
        if isatty(STDIN_FILENO) == 1 {
            standardError("sockwarden lsp speaks with an editor, which starts it by itself: README, \"In an editor\". Ctrl-C ends it.")
        }
        let files = ConfigurationFiles(options)
        let server = LanguageServer(version: Version.number, day: { CalendarDay.today() }, settings: files.settings)
        do {
            let code = try Session.run(server, input: STDIN_FILENO, output: STDOUT_FILENO)
            if code != 0 { throw ExitCode(code) }
        } catch let problem as UnwritableFile {
            throw Failure(code: .internal, message: problem.description)
        } catch let problem as UnreadableFile {
            throw Failure(code: .internal, message: "cannot read \(problem)")
        }
    }
}

/// Configuration files, each read anew when it has changed: people write them while the editor runs.
private final class ConfigurationFiles {
    private let folders: ConfigurationFolders
    private var known: [String: (stamp: Stamp, settings: DocumentSettings)] = [:]
    private lazy var defaults = DocumentSettings(CompiledSettings(Settings()))

    /// What tells one state of a file from another.
    private struct Stamp: Equatable {
        let seconds: Int
        let nanoseconds: Int
        let size: Int
        let inode: UInt64

        init?(of path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            seconds = information.st_mtim.tv_sec
            nanoseconds = information.st_mtim.tv_nsec
            size = Int(information.st_size)
            inode = UInt64(information.st_ino)
        }
    }

    init(_ options: ConfigurationOptions) { folders = ConfigurationFolders(options, isOff: false, isVerbose: false) }

    /// - Parameter path: of a document; nil for one that is no file.
    func settings(for path: String?) -> DocumentSettings {
        guard let file = folders.file(for: path ?? ".") else { return defaults }
        let stamp = Stamp(of: file)
        if let stamp, let known = known[file], known.stamp == stamp { return known.settings }
        let settings = read(file)
        if let stamp { known[file] = (stamp, settings) }
        return settings
    }

    private func read(_ file: String) -> DocumentSettings {
        do {
            return DocumentSettings(CompiledSettings(try ConfigurationFile.read(try FileBytes.read(file))))
        } catch let error as ConfigurationError {
            return DocumentSettings(defaults.settings, problem: "\(file):\(error.line):\(error.column): \(error.message)")
        } catch {
            return DocumentSettings(defaults.settings, problem: "cannot read the configuration file \(error)")
        }
    }
}
