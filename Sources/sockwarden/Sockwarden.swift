import ArgumentParser
import Linting

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The command, a subcommand a file.
struct Sockwarden: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sockwarden",
        abstract: "Checks what a Kubernetes policy asks of a gateway's sockets before the gateway does.",
        discussion: """
            Gateways built on Envoy let a policy set raw socket options as bare numbers, and typed keepalive fields. Sockwarden holds each \
            against a table of what it is on the target platform, and says what to write instead.

            Exit codes: 0 nothing found, 1 findings, 2 wrong usage or configuration, 3 input that cannot be read, 4 a bug in sockwarden.
            """,
        version: Version.number,
        subcommands: [
            Lint.self, LanguageServerCommand.self, KeepaliveCommand.self, Serve.self, Explain.self, Rules.self, Kinds.self, Options.self,
            Config.self, Probe.self,
            Version.self,
        ])

    /// As ArgumentParser's own `main`, but with our exit codes. Returns where all is well.
    static func run() async {
        if CommandLine.arguments.dropFirst().first == "serve" { ServeSignals.ignoreHangups() }
        // A closed pipe and a file that grows too large are errors of write(2), which are answered where it is called.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        do {
            try await answer()
        } catch let failure as Failure {
            standardError("sockwarden: \(failure.message)")
            end(failure.code.rawValue)
        } catch let code as ExitCode {
            end(code.rawValue)
        } catch {
            standardError(fullMessage(for: error))
            end(exitCode(for: error) == .validationFailure ? Failure.Code.usage.rawValue : Failure.Code.internal.rawValue)
        }
    }

    private static func answer() async throws {
        do {
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
        } catch  where exitCode(for: error) == .success {
            // Help, the version and completions come as errors.
            try standardOutput(Array((message(for: error) + "\n").utf8))
        }
    }
}

/// Why a command ends early: one line, and its exit code.
struct Failure: Error {
    let code: Code
    let message: String

    enum Code: Int32 {
        case findings = 1
        /// Wrong usage or configuration.
        case usage = 2
        case unreadableInput = 3
        case `internal` = 4
    }
}

/// Writes a line to standard error.
func standardError(_ line: String) {
    // Where nobody reads errors, nothing is left to say.
    _ = FileBytes.write(Array((line + "\n").utf8), to: STDERR_FILENO)
}

/// Writes bytes to standard output as they are.
/// - Parameter isWanted: whether a reader that goes before it has seen all is a mistake: with a table it is not.
func standardOutput(_ bytes: [UInt8], isWanted: Bool = false) throws {
    let code = FileBytes.write(bytes, to: STDOUT_FILENO)
    if code != 0, code != EPIPE || isWanted {
        throw Failure(code: .internal, message: "cannot write to standard output: \(String(cString: strerror(code)))")
    }
}

/// Ends the process: exit(3) under a name that ArgumentParser does not use for something else.
private func end(_ code: Int32) -> Never { exit(code) }
