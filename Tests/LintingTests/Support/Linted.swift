import Configuration
import PolicyRules
import Testing

@testable import Linting

/// A run of the linter whose inputs stand in no file.
struct Linted {
    var inputs: [LintedInput] = []

    /// What it comes to.
    var summary: LintSummary { inputs.reduce(into: LintSummary()) { $0.add($1) } }

    /// The files that were reviewed.
    var files: [LintedFile] {
        inputs.compactMap { if case .reviewed(let file) = $0 { file } else { nil } }
    }

    /// The report of the run in a format.
    func report(_ format: String, _ change: (inout ReportSettings) -> Void = { _ in }) throws -> String {
        var settings = ReportSettings(version: "1.2.3", folder: "/checkout", day: CalendarDay(year: 2026, month: 11, day: 23))
        change(&settings)
        var bytes: [UInt8] = []
        let output = ReportOutput { bytes += $0 }
        var report = try #require(ReportFormat.named(format)).report(settings)
        try report.begin(output)
        for input in inputs { try report.add(input, output) }
        try report.end(summary, output)
        try output.flush()
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A run over texts, quiet about what every bare policy with raw options gets.
func lint(_ texts: String...) throws -> Linted {
    try lint(texts.enumerated().map { ("\($0 + 1).yaml", $1) })
}

/// A run over texts with names.
func lint(_ texts: [(name: String, text: String)]) throws -> Linted {
    var settings = Settings()
    settings.rules.byCode = ["SW213": .off, "SW401": .off]
    let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
    return Linted(
        inputs: texts.map { .reviewed(LintedFile(name: $0.name, source: Array($0.text.utf8), settings: settings, day: day)) })
}

extension FileFinder {
    /// The files among what it finds.
    var files: [FoundFile] { compactMap { if case .file(let file) = $0 { file } else { nil } } }
    /// What it could not look into.
    var unreadable: [UnreadableFile] { compactMap { if case .unreadable(let problem) = $0 { problem } else { nil } } }
}
