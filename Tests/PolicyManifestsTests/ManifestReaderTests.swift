import PolicyManifests
import Testing

@Suite struct ManifestReaderTests {
    static let policy = #"{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {"name": "p"}}"#
    static let pod = #"{"apiVersion": "v1", "kind": "Pod"}"#

    static func contents(_ text: String) -> [String] {
        ManifestReader.documents(in: Array(text.utf8)).flatMap { document -> [String] in
            switch document {
            case .failure(let error): ["failure at \(error.offset)"]
            case .success(let tree):
                ManifestReader.contents(of: tree).map { content in
                    switch content {
                    case .object(let object): "object \(object.name ?? "")"
                    case .review(let request, _): "review \(request.uid)"
                    case .malformedReview(let error, _): "malformed: \(error.description)"
                    case .other: "other"
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (policy, ["object p"]), (pod, ["other"]), ("", []), ("# nothing\n", []), ("5", ["other"]), ("[\(policy)]", ["other"]),
        ("kind: List\napiVersion: v1\nitems:\n- \(policy)\n- \(pod)\n- 5\n", ["object p", "other", "other"]),
        (
            #"{"kind": "ListenerPolicyList", "apiVersion": "gateway.kgateway.dev/v1alpha1", "items": [\#(policy), \#(policy)]}"#,
            ["object p", "object p"]
        ),
        (#"{"kind": "List", "items": [{"kind": "List", "items": [\#(policy)]}]}"#, ["other"]),
        (#"{"kind": "List", "items": {}}"#, ["other"]),
        (#"{"kind": "List", "items": []}"#, []), ("---\n\(policy)\n---\n{\n---\n\(pod)\n", ["object p", "failure at", "other"]),
        (
            #"{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u", "operation": "CREATE", "kind": {}, "object": {}}}"#,
            ["review u"]
        ),
        ("kind: AdmissionReview\napiVersion: admission.k8s.io/v1\nrequest: {uid: u, operation: DELETE, kind: {}}\n", ["review u"]),
        (#"{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"}"#, ["malformed: the AdmissionReview has no request"]),
        (#"{"kind": "AdmissionReview", "apiVersion": "example.com/v1"}"#, ["other"]), (#"{"kind": "AdmissionReview"}"#, ["other"]),
    ])
    func findsWhatIsOfInterest(text: String, expected: [String]) {
        let found = Self.contents(text)
        #expect(found.count == expected.count && zip(found, expected).allSatisfy { $0.hasPrefix($1) }, "\(found)")
    }

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
