import Admission
import Configuration
import Foundation
import PolicyRules
import Testing

@Suite struct AdmissionReviewerTests {
    @Test func guidePolicyIsAllowedAndExplained() throws {
        let answer = try Answer(to: Request(options: Option.guide).body)
        #expect(answer.review["apiVersion"] as? String == "admission.k8s.io/v1")
        #expect(answer.review["kind"] as? String == "AdmissionReview")
        #expect(answer.uid == "u-1")
        #expect(answer.allowed == true)
        #expect(answer.warnings == [])
        #expect(answer.annotations["verdict"] == "allowed")
        #expect(
            answer.annotations["keepalive"]
                == "first probe after 60 s idle, then every 20 s, dead after 100 s; applies to every downstream connection of the listener; "
                + "probes never reach the application, whose own idle timeout still applies (Envoy's for HTTP is 1 h by default, set by "
                + "spec.default.httpSettings.idleTimeout)")
        #expect(answer.annotations["environment"] == "platforms=linux/amd64,linux/arm64 kernel=5.10 listenerFamily=dual")
        #expect(answer.annotations.keys.allSatisfy { !$0.contains("/") })
    }

    @Test func answersInTheVersionOfTheRequest() throws {
        var request = Request(options: Option.guide)
        request.apiVersion = "admission.k8s.io/v1beta1"
        #expect(try Answer(to: request.body).review["apiVersion"] as? String == "admission.k8s.io/v1beta1")
    }

    @Test func deniesAsInvalidWithACauseForEachField() throws {
        let answer = try Answer(to: Request(options: [Option.macOS, Option.tooLong].joined(separator: ", ")).body)
        #expect(answer.allowed == false)
        #expect(answer.status["status"] as? String == "Failure")
        #expect(answer.status["reason"] as? String == "Invalid")
        #expect(answer.status["code"] as? Int == 422)
        let details = try #require(answer.status["details"] as? [String: Any])
        #expect(details["group"] as? String == "gateway.kgateway.dev")
        #expect(details["kind"] as? String == "ListenerPolicy")
        #expect(details["name"] as? String == "p")
        #expect(answer.causes.map { $0["field"] } == ["spec.socketOptions[0].level", "spec.socketOptions[1].intValue"])
        #expect(answer.causes[0]["message"]?.hasPrefix("65535/8 is SO_KEEPALIVE on macOS and BSD; on linux write level 1, name 9") == true)
        #expect(answer.causes[0]["message"]?.hasSuffix("[SW102]") == true)
        #expect(answer.causes[1]["message"]?.hasSuffix("[SW106]") == true)
        let message = try #require(answer.status["message"] as? String)
        for cause in answer.causes { #expect(message.contains(try #require(cause["message"]))) }
        #expect(!message.contains("\n"))
        #expect(answer.annotations["verdict"] == "denied")
        #expect(answer.annotations["rules"]?.contains("SW102") == true)
    }

    @Test func warningsGoAlongWithADenial() throws {
        let answer = try Answer(to: Request(options: [Option.keepalive, Option.tooLong, Option.single].joined(separator: ", ")).body)
        #expect(answer.allowed == false)
        #expect(answer.warnings.contains { $0.hasSuffix("[SW207]") } == false)
        let single = try Answer(
            to: Request(
                options: [Option.keepalive, Option.idle, Option.single, #"{"level": 6, "name": 9999, "intValue": 1}"#].joined(
                    separator: ", ")
            ).body)
        #expect(single.allowed == false)
        #expect(single.warnings.contains { $0.hasSuffix("[SW207]") })
    }

    @Test(arguments: ["DELETE", "CONNECT"])
    func otherOperationsAreAllowedUnseen(operation: String) throws {
        var request = Request(options: Option.macOS)
        request.operation = operation
        let answer = try Answer(to: request.body)
        #expect(answer.allowed == true)
        #expect(answer.annotations["verdict"] == "not reviewed: operation \(operation)")
    }

    @Test func subresourcesAreAllowedUnseen() throws {
        var request = Request(options: Option.macOS, old: Option.guide)
        request.subResource = "status"
        #expect(try Answer(to: request.body).annotations["verdict"] == "not reviewed: subresource")
    }

    /// A finalizer is no way around: while it holds an object, the gateway goes on serving it.
    @Test func objectsOnTheirWayOutAreReviewed() throws {
        var request = Request(options: Option.macOS, old: Option.guide)
        request.metadata = #""name": "p", "deletionTimestamp": "2026-11-23T02:50:59Z", "finalizers": ["a/b"]"#
        #expect(try Answer(to: request.body).allowed == false)
        // The finalizer itself comes off, whatever the object says.
        request = Request(options: Option.macOS, old: Option.macOS)
        request.metadata = #""name": "p", "deletionTimestamp": "2026-11-23T02:50:59Z""#
        let answer = try Answer(to: request.body)
        #expect(answer.allowed == true && answer.annotations["verdict"] == "allowed with errors")
    }

    @Test func exemptionsLetThrough() throws {
        var settings = Settings()
        settings.exemptions.namespaces = ["default"]
        #expect(try Answer(to: Request(options: Option.macOS).body, settings: settings).annotations["verdict"] == "exempt: namespace")
        settings.exemptions.namespaces = ["other"]
        settings.exemptions.usernames = ["jane"]
        #expect(try Answer(to: Request(options: Option.macOS).body, settings: settings).annotations["verdict"] == "exempt: user")
        settings.exemptions.usernames = ["joe"]
        settings.exemptions.groups = ["dev"]
        #expect(try Answer(to: Request(options: Option.macOS).body, settings: settings).annotations["verdict"] == "exempt: group")
        settings.exemptions.groups = ["ops"]
        #expect(try Answer(to: Request(options: Option.macOS).body, settings: settings).allowed == false)
    }

    @Test func enforcementWarnTurnsErrorsIntoWarnings() throws {
        var settings = Settings()
        settings.enforcement = .warn
        let answer = try Answer(to: Request(options: Option.macOS).body, settings: settings)
        #expect(answer.allowed == true)
        #expect(answer.warnings.first?.hasPrefix("spec.socketOptions[0].level: 65535/8 is SO_KEEPALIVE") == true)
        #expect(answer.annotations["verdict"] == "allowed with errors")
    }

    @Test func enforcementAuditSaysNothingButInTheAnnotations() throws {
        var settings = Settings()
        settings.enforcement = .audit
        let answer = try Answer(to: Request(options: Option.macOS).body, settings: settings)
        #expect(answer.allowed == true)
        #expect(answer.warnings == [])
        #expect(answer.annotations["rules"]?.contains("SW102") == true)
    }

    @Test func malformedBodiesGetAReasonAndTheUidWhereItCanBeRead() throws {
        let reviewer = AdmissionReviewer(settings: Settings())
        let day = try #require(today)
        for body in ["", "{", "[]", "null", #"{"kind": "AdmissionReview"}"#, #"{"kind": "Pod", "apiVersion": "v1"}"#, "\u{0}"] {
            let answer = reviewer.answer(to: Array(body.utf8), on: day)
            #expect(answer.status == 400, "\(body)")
            let json = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: String])
            #expect(json["error"]?.isEmpty == false)
            #expect(json["error"]?.contains("\n") == false)
        }
        let answer = reviewer.answer(
            to: Array(#"{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "abc", "operation": 3}}"#.utf8),
            on: day)
        #expect(answer.status == 400)
        #expect((try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: String])?["uid"] == "abc")
    }

    @Test func denialsAreLoggedWithoutTheObject() throws {
        let answer = AdmissionReviewer(settings: Settings()).answer(
            to: Array(Request(options: Option.macOS).body.utf8), on: try #require(today))
        let denial = try #require(answer.record)
        #expect(denial.verdict == .denied)
        #expect(denial.uid == "u-1")
        #expect(denial.operation == "CREATE")
        #expect(denial.kind == "ListenerPolicy")
        #expect(denial.namespace == "default")
        #expect(denial.name == "p")
        #expect(denial.username == "jane")
        #expect(denial.codes.first == "SW102")
        #expect(!denial.isDryRun)
    }

    @Test func aListAsLongAsNoPersonWritesIsDeniedWithACount() throws {
        let options = Array(repeating: #"{"level": 6, "name": 9999, "intValue": 1}"#, count: 250).joined(separator: ",")
        let answer = try Answer(to: Request(options: options).body)
        #expect(answer.causes.count == 101)
        #expect(answer.causes.last?["message"]?.hasPrefix("and 150 more errors") == true)
    }
}
