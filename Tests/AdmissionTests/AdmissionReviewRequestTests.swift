import Admission
import Manifests
import PolicyKinds
import Testing

@Suite struct AdmissionReviewRequestTests {
    static func body(
        apiVersion: String = #""admission.k8s.io/v1""#, kind: String = #""AdmissionReview""#, request: String
    ) -> [UInt8] {
        Array(#"{"apiVersion": \#(apiVersion), "kind": \#(kind), "request": \#(request)}"#.utf8)
    }

    @Test func readsARequest() throws {
        let request = try AdmissionReviewRequest(
            readingJSON: Self.body(
                apiVersion: #""admission.k8s.io/v1beta1""#,
                request: #"""
                    {"uid": "a\u0062c", "operation": "UPDATE", "kind": {"group": "g", "version": "v1", "kind": "K"}, "subResource": "status",
                    "namespace": "n", "name": "x", "dryRun": true, "userInfo": {"username": "jane", "groups": ["a", 5, "b"]},
                    "object": {"a": 1}, "oldObject": {"a": 2}}
                    """#))
        #expect(request.apiVersion == "admission.k8s.io/v1beta1" && request.uid == "abc" && request.operation == .update)
        #expect(request.group == "g" && request.kind == "K" && request.subResource == "status")
        #expect(request.namespace == "n" && request.name == "x" && request.isDryRun)
        #expect(request.username == "jane" && request.groups == ["a", "b"])
        #expect(request.object?["a"]?.text == "1" && request.oldObject?["a"]?.text == "2")
    }

    @Test func doesWithoutWhatIsOptional() throws {
        let request = try AdmissionReviewRequest(
            readingJSON: Self.body(
                request:
                    #"{"uid": "u", "operation": "DELETE", "kind": {}, "object": null, "oldObject": null, "dryRun": "true", "userInfo": 5}"#)
        )
        #expect(
            request.object == nil && request.oldObject == nil && request.name == nil && request.namespace == nil
                && request.subResource == nil)
        #expect(!request.isDryRun && request.username == "" && request.groups == [] && request.kind == "" && request.group == "")
    }

    @Test(
        arguments: [
            ("CREATE", .create), ("UPDATE", .update), ("DELETE", .delete), ("CONNECT", .connect), ("create", .other("create")),
            ("", .other("")),
        ] as [(String, AdmissionReviewRequest.Operation)])
    func knowsTheOperations(name: String, operation: AdmissionReviewRequest.Operation) throws {
        let request = try AdmissionReviewRequest(
            readingJSON: Self.body(request: #"{"uid": "u", "operation": "\#(name)", "kind": {}, "object": {}}"#))
        #expect(request.operation == operation && request.operation.name == name)
    }

    /// Every way to be none: the reason in a line, and the uid wherever it can be read.
    @Test(arguments: [
        ("", "the body is not JSON: byte 0", nil), ("{", "the body is not JSON: byte 1", nil), ("[]", "no JSON object", nil),
        ("null", "no JSON object", nil),
        ("{}", "no AdmissionReview of", nil),
        (#"{"apiVersion": "admission.k8s.io/v1", "kind": "Pod", "request": {"uid": "u"}}"#, "no AdmissionReview of", "u"),
        (#"{"apiVersion": "admission.k8s.io/v2", "kind": "AdmissionReview", "request": {"uid": "u"}}"#, "no AdmissionReview of", "u"),
        (#"{"apiVersion": 1, "kind": "AdmissionReview", "request": {"uid": "u"}}"#, "no AdmissionReview of", "u"),
        (#"{"kind": "AdmissionReview", "request": {"uid": 5}}"#, "no AdmissionReview of", nil),
        (#"{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}"#, "no request", nil),
        (#"{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": [{"uid": "u"}]}"#, "no request", nil),
    ])
    func refusesWhatIsNone(body: String, reason: String, uid: String?) { expectRefusal(Array(body.utf8), reason, uid) }

    @Test(arguments: [
        ("{}", "no uid", nil), (#"{"uid": ""}"#, "no uid", nil), (#"{"uid": 5}"#, "no uid", nil), (#"{"uid": null}"#, "no uid", nil),
        (#"{"uid": "u"}"#, "no operation", "u"), (#"{"uid": "u", "operation": 5}"#, "no operation", "u"),
        (#"{"uid": "u", "operation": "CREATE"}"#, "no kind", "u"), (#"{"uid": "u", "operation": "CREATE", "kind": "K"}"#, "no kind", "u"),
        (#"{"uid": "u", "operation": "CREATE", "kind": {}}"#, "no object", "u"),
        (#"{"uid": "u", "operation": "UPDATE", "kind": {}, "object": null}"#, "no object", "u"),
        (#"{"uid": "u", "operation": "UPDATE", "kind": {}, "object": []}"#, "no object", "u"),
        (#"{"uid": "u", "operation": "CREATE", "kind": {}, "object": "x"}"#, "no object", "u"),
    ])
    func refusesARequestThatLacksSomething(request: String, reason: String, uid: String?) {
        expectRefusal(Self.body(request: request), reason, uid)
    }

    private func expectRefusal(_ body: [UInt8], _ reason: String, _ uid: String?) {
        do {
            _ = try AdmissionReviewRequest(readingJSON: body)
            Issue.record("taken")
        } catch {
            #expect(error.description.contains(reason) && !error.description.contains("\n"), "\(error.description)")
            #expect(error.uid == uid)
        }
    }
}
