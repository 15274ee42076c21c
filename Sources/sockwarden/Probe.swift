import ArgumentParser
import Linting
import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions
import SocketProbe

/// `sockwarden probe FILE|--option 6/4=60`
struct Probe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what this node's kernel says to socket options.",
        discussion: """
            Applies the options to a real listener on loopback, in Envoy's order, accepts a connection, and reads both back. Nothing else on \
            the node is touched. Exit codes: 0 every option accepted, 1 some refused, 2 wrong usage, 3 a file that cannot be read.

            EXAMPLES:
              sockwarden probe policy.yaml
              sockwarden probe --option 1/9=1 --option 6/4=60 --family ipv4
              sockwarden probe --option 1/36=1 --user nobody
            """)

    enum Family: String, ExpressibleByArgument, CaseIterable { case ipv4, ipv6 }
    enum State: String, ExpressibleByArgument, CaseIterable { case prebind, bound, listening }

    @Argument(help: ArgumentHelp("A manifest with raw socket options.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("An option and its value; may be given several times.", valueName: "level/name=value"))
    var option: [String] = []

    @Option(help: "When to apply the options of --option.")
    var state = State.prebind

    @Option(help: "What the listener binds.")
    var family = Family.ipv6

    @Option(help: ArgumentHelp("Apply them as another user, without capabilities (as root only).", valueName: "name"))
    var user: String?

    func validate() throws {
        if (file == nil) == option.isEmpty { throw ValidationError("give a file, or options with --option LEVEL/NAME=VALUE") }
    }

    func run() throws {
        let options = try file.map(options(of:)) ?? option.map(parse)
        let report: ProbeReport
        do {
            let identity = try user.map { name throws(ProbeError) in try Identity.user(named: name) } ?? .own
            report = try SocketProbe.report(on: options, family: family == .ipv4 ? .ipv4 : .ipv6, as: identity)
        } catch {
            throw Failure(code: .usage, message: "cannot probe: \(error)")
        }
        print("Linux \(report.kernel), a listener on \(family.rawValue)\(user.map { ", as \($0)" } ?? "")")
        for option in report.options { print(line(option)) }
        if let problem = report.connectionProblem { print("no connection could be accepted: \(problem)") }
        if report.options.contains(where: { $0.refusal != nil }) { throw ExitCode(Failure.Code.findings.rawValue) }
    }

    private func line(_ report: OptionReport) -> String {
        let key = report.option.key
        let name = TargetPlatform.linuxAMD64.table[key].map { "\($0.constant) (\(key))" } ?? "\(key)"
        let value =
            switch report.option.value {
            case .int(let number): "\(number)"
            case .bytes(let bytes): "\(bytes.count) bytes"
            }
        let answer = report.refusal.map { "refused: \($0)" } ?? "accepted"
        return "\(name) = \(value) in \(report.option.state.name): \(answer)" + read(report.listener, by: "the listener")
            + (report.accepted.map { read($0, by: "an accepted connection") } ?? "")
    }

    /// "; the listener has 60", or nothing where the option cannot be read back.
    private func read(_ value: ReadValue, by holder: String) -> String {
        if case .refused = value { "" } else { "; \(holder) has \(value)" }
    }

    /// "6/4=60"
    private func parse(_ text: String) throws -> ProbedOption {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let key = OptionWords.key(String(parts[0])), let value = Int32(parts[1]) else {
            throw ValidationError("\"\(text)\" is no option; write LEVEL/NAME=VALUE with numbers of 32 bits, for example 6/4=60")
        }
        let states: [State: SocketState] = [.prebind: .prebind, .bound: .bound, .listening: .listening]
        return ProbedOption(key, .int(value), in: states[state] ?? .prebind)
    }

    /// The raw options of a manifest, as Envoy takes them.
    private func options(of path: String) throws -> [ProbedOption] {
        let source: [UInt8]
        do {
            source = try FileBytes.read(path)
        } catch {
            throw Failure(code: .unreadableInput, message: "cannot read \(error.description)")
        }
        var options: [ProbedOption] = []
        for document in ManifestReader.documents(in: source) {
            let tree: ManifestTree
            do {
                tree = try document.get()
            } catch {
                let position = LineIndex(source).position(of: error.offset)
                throw Failure(code: .unreadableInput, message: "\(path):\(position.line):\(position.column): \(error.message)")
            }
            for object in tree.objects.compactMap(PolicyObject.init(from:)) {
                for case .options(let list) in object.configurations.map(\.settings) {
                    options += list.options.enumerated().compactMap { ProbedOption(DecodedOption($1, index: $0)) }
                }
            }
        }
        guard !options.isEmpty else {
            throw Failure(code: .unreadableInput, message: "\(path): there are no raw socket options in it that Envoy would apply")
        }
        return options
    }
}

extension ProbedOption {
    /// nil for an option that Envoy's parser refuses.
    init?(_ option: DecodedOption) {
        guard option.problem == nil, let key = option.key, let value = option.value, let state = option.state else { return nil }
        self.init(key, value, in: state)
    }
}
