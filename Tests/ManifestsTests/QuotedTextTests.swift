import Testing

@testable import Manifests

@Suite struct QuotedTextTests {
    @Test func textFromOutsideIsMadeFitForOneLine() {
        #expect(quoted("a\nb\"c\u{202e}d") == "\"a?b?c?d\"")
        #expect(quoted(String(repeating: "x", count: 50)) == "\"" + String(repeating: "x", count: 40) + "…\"")
    }
}
