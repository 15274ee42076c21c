import Linting
import Manifests
import PolicyRules

/// `sockwarden explain keepalive FILE`: the keepalive in force, as a picture.
enum ExplainKeepalive {
    static func text(of file: String, _ options: ConfigurationOptions) throws -> String {
        var folders = ConfigurationFolders(options, isOff: false, isVerbose: false)
        let isStandardInput = file == "-"
        let settings = try folders.settings(for: isStandardInput ? "." : file)
        let source: [UInt8]
        do {
            source = try isStandardInput ? FileBytes.standardInput().get() : FileBytes.read(file)
        } catch {
            throw Failure(code: .unreadableInput, message: "cannot read \(error)")
        }
        let linted = LintedFile(name: isStandardInput ? "<stdin>" : file, source: source, settings: settings, day: CalendarDay.today())
        if let problem = linted.problems.first {
            throw Failure(
                code: .unreadableInput,
                message: "cannot read \(linted.name):\(problem.position.line):\(problem.position.column): \(problem.message)")
        }
        guard !linted.explanations.isEmpty else {
            let isWrong = linted.findings.contains { $0.finding.severity == .error }
            throw Failure(
                code: .unreadableInput,
                message: "\(linted.name) sets no keepalive that could be shown"
                    + (isWrong ? ": it has errors, which sockwarden lint \(file) names" : ""))
        }
        let picture = Terminal.picture(hasColor: Terminal.hasColor)
        return linted.explanations.map { explanation in
            "\(linted.name):\(explanation.start.line):\(explanation.start.column): \(explanation.path) of \(explanation.object.identity.title)\n"
                + "\(Layout.wrapped(explanation.text))\n" + picture.text(of: explanation.timeline)
        }.joined(separator: "\n")
    }
}

extension Terminal {
    /// A picture for standard output.
    static func picture(hasColor: Bool) -> KeepalivePicture {
        KeepalivePicture(width: width, isUnicode: isUnicode, hasColor: hasColor)
    }
}
