import Testing

@testable import Linting

/// Paths and URIs in reports for other programs.
@Suite struct ReportPathTests {
    private let paths = ReportPath(in: "/home/me/check out")

    @Test(arguments: [
        ("a/b.yaml", "a/b.yaml", "a/b.yaml"),
        ("./a//b.yaml", "a/b.yaml", "a/b.yaml"),
        ("a/../b.yaml", "b.yaml", "b.yaml"),
        ("/home/me/check out/a b.yaml", "a b.yaml", "a%20b.yaml"),
        ("../other/b.yaml", "/home/me/other/b.yaml", "file:///home/me/other/b.yaml"),
        ("/etc/x#y?.yaml", "/etc/x#y?.yaml", "file:///etc/x%23y%3F.yaml"),
        ("ä:1.yaml", "ä:1.yaml", "%C3%A4%3A1.yaml"),
        ("<stdin>", "<stdin>", "%3Cstdin%3E"),
        ("/../..", "/", "file:///"),
    ]) func areRelativeToTheFolder(name: String, path: String, uri: String) {
        #expect(paths.path(name) == path)
        #expect(paths.uri(name) == uri)
    }

    @Test func theFolderHasASlashAtItsEnd() {
        #expect(paths.folderURI == "file:///home/me/check%20out/")
        #expect(ReportPath(in: "/").folderURI == "file:///")
        #expect(ReportPath(in: "/").path("a.yaml") == "a.yaml")
    }
}
