import PolicyKinds
import PolicyRules

/// One page to attach to a review, with nothing beside it: a summary, the findings with their frames, keepalive in time, and the rules.
/// It is read without script; with script it filters.
///
/// The findings wait until the end, since the summary stands before them.
struct HTMLReport: Report {
    private let settings: ReportSettings
    private let findings = Spool()
    private let problems = Spool()
    private var findingCount = 0
    private var rules: [String: (rule: Rule, count: Int, first: Int)] = [:]
    private var files: [(name: String, count: Int, number: Int)] = []
    private var fileCount = 0
    private var keepalives = HTMLKeepalives()
    /// Reasons that were given already.
    private var said: Set<String> = []

    /// Files that the page has a filter for.
    private static let fileLimit = 100
    private static let saidLimit = 4096

    init(_ settings: ReportSettings) { self.settings = settings }

    func begin(_ output: ReportOutput) {}

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file): try add(file)
        case .unreadable(let problem): try problems.add(Array(HTMLFinding.problem(problem).utf8))
        case .skipped: break
        }
    }

    private mutating func add(_ file: LintedFile) throws {
        for problem in file.problems {
            try problems.add(Array(HTMLFinding.problem(problem.message, in: file, at: problem).utf8))
        }
        for explanation in file.explanations { keepalives.add(explanation, in: file) }
        guard !file.findings.isEmpty else { return }
        fileCount += 1
        if files.count < Self.fileLimit { files.append((file.name, file.findings.count, fileCount)) }
        let counts = LintSummary.words { severity in file.findings.count { $0.finding.severity == severity } } ?? ""
        var html =
            "<section class=\"file\" id=\"file-\(fileCount)\">\n<h3>\(HTMLText.escaped(file.name)) <small>\(counts)</small></h3>\n"
        for (linted, fix) in zip(file.findings, file.fixes) {
            findingCount += 1
            let rule = linted.finding.rule
            rules[rule.code, default: (rule, 0, findingCount)].count += 1
            html += HTMLFinding.article(
                linted, fix, in: file, number: findingCount, fileNumber: fileCount, reasons: reasons(for: linted.finding))
        }
        try findings.add(Array((html + "</section>\n").utf8))
    }

    /// Given where they are first needed; and most messages end in what to write instead.
    private mutating func reasons(for finding: Finding) -> [(String, String)] {
        [("Why", finding.why), ("Instead", finding.instead)].filter { label, reason in
            let key = "\(finding.rule.code) \(label) \(reason)"
            let isNew = said.count < Self.saidLimit ? said.insert(key).inserted : !said.contains(key)
            return !reason.isEmpty && isNew && !finding.message.contains(reason)
        }
    }

    func end(_ summary: LintSummary, _ output: ReportOutput) throws {
        let objects = LintSummary.counted(summary.objects, "object")
        let found = summary.findingsInWords
        let title = found == nil ? "No findings in \(objects)" : "\(summary.objectsWithFindings) of \(objects) have findings"
        try output.add(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '\(HTMLScript.hash)'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(found ?? title) · Sockwarden</title>
            <style>\(HTMLStyle.sheet)</style>
            </head>
            <body>

            """)
        try output.add(head(summary, title))
        try output.add("<div class=\"columns\">\n\(filters)<main>\n")
        if summary.unreadable > 0 {
            try output.add("<section id=\"unread\">\n<h2>Not read</h2>\n")
            try problems.copy(to: output)
            try output.add("</section>\n")
        }
        if findingCount > 0 {
            try output.add("<section id=\"findings\">\n<h2>Findings</h2>\n<p class=\"nothing\" hidden>Nothing matches these filters.</p>\n")
            try findings.copy(to: output)
            try output.add("</section>\n")
        }
        try output.add(keepalives.html)
        try output.add(rulePages)
        try output.add("</main>\n</div>\n<footer><p>Written by sockwarden \(settings.version). The page loads nothing.</p></footer>\n")
        try output.add("<script>\(HTMLScript.text)</script>\n</body>\n</html>\n")
    }

    private func head(_ summary: LintSummary, _ title: String) -> String {
        let day = settings.day.map { " · <time datetime=\"\($0)\">\($0)</time>" } ?? ""
        var html = "<header>\n<p class=\"eyebrow\">Sockwarden review\(day)</p>\n"
        html += "<h1>\(title)</h1>\n<p class=\"lead\">\(summary.inputsInWords).</p>\n<ul class=\"counts\">\n"
        for severity in [Severity.error, .warning, .info] {
            let count = summary.count(of: severity)
            html +=
                "<li><a class=\"chip \(severity.word)\(count == 0 ? " none" : "")\" href=\"#findings\" data-key=\"severity\" "
                + "data-value=\"\(severity.word)\"><b>\(count)</b> \(severity.word)\(count == 1 ? "" : "s")</a></li>\n"
        }
        return html + "</ul>\n</header>\n"
    }

    /// Links to the first finding of each rule and file; with script they filter.
    private var filters: String {
        guard findingCount > 0 else { return "" }
        var html =
            "<nav aria-label=\"Rules and files\">\n<p class=\"tools\" hidden><label>Filter by text <input type=\"search\" id=\"text\"></label>"
        html += "<output id=\"shown\"></output> <button type=\"button\" id=\"clear\">Show all</button></p>\n<h2>Rules</h2>\n<ul>\n"
        for (code, entry) in rules.sorted(by: { $0.key < $1.key }) {
            html += chip("rule", code, "finding-\(entry.first)", "<b>\(code)</b> <em>\(entry.rule.name)</em>", entry.count)
        }
        html += "</ul>\n<h2>Files</h2>\n<ul>\n"
        for file in files { html += chip("file", "\(file.number)", "file-\(file.number)", HTMLText.escaped(file.name), file.count) }
        html += "</ul>\n"
        if fileCount > files.count { html += "<p class=\"muted\">and \(fileCount - files.count) more files</p>\n" }
        return html + "</nav>\n"
    }

    private func chip(_ key: String, _ value: String, _ target: String, _ label: String, _ count: Int) -> String {
        "<li><a class=\"chip\" href=\"#\(target)\" data-key=\"\(key)\" data-value=\"\(value)\"><span>\(label)</span> <i>\(count)</i></a></li>\n"
    }

    private var rulePages: String {
        guard !rules.isEmpty else { return "" }
        var html = "<section id=\"rules\">\n<h2>The rules behind them</h2>\n"
        for (code, entry) in rules.sorted(by: { $0.key < $1.key }) {
            let documentation = entry.rule.documentation
            html += "<details id=\"\(code)\">\n<summary><b>\(code)</b> \(entry.rule.name)</summary>\n"
            html +=
                "<p>\(HTMLText.escaped(documentation.finds))</p>\n<dl class=\"notes\">\n<dt>Why</dt><dd>\(HTMLText.escaped(documentation.why))</dd>\n"
            html += "<dt>Instead</dt><dd>\(HTMLText.escaped(documentation.instead))</dd>\n"
            html += "<dt>Fires on</dt><dd><pre class=\"frame\">\(HTMLText.escaped(lines: documentation.example.manifest))</pre></dd>\n"
            html +=
                "<dt>Mended</dt><dd><pre class=\"frame\">\(HTMLText.escaped(lines: documentation.example.mended))</pre></dd>\n</dl>\n</details>\n"
        }
        return html + "</section>\n"
    }
}

extension HTMLText {
    /// A text of many lines, whose ends stay.
    static func escaped(lines text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(separator: "\n")
    }
}
