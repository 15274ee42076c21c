import Manifests
import PolicyKinds
import SocketOptions
import Testing

@testable import LanguageServer

@Suite struct HoverTests {
    @Test(arguments: KindSetting.options) func optionsInEveryKind(_ setting: KindSetting) throws {
        let (source, offset) = try #require(setting.cursor(in: #"[{"level": 6, "na§me": 4, "intValue": 60}]"#))
        let spot = try #require(Spot(at: offset, in: source))
        guard case .option(let option) = spot.subject else {
            Issue.record("\(spot.subject)")
            return
        }
        #expect(option.name.value == 4)
        #expect(String(decoding: source[spot.span.start..<spot.span.end], as: UTF8.self).contains("name"))
    }

    @Test(arguments: KindSetting.blocks) func fieldsInEveryKind(_ setting: KindSetting) throws {
        let form = try #require(setting.form)
        let field = try #require(form.fields.first { $0.form.isApplied })
        let (source, offset) = try #require(setting.cursor(in: "{\"\(field.name)\": \(field.form.json(of: 60))§}"))
        let spot = try #require(Spot(at: offset, in: source))
        guard case .field(let found, _) = spot.subject else {
            Issue.record("\(spot.subject)")
            return
        }
        #expect(found.name == field.name)
    }

    @Test func whatIsUnknownHere() {
        let page = HoverPage(of: .init(65535, 8))
        #expect(page.title == "65535/8 is no socket option of linux")
        #expect(page.plain.contains("macOS, FreeBSD, NetBSD, Windows"))
        #expect(page.plain.contains("write: level 1, name 9 for SO_KEEPALIVE"))
        #expect(HoverPage(of: .init(99, 99)).plain.contains("ENOPROTOOPT"))
    }

    /// What stands in a manifest is no markup.
    @Test func hostileWords() {
        let page = HoverPage(title: "[a](b)", purpose: "<img src=x>", facts: [("value", "`c` *d* | e")], remarks: ["# f"])
        #expect(page.markdown == "**\\[a\\](b)**\n\n\\<img src=x\\>\n\n- *value*: \\`c\\` \\*d\\* \\| e\n\n\\# f\n")
    }
}
