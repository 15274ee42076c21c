import Admission
import Configuration
import Foundation
import PolicyRules
import Testing

/// The day on which the tests' reviews happen.
let today = CalendarDay(year: 2026, month: 11, day: 23)

/// An answer, parsed by Foundation: another JSON reader than the one that is tested.
struct Answer {
    let review: [String: Any]
    let response: [String: Any]

    var allowed: Bool? { response["allowed"] as? Bool }
    var uid: String? { response["uid"] as? String }
    var warnings: [String] { response["warnings"] as? [String] ?? [] }
    var annotations: [String: String] { response["auditAnnotations"] as? [String: String] ?? [:] }
    var status: [String: Any] { response["status"] as? [String: Any] ?? [:] }
    var causes: [[String: String]] { (status["details"] as? [String: Any])?["causes"] as? [[String: String]] ?? [] }

    init(to body: String, settings: Settings = Settings()) throws {
        let answer = AdmissionReviewer(settings: settings).answer(to: Array(body.utf8), on: try #require(today))
        #expect(answer.status == 200)
        #expect(answer.contentType == "application/json")
        review = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        response = try #require(review["response"] as? [String: Any])
    }
}

/// An AdmissionReview of a ListenerPolicy, as JSON.
struct Request {
    var apiVersion = "admission.k8s.io/v1"
    var operation = "CREATE"
    var spec: String
    var oldSpec: String?
    var metadata = #""name": "p", "namespace": "default""#
    var subResource: String?
    var namespace = "default"
    var username = "jane"
    var groups = ["dev"]

    /// A policy for these gateways whose `spec.socketOptions` holds these objects.
    init(options: String, old: String? = nil, gateways: [String] = ["http"]) {
        let targets = gateways.map { #"{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "\#($0)"}"# }
        func spec(_ options: String) -> String {
            #"{"targetRefs": [\#(targets.joined(separator: ", "))], "socketOptions": [\#(options)]}"#
        }
        self.spec = spec(options)
        oldSpec = old.map(spec)
        if old != nil { operation = "UPDATE" }
    }

    var body: String {
        let kind = #"{"group": "gateway.kgateway.dev", "version": "v1alpha1", "kind": "ListenerPolicy"}"#
        let resource = #"{"group": "gateway.kgateway.dev", "version": "v1alpha1", "resource": "listenerpolicies"}"#
        func object(_ spec: String) -> String {
            #"{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {\#(metadata)}, "spec": \#(spec)}"#
        }
        return """
            {"kind": "AdmissionReview", "apiVersion": "\(apiVersion)", "request": {"uid": "u-1", "kind": \(kind), "resource": \(resource), \
            \(subResource.map { "\"subResource\": \"\($0)\", " } ?? "")"name": "p", "namespace": "\(namespace)", "operation": "\(operation)", \
            "userInfo": {"username": "\(username)", "groups": [\(groups.map { "\"\($0)\"" }.joined(separator: ", "))]}, \
            "object": \(operation == "DELETE" ? "null" : object(spec)), "oldObject": \(oldSpec.map(object) ?? "null"), "dryRun": false}}
            """
    }
}

/// Options of the keepalive guide, and broken ones.
enum Option {
    static let keepalive = #"{"description": "enable keepalive", "level": 1, "name": 9, "intValue": 1}"#
    static let idle = #"{"description": "idle time", "level": 6, "name": 4, "intValue": 60}"#
    static let interval = #"{"description": "keepalive interval", "level": 6, "name": 5, "intValue": 20}"#
    static let count = #"{"description": "keepalive probes count", "level": 6, "name": 6, "intValue": 2}"#
    static let macOS = #"{"description": "enable keepalive", "level": 65535, "name": 8, "intValue": 1}"#
    static let tooLong = #"{"description": "idle time", "level": 6, "name": 4, "intValue": 40000}"#
    static let single = #"{"description": "keepalive probes count", "level": 6, "name": 6, "intValue": 1}"#
    static let guide = [keepalive, idle, interval, count].joined(separator: ", ")
}
