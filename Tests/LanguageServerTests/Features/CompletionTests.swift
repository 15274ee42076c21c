import PolicyKinds
import Testing

@testable import LanguageServer

/// What is completed in every kind; how it is written in each style is the client's tests' affair.
@Suite struct CompletionTests {
    /// Where the place of an option's number is not in a text with a bar of its own.
    @Test(arguments: KindSetting.options) func namesInEveryKind(_ setting: KindSetting) throws {
        let (source, offset) = try #require(setting.cursor(in: #"[{"level": 6, "name": §, "intValue": 60}]"#))
        let labels = Completion(at: offset, in: source).items.map(\.label)
        #expect(labels.first == "TCP_KEEPIDLE", "\(String(decoding: source, as: UTF8.self))")
    }

    @Test(arguments: KindSetting.blocks) func fieldsInEveryKind(_ setting: KindSetting) throws {
        let form = try #require(setting.form)
        guard form.sharedPrefix == nil else { return }
        let (source, offset) = try #require(setting.cursor(in: "{§}"))
        let labels = Completion(at: offset, in: source).items.map(\.label)
        #expect(labels == form.fieldNames, "\(String(decoding: source, as: UTF8.self))")
    }

    private static let heads = (
        yaml: "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nspec:\n  socketOptions:\n  - ",
        json: #"{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "spec": {"socketOptions": "#
    )

    /// What an editor does to the text with the item of a label, the cursor at `|` before and after.
    private func completing(_ text: String, with label: String, isJSON: Bool = false) throws -> [String: Any] {
        let whole = isJSON ? Self.heads.json + text + "}}" : Self.heads.yaml + text + "\n"
        let parts = whole.split(separator: "|", omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        var conversation = try Conversation(capabilities: ["textDocument": ["completion": ["completionItem": ["snippetSupport": true]]]])
        _ = try conversation.open(parts.joined())
        let place = DocumentText(Array(parts.joined().utf8), .utf16).position(of: parts[0].utf8.count)
        let items = try #require(try conversation.ask("textDocument/completion", at: place) as? [[String: Any]])
        return try #require(items.first { $0["label"] as? String == label })
    }

    /// In braces a comma comes along where one is needed, and the cursor stays before it.
    @Test(arguments: [
        ("{level: 6, |}", "name: ", false), ("{level: 6 |}", ", name: ", false), ("{|, level: 6}", "name: ", false),
        ("{level: 6, |\"intValue\": 4}", "name: $0,", false),
        (#"[{"level": 6, |"intValue": 4}]"#, #""name": $0,"#, true), (#"[{"level": 6 |}]"#, #", "name": "#, true),
        (#"[{|"level": 6}]"#, #""name": $0,"#, true), ("[|]", #"{"name": $0\}"#, true), ("[{}, |]", #"{"name": $0\}"#, true),
        ("[|{}]", #"{"name": $0\},"#, true),
    ])
    func commas(text: String, written: String, isJSON: Bool) throws {
        let item = try completing(text, with: "name", isJSON: isJSON)
        #expect((item["textEdit"] as? [String: Any])?["newText"] as? String == written)
        #expect(item["insertTextFormat"] as? Int == (written.contains("$0") ? 2 : nil))
    }

    /// Editors compare it with what is replaced: the quote is part of that.
    @Test(arguments: [
        (#"[{"level": 6, "na|"}]"#, "name", "\"name"), (#"[{"level": 6, "name": "|"}]"#, "TCP_KEEPIDLE", "\"TCP_KEEPIDLE 4"),
        (#"[{"level": 6, "name": |}]"#, "TCP_KEEPIDLE", "TCP_KEEPIDLE 4"),
    ])
    func filterTexts(text: String, label: String, filter: String) throws {
        #expect(try completing(text, with: label, isJSON: true)["filterText"] as? String == filter)
    }

    /// Nothing runs into the brace or the comment behind it.
    @Test(arguments: [("|", "default:"), ("|# c", "default: "), ("| {}", "default: ")])
    func parents(rest: String, written: String) throws {
        let text = "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nspec:\n  \(rest)\n"
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        let completion = Completion(at: parts[0].utf8.count, in: Array(parts.joined().utf8))
        #expect(completion.items.first { $0.label == "default" }?.text == written)
    }
}
