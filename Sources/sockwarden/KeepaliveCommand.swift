import ArgumentParser
import Configuration
import Linting
import PolicyKinds
import PolicyRules

/// `sockwarden keepalive --kind KIND`
struct KeepaliveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keepalive",
        abstract: "Writes a policy with a keepalive that holds what you want.",
        discussion: """
            Idle time, interval and count that you leave open are chosen so that a second probe comes before any middlebox forgets the connection, \
            a dead peer is noticed in time, and false drops stay below the threshold; comments say why. The configuration file counts as for \
            lint, and what is written passes lint without a finding. Where not everything fits, one line says what does not go together, and \
            what would do.

            EXAMPLES:
              sockwarden keepalive --kind ListenerPolicy
              sockwarden keepalive --kind BackendConfigPolicy --detect-within 30s --loss 1%
              sockwarden keepalive --kind EnvoyFilter --raw --behind aws-nlb --idle 5m
              sockwarden keepalive --kind Bootstrap --setting 'static_resources.clusters[].upstream_connection_options.tcp_keepalive'
            """)

    @Option(
        help: ArgumentHelp("The kind to write, as sockwarden kinds lists them; GROUP/KIND where several have the name.", valueName: "kind"))
    var kind: String

    @Option(help: ArgumentHelp("Silence before the first probe, such as 60s.", valueName: "duration"))
    var idle: Seconds?

    @Option(help: ArgumentHelp("Time between probes, such as 20s.", valueName: "duration"))
    var interval: Seconds?

    @Option(help: ArgumentHelp("Unanswered probes after which the connection is closed.", valueName: "number"))
    var count: Int64?

    @Option(help: ArgumentHelp("The time in which a dead peer is noticed, such as 2m.", valueName: "duration"))
    var detectWithin: Seconds?

    @Option(
        help: ArgumentHelp(
            "What is on the way besides the configured middleboxes: a profile such as aws-nlb, or NAME=DURATION. May be given several times.",
            valueName: "middlebox"))
    var behind: [WishedMiddlebox] = []

    @Option(help: ArgumentHelp("One-way packet loss, such as 1%, where it is more than the configured one.", valueName: "percentage"))
    var loss: Percentage?

    @Flag(help: "Write raw socket options where the kind has them.")
    var raw = false

    @Option(
        help: ArgumentHelp("The setting of the kind, as sockwarden kinds lists them; without, the first that holds.", valueName: "path"))
    var setting: String?

    @OptionGroup var files: ConfigurationOptions

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count \(count) is no number of probes; write 1 or more") }
    }

    func run() throws {
        let kind = try namedKind()
        var folders = ConfigurationFolders(files, isOff: false, isVerbose: false)
        let writer = PolicyWriter(of: kind, settings: try folders.settings(for: "."), day: CalendarDay.today())
        let wish = KeepaliveWish(
            idle: idle?.number, interval: interval?.number, count: count, detectWithin: detectWithin?.number, loss: loss?.fraction,
            behind: behind.map(\.middlebox))
        do {
            try standardOutput(Array(writer.write(wish, isRaw: raw, setting: setting).text.utf8))
        } catch let refusal as PolicyWriter.Refusal {
            throw Failure(code: .usage, message: refusal.message)
        }
    }

    /// One that some release has goes before one that is only read to say that none has it.
    private func namedKind() throws -> PolicyKind {
        let parts = kind.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map(String.init) ?? kind
        let group = parts.count > 1 ? parts.dropLast().joined(separator: "/") : nil
        let found = PolicyKinds.all.filter {
            $0.kind.lowercased() == name.lowercased() && (group == nil || $0.group == group)
        }
        let living = found.filter { $0.isServed || !$0.isKubernetesObject }
        let choices = living.isEmpty ? found : living
        if choices.count > 1 {
            let names = choices.map { "\($0.group)/\($0.kind)" }.joined(separator: " or ")
            throw Failure(code: .usage, message: "--kind \(kind) is the name of several; write \(names)")
        }
        guard let choice = choices.first else {
            let hint = spelling(of: name, among: PolicyKinds.all.map(\.kind)).map { "did you mean \($0)?" } ?? "sockwarden kinds lists them"
            throw Failure(code: .usage, message: "no kind \"\(kind.prefix(60))\" is read; \(hint)")
        }
        return choice
    }
}

/// A duration of whole seconds as an argument: "60s", "2m".
struct Seconds: ExpressibleByArgument {
    let number: Int64

    init?(argument: String) {
        guard let duration = GoDuration(argument), duration.wholeSeconds >= 1, !duration.hasFractionOfSecond else { return nil }
        number = duration.wholeSeconds
    }
}

/// A percentage as an argument: "0.1%".
struct Percentage: ExpressibleByArgument {
    /// Of one.
    let fraction: Double

    init?(argument: String) {
        guard argument.hasSuffix("%"), argument.dropLast().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let percent = Double(argument.dropLast()), percent <= 100
        else { return nil }
        fraction = percent / 100
    }
}

/// A middlebox as an argument: a profile's name, or `NAME=DURATION`, whose timer probes reset.
struct WishedMiddlebox: ExpressibleByArgument {
    let middlebox: Middlebox

    static let allValueStrings = Middlebox.profiles.map(\.name)

    init?(argument: String) {
        if let profile = Middlebox.profile(argument) {
            middlebox = profile
            return
        }
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), parts[0].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let timeout = Seconds(argument: String(parts[1]))
        else { return nil }
        middlebox = Middlebox(name: String(parts[0]), idleTimeout: timeout.number, probesReset: true)
    }
}
