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
}
