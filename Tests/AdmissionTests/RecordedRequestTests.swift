import Foundation
import Testing

/// Requests as a real API server (1.36) sent them.
@Suite struct RecordedRequestTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/requests")

    static let verdicts = [
        "01-create-client-side-apply": "allowed",
        "02-create-denied-object": "allowed",
        "03-create-dry-run": "allowed",
        "04-update-client-side-apply": "allowed",
        "05-update-server-side-apply-two-managers": "allowed",
        "06-create-server-side-apply": "allowed",
        "07-update-status-subresource-kubectl-patch": "not reviewed: subresource",
        "08-update-merge-patch-many-managedfields": "allowed",
        "09-create-generateName": "allowed",
        "10-delete": "not reviewed: operation DELETE",
        "11-create-escapes-numbers-finalizer": "allowed",
        "12-update-finalizer-removal-deletionTimestamp": "allowed",
        "13-create-impersonated-user-extra": "allowed",
        "14-create-by-serviceaccount-ssa": "allowed",
        "15-update-dry-run-serviceaccount": "allowed",
        "16-update-replace": "allowed",
        "17-delete-from-deletecollection": "not reviewed: operation DELETE",
    ]

    @Test func everyRecordedRequestIsListed() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).map { String($0.dropLast(".json".count)) }
        #expect(names.sorted() == Self.verdicts.keys.sorted())
    }

    @Test(arguments: verdicts.sorted { $0.key < $1.key })
    func isAnsweredFieldByField(name: String, verdict: String) throws {
        let body = try String(contentsOf: Self.folder.appending(path: "\(name).json"), encoding: .utf8)
        let sent = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        let request = try #require(sent["request"] as? [String: Any])
        let answer = try Answer(to: body)
        #expect(answer.review.keys.sorted() == ["apiVersion", "kind", "response"])
        #expect(answer.review["apiVersion"] as? String == sent["apiVersion"] as? String)
        #expect(answer.review["kind"] as? String == "AdmissionReview")
        #expect(answer.uid == request["uid"] as? String)
        #expect(answer.allowed == true)
        #expect(answer.annotations["verdict"] == verdict)
        #expect(answer.response["status"] == nil)
        #expect(answer.response["patch"] == nil)
        #expect(answer.warnings == [])
    }
}
