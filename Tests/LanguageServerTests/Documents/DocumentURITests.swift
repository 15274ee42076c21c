import Testing

@testable import LanguageServer

@Suite struct DocumentURITests {
    @Test(arguments: [
        ("file:///etc/a.yaml", "/etc/a.yaml"), ("file://localhost/a", "/a"), ("FILE:///a", "/a"),
        ("file:///a%20b/%D0%BA.yaml", "/a b/к.yaml"),
        ("file:///a%23b#c", "/a#b"), ("file:///a?x=1", "/a"), ("file:///c%3A/a", "/c:/a"), ("file:///a%2fb", "/a/b"),
    ])
    func ofFiles(uri: String, path: String) { #expect(DocumentURI(text: uri).path == path) }

    @Test(arguments: ["untitled:Untitled-1", "", "file:", "file://", "file:///%zz", "file:///%4", "file:///a%00b", "vscode-remote://a/b"])
    func ofOthers(uri: String) {
        #expect(DocumentURI(text: uri).path == nil)
        #expect(DocumentURI(text: uri).name == uri)
    }
}
