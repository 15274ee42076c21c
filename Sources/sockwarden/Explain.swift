import ArgumentParser
import PolicyKinds
import PolicyRules
import SocketOptions

/// `sockwarden explain SW205|outlasts-middlebox|ListenerPolicy|TCP_KEEPIDLE|65535/8`, `sockwarden explain keepalive FILE`
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains a rule, a kind of policy, a socket option, a pair of numbers, or the keepalive in a file.",
        discussion: """
            Of a rule it says what it finds and why that matters, with an example and its remedy. Of a kind it says \
            which fields are read and what the product makes of them. Of an option or a pair of numbers it says \
            what that is on each platform, which values it takes, and what it does to a listener. Of the keepalive in a \
            file it shows on a time axis when probes are sent, when a dead peer is noticed, and what else runs out on \
            the way.

            EXAMPLES:
              sockwarden explain SW205
              sockwarden explain outlasts-middlebox
              sockwarden explain ListenerPolicy
              sockwarden explain TCP_KEEPIDLE
              sockwarden explain 65535/8
              sockwarden explain keepalive policy.yaml
            """)

    @Argument(help: ArgumentHelp("A rule's code or name, a kind, an option's constant, or LEVEL/NAME.", valueName: "subject"))
    var subject: String

    @Argument(help: ArgumentHelp("With keepalive: the file whose keepalive is shown, or - for standard input.", valueName: "file"))
    var file: String?

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if subject == "keepalive", file == nil { throw ValidationError("name the file: sockwarden explain keepalive policy.yaml") }
        if subject != "keepalive", let file { throw ValidationError("only keepalive is explained of a file; leave \(file) out") }
    }

    func run() throws {
        let page =
            if let file {
                try ExplainKeepalive.text(of: file, configuration)
            } else if let rule = RuleRegistry.rule(subject) {
                RulePage.text(of: rule)
            } else if let text = KindPage.text(ofKind: subject) {
                text
            } else if let key = OptionWords.key(subject) {
                OptionPage.text(of: key)
            } else if let text = OptionPage.text(ofConstant: subject.uppercased()) {
                text
            } else {
                throw Failure(code: .usage, message: "nothing is known of \"\(subject.prefix(40))\"; \(hint)")
            }
        try standardOutput(Array(page.utf8))
    }

    private var hint: String {
        let known = RuleRegistry.all.map(\.name) + PolicyKinds.all.map(\.kind) + TargetPlatform.linuxAMD64.table.options.map(\.constant)
        return spelling(of: subject, among: known).map { "did you mean \($0)?" }
            ?? "sockwarden rules, sockwarden kinds and sockwarden options list what there is, and a pair is written LEVEL/NAME, such as 6/4"
    }
}
