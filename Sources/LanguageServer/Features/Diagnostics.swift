import Configuration
import Linting
import Manifests
import PolicyRules

/// What is wrong in a document, as `textDocument/publishDiagnostics` has it.
struct Diagnostics: Sendable {
    /// Where something is wrong, and what.
    struct Diagnostic: Sendable {
        let range: DocumentRange
        let severity: Severity
        /// The rule's code; nil where it is no rule's.
        let code: String?
        let message: String
    }

    /// As many as a large editor shows of a file; no more are told of, nor can be mended at one place.
    static let maximumCount = 1000

    private let uri: DocumentURI
    private let version: Int64?
    private(set) var all: [Diagnostic] = []

    /// - Parameters:
    ///   - reviewed: nil where there is nothing of ours in it.
    ///   - problem: why it was reviewed by other settings than those of its configuration file.
    init(of document: OpenDocument, _ reviewed: LintedFile?, problem: String?) {
        uri = document.uri
        version = document.version
        guard let reviewed else { return }
        if let problem { all.append(Self.broken("\(problem); until then the defaults hold", at: 0, in: document.text)) }
        all += reviewed.problems.prefix(Self.maximumCount)
            .map { Self.broken("this cannot be read: \($0.message)", at: $0.offset, in: document.text) }
        all += reviewed.findings.prefix(Self.maximumCount).map { Self.diagnostic($0, in: document.text) }
        if let next = reviewed.findings.dropFirst(Self.maximumCount).first {
            let count = reviewed.findings.count - Self.maximumCount
            let range = document.text.range(of: next.finding.place.span)
            all.append(
                Diagnostic(
                    range: range, severity: .info, code: nil, message: "\(count) more from here on; sockwarden lint shows them all"))
        }
    }

    /// Of a configuration file of ours.
    init(ofConfiguration document: OpenDocument) {
        uri = document.uri
        version = document.version
        do {
            _ = try ConfigurationFile.read(document.text.source)
        } catch {
            let place = document.text.offset(ofLine: error.line, column: error.column)
            all = [Self.broken(error.message, at: place, in: document.text)]
        }
    }

    /// Of a finding.
    static func diagnostic(_ linted: LintedFinding, in text: DocumentText) -> Diagnostic {
        let finding = linted.finding
        return Diagnostic(
            range: text.range(of: finding.place.span), severity: finding.severity, code: finding.rule.code,
            message: finding.why.isEmpty ? finding.message : "\(finding.message)\nwhy: \(finding.why)")
    }

    /// From a place to the end of its line.
    private static func broken(_ message: String, at offset: Int, in text: DocumentText) -> Diagnostic {
        let start = text.position(of: offset)
        let end = text.lines.range(ofLine: start.line + 1).upperBound
        return Diagnostic(
            range: DocumentRange(start: start, end: max(start, text.position(of: end))), severity: .error, code: nil, message: message)
    }

    /// The notification.
    var message: [UInt8] { Self.message(uri, version, all) }

    /// The notification that nothing is wrong in a document any more.
    static func none(of uri: DocumentURI) -> [UInt8] { message(uri, nil, []) }

    private static func message(_ uri: DocumentURI, _ version: Int64?, _ all: [Diagnostic]) -> [UInt8] {
        Answer.notification("textDocument/publishDiagnostics") { params in
            params.field("uri", uri.text)
            if let version {
                params.key("version")
                params.number(version)
            }
            params.key("diagnostics")
            params.array { array in for diagnostic in all { array.object(diagnostic.write) } }
        }
    }
}

extension Diagnostics.Diagnostic {
    func write(to object: inout JSONWriter) {
        object.range(range)
        object.key("severity")
        object.number(number)
        object.field("code", optional: code)
        object.field("source", "sockwarden")
        object.field("message", message)
    }

    /// LSP 3.17, "DiagnosticSeverity".
    private var number: Int {
        switch severity {
        case .error: 1
        case .warning: 2
        case .info: 3
        }
    }
}
