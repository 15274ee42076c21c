import Manifests
import Testing

@Suite struct ManifestReaderTests {
    @Test(arguments: [
        // JSON that is wrong is told as JSON, YAML that begins like it is YAML.
        ("{\"a\": 1", ["1:8 the document ends where \"}\" is due"]), ("{a: 1}", ["{a: #1}"]), ("{\"a\": 1,}", ["{a: #1}"]),
        ("[a, b]\n", ["[\"a\", \"b\"]"]),
        ("{\"a\": 1}\n---\n{\"b\": 2}\n", ["{a: #1}", "{b: #2}"]), ("\u{FEFF} {\"a\": \"\u{7F}\\ud83d\\ude00\"}", ["{a: \"\u{7F}😀\"}"]),
        ("{\"a\": 0x10}", ["{a: #16}"]),
        ("{\"a\": 1}\n{\"b\": 2}\n", ["{a: #1}", "2:1 this is no YAML: did not find expected <document start>"]),
        ("  \n a: 1", ["{a: #1}"]),
        ("{\"a\": {{ .b }}}", ["1:7 this is a Helm template, not a manifest yet; render it first, with helm template"]),
        ("{\"a\": \"{{ .b }}\", }}", ["1:19 \"}\" stands where a key in double quotes is due"]),
    ])
    func tellsJSONFromYAML(text: String, expected: [String]) { #expect(readManifest(text) == expected) }
}
