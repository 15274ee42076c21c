import Foundation
import Testing

/// Requests as a real API server (1.36) sent them. None of their objects sets a socket option, so each is answered a second time with a
/// bad one in it: what an API server puts around an object must not keep it from being judged.
@Suite struct RecordedRequestTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/requests")

    static let verdicts = [
        "01-create-client-side-apply": "allowed",
        // Another webhook denied this one, by a field of its own.
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
        // Byte for byte.
        let body = try Self.body(name)
        let answer = try answer(to: body, of: try Self.read(body))
        #expect(answer.allowed == true)
        #expect(answer.annotations["verdict"] == verdict)
        #expect(answer.response["status"] == nil)
        #expect(answer.warnings == [])
    }

    @Test(arguments: verdicts.sorted { $0.key < $1.key })
    func aBadOptionInItIsDenied(name: String, verdict: String) throws {
        var sent = try Self.read(try Self.body(name))
        try Self.change(&sent, "object", options: [Self.foreign])
        let answer = try answer(to: try JSONSerialization.data(withJSONObject: sent, options: .sortedKeys), of: sent)
        guard verdict == "allowed" else {
            #expect(answer.annotations["verdict"] == verdict)
            return
        }
        let request = try #require(sent["request"] as? [String: Any])
        #expect(answer.allowed == false)
        #expect(answer.annotations["verdict"] == "denied")
        let details = try #require(answer.status["details"] as? [String: Any])
        #expect(details["name"] as? String == request["name"] as? String ?? "")
        #expect(answer.causes.map { $0["field"] } == ["spec.socketOptions[0].level"])
        #expect(answer.causes.first?["message"]?.hasSuffix("[SW102]") == true)
    }

    /// What stood in the old object, as the same API server sends it, is told and let through.
    @Test(arguments: verdicts.sorted { $0.key < $1.key }.filter { $0.key.contains("-update-") && $0.value == "allowed" })
    func aBadOptionThatStoodIsAWarning(name: String, verdict: String) throws {
        var sent = try Self.read(try Self.body(name))
        for object in ["object", "oldObject"] { try Self.change(&sent, object, options: [Self.foreign]) }
        let answer = try answer(to: try JSONSerialization.data(withJSONObject: sent, options: .sortedKeys), of: sent)
        #expect(answer.allowed == true)
        #expect(answer.annotations["verdict"] == "allowed with errors")
        #expect(answer.warnings.first?.hasSuffix("(an error, let through because it stood here before) [SW102]") == true)
    }

    /// macOS' SO_KEEPALIVE.
    private static let foreign = ["level": 65535, "name": 8, "intValue": 1]

    private static func body(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: "\(name).json")) }

    private static func read(_ body: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
    }

    /// Puts options into an object of a request, where there is one.
    private static func change(_ review: inout [String: Any], _ key: String, options: [[String: Int]]) throws {
        var request = try #require(review["request"] as? [String: Any])
        guard var object = request[key] as? [String: Any] else { return }
        var spec = try #require(object["spec"] as? [String: Any])
        spec["socketOptions"] = options
        object["spec"] = spec
        request[key] = object
        review["request"] = request
    }

    /// The answer, with what every one of them must have.
    private func answer(to body: Data, of review: [String: Any]) throws -> Answer {
        let request = try #require(review["request"] as? [String: Any])
        let answer = try Answer(to: String(decoding: body, as: UTF8.self))
        #expect(answer.review.keys.sorted() == ["apiVersion", "kind", "response"])
        #expect(answer.review["apiVersion"] as? String == review["apiVersion"] as? String)
        #expect(answer.review["kind"] as? String == "AdmissionReview")
        #expect(answer.uid == request["uid"] as? String)
        #expect(answer.response["patch"] == nil)
        return answer
    }
}
