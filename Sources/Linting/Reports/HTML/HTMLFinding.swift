import Manifests
import PolicyKinds
import PolicyRules

/// A finding, or something that could not be read, as a piece of a page.
enum HTMLFinding {
    /// A line of a source that is shown in full at most this far.
    private static let lineLimit = 160

    /// A finding with its frame.
    /// - Parameters:
    ///   - number: of the finding on the page, and of its file.
    ///   - reasons: which of "why" and "instead" are to be given.
    static func article(
        _ linted: LintedFinding, _ fix: Fix?, in file: LintedFile, number: Int, fileNumber: Int, reasons: [(String, String)]
    ) -> String {
        let finding = linted.finding
        let rule = finding.rule
        var html =
            "<article class=\"finding \(finding.severity.word)\" id=\"finding-\(number)\" data-severity=\"\(finding.severity.word)\" "
            + "data-rule=\"\(rule.code)\" data-file=\"\(fileNumber)\">\n"
        html +=
            "<p class=\"head\"><span class=\"severity\">\(finding.severity.word)</span> <a href=\"#\(rule.code)\">\(rule.code) "
            + "<span>\(rule.name)</span></a> <span class=\"at\">line \(linted.start.line), column \(linted.start.column)</span></p>\n"
        html += "<p class=\"message\">\(HTMLText.escaped(finding.message))</p>\n"
        html += frame(finding.place.span, in: file)
        html +=
            "<p class=\"path\"><span>\(HTMLText.escaped(linted.object.identity.title))</span> "
            + "<code>\(HTMLText.escaped(linted.path))</code></p>\n"
        var notes = reasons.map { "<dt>\($0)</dt><dd>\(HTMLText.escaped($1))</dd>\n" }.joined()
        if let fix, let difference = difference(fix, in: file) {
            notes += "<dt>\(fix.safety == .safe ? "Fix" : "One fix")</dt><dd>\(difference)</dd>\n"
        }
        if !notes.isEmpty { html += "<dl class=\"notes\">\n\(notes)</dl>\n" }
        return html + "</article>\n"
    }

    /// Something that could not be read, with its place where it has one.
    static func problem(_ message: String, in file: LintedFile, at problem: LintedFile.Problem) -> String {
        "<article class=\"finding error\">\n<p class=\"head\"><span class=\"severity\">cannot be read</span> <span class=\"at\">"
            + "\(HTMLText.escaped(file.name)), line \(problem.position.line), column \(problem.position.column)</span></p>\n"
            + "<p class=\"message\">\(HTMLText.escaped(message))</p>\n\(frame(SourceSpan(start: problem.offset, end: problem.offset), in: file))"
            + "</article>\n"
    }

    /// A file or folder that could not be opened.
    static func problem(_ problem: UnreadableFile) -> String {
        "<article class=\"finding error\">\n<p class=\"head\"><span class=\"severity\">cannot be read</span> <span class=\"at\">"
            + "\(HTMLText.escaped(problem.path))</span></p>\n<p class=\"message\">\(HTMLText.escaped(problem.reason))</p>\n</article>\n"
    }

    /// The line of a place, marked, between its neighbours.
    private static func frame(_ span: SourceSpan, in file: LintedFile) -> String {
        let frame = CodeFrame(of: span, in: file.lines)
        guard !frame.text.isEmpty else { return "" }
        let marked = frame.marked.isEmpty ? "<mark> </mark>" : "<mark>\(HTMLText.escaped(frame.marked))</mark>"
        return "<pre class=\"frame\">" + neighbour(frame.line - 1, in: file)
            + line(frame.line, HTMLText.escaped(frame.head) + marked + HTMLText.escaped(frame.tail), "here")
            + neighbour(frame.line + 1, in: file) + "</pre>\n"
    }

    private static func neighbour(_ number: Int, in file: LintedFile) -> String {
        let range = file.lines.range(ofLine: number)
        guard !range.isEmpty else { return "" }
        let text = file.lines.text(in: range.lowerBound..<min(range.upperBound, range.lowerBound + 4 * lineLimit))
        return line(number, HTMLText.escaped(HTMLText.shortened(text, to: lineLimit)), "")
    }

    private static func line(_ number: Int, _ html: String, _ style: String) -> String {
        "<span class=\"line\(style.isEmpty ? "" : " " + style)\" data-line=\"\(number)\"><span>\(html)</span></span>"
    }

    /// The lines that a fix changes, as they are and as they become. nil where they are too long to read.
    private static func difference(_ fix: Fix, in file: LintedFile) -> String? {
        guard let first = fix.edits.first, let last = fix.edits.last else { return nil }
        let start = file.lines.range(ofLine: file.lines.position(of: first.span.start).line).lowerBound
        let end = max(last.span.end, file.lines.range(ofLine: file.lines.position(of: last.span.end).line).upperBound)
        guard end - start <= 12 * lineLimit else { return nil }
        var new = ""
        var position = start
        for edit in fix.edits {
            new += file.lines.text(in: position..<max(position, edit.span.start)) + edit.replacement
            position = edit.span.end
        }
        new += file.lines.text(in: position..<max(position, end))
        let old = file.lines.text(in: start..<end)
        func lines(_ text: String, _ tag: String) -> String {
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "<\(tag)>\(HTMLText.escaped($0.hasSuffix("\r") ? String($0.dropLast()) : String($0)))</\(tag)>" }.joined()
        }
        return "<pre class=\"frame fix\">\(lines(old, "del"))\(lines(new, "ins"))</pre>"
    }
}
