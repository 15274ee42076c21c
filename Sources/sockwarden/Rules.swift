import ArgumentParser
import Manifests
import PolicyKinds
import PolicyRules

/// `sockwarden rules`
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the rules.",
        discussion: """
            One line a rule: code, severity, name, and what it finds. JSON has the whole documentation, as sockwarden explain prints it.
            """)

    @Option(help: ArgumentHelp("How to write the list.", valueName: "format"))
    var format = TableFormat.text

    func run() throws {
        switch format {
        case .text:
            let rows = RuleRegistry.all.map { [$0.code, $0.severity.word, $0.name, firstSentence($0.documentation.finds)] }
            try standardOutput(Array(Layout.table(rows).utf8))
        case .json:
            var writer = JSONWriter()
            writer.object { object in
                object.key("rules")
                object.array { array in
                    for rule in RuleRegistry.all { array.object { write(rule, to: &$0) } }
                }
            }
            try standardOutput(writer.bytes + [UInt8(ascii: "\n")])
        }
    }

    private func write(_ rule: Rule, to object: inout JSONWriter) {
        let documentation = rule.documentation
        object.field("code", rule.code)
        object.field("name", rule.name)
        object.field("severity", rule.severity.word)
        object.field("finds", documentation.finds)
        object.field("why", documentation.why)
        object.field("instead", documentation.instead)
        object.key("example")
        object.object {
            $0.field("manifest", documentation.example.manifest)
            $0.field("mended", documentation.example.mended)
            $0.field("old", optional: documentation.example.old)
            $0.field("configuration", optional: documentation.example.configuration)
        }
    }

    private func firstSentence(_ text: String) -> String {
        var end = text.startIndex
        while let point = text[end...].firstIndex(of: ".") {
            end = text.index(after: point)
            if end == text.endIndex || text[end] == " " { return String(text[..<end]) }
        }
        return text
    }
}

/// How a table is written.
enum TableFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
