import Foundation
import TestSupport
import Testing

@Suite("sockwarden lint on AdmissionReview files")
struct AdmissionReviewFileTests {
    @Test("The object inside is reviewed, at its place in the file, with paths from the object")
    func place() throws {
        let review = Manifest.review(options: #"{"level": 65535, "name": 8, "intValue": 1}"#)
        let run = try Command(["review.json": review])("lint", "--format", "json", "review.json")
        let finding = try #require((try run.json()["findings"] as? [[String: Any]])?.first)
        #expect(finding["code"] as? String == "SW102")
        #expect(finding["path"] as? String == "spec.socketOptions[0].level")
        #expect(finding["line"] as? Int == 17)
        #expect(run.code == 1)
    }

    @Test("What the webhook lets through unseen has no findings")
    func delete() throws {
        let review = Manifest.review(operation: "DELETE", options: #"{"level": 65535, "name": 8, "intValue": 1}"#)
        let run = try Command(["review.json": review])("lint", "review.json")
        #expect(run.output.isEmpty)
        #expect(run.code == 0)
    }

    @Test("A review without a request is an error with a place")
    func malformed() throws {
        let run = try Command(["review.json": #"{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}"#])("lint", "review.json")
        #expect(run.output.hasPrefix("review.json:1:1: error: the AdmissionReview has no request"))
        #expect(run.code == 3)
    }
}
