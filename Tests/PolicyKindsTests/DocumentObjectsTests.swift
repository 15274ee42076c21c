import Manifests
import PolicyKinds
import Testing

@Suite struct DocumentObjectsTests {
    static let policy = #"{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {"name": "p"}}"#
    static let pod = #"{"apiVersion": "v1", "kind": "Pod"}"#

    @Test(arguments: [
        (policy, ["p"]), (pod, ["-"]), ("", []), ("# nothing\n", []), ("5", ["-"]), ("[\(policy)]", ["-"]),
        ("kind: List\napiVersion: v1\nitems:\n- \(policy)\n- \(pod)\n- 5\n", ["p", "-", "-"]),
        (
            #"{"kind": "ListenerPolicyList", "apiVersion": "gateway.kgateway.dev/v1alpha1", "items": [\#(policy), \#(policy)]}"#,
            ["p", "p"]
        ),
        (#"{"kind": "List", "items": [{"kind": "List", "items": [\#(policy)]}]}"#, ["-"]),
        (#"{"kind": "List", "items": {}}"#, ["-"]), (#"{"kind": "List", "items": []}"#, []),
        ("---\n\(policy)\n---\n{\n---\n\(pod)\n", ["p", "unreadable", "-"]),
    ])
    func areTheDocumentOrTheItemsOfAList(text: String, expected: [String]) {
        let found = ManifestReader.documents(in: Array(text.utf8)).flatMap { document -> [String] in
            guard case .success(let tree) = document else { return ["unreadable"] }
            return tree.objects.map { PolicyObject(from: $0)?.name ?? "-" }
        }
        #expect(found == expected)
    }
}
