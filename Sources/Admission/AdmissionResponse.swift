import Manifests
import PolicyKinds

/// The answer to one AdmissionRequest, before it is written as JSON.
struct AdmissionResponse {
    var uid: String
    /// The version of the request, which the answer must have too: `admission.k8s.io/v1`.
    var apiVersion: String
    var verdict: Verdict
    var warnings: [String] = []
    /// Keys without a prefix: the API server puts the webhook's name before them.
    var auditAnnotations: [(key: String, value: String)] = []

    enum Verdict {
        case allowed
        case denied(Denial)
    }

    /// `reason: Invalid` with a cause for each field: kubectl prints a bullet for each, as for a CRD's own errors.
    struct Denial {
        var group: String
        var kind: String
        var name: String
        var causes: [(field: String, message: String)]

        /// The same text for clients that show only `status.message`.
        var message: String {
            "\(kind) \"\(name)\" is invalid: " + causes.map { "\($0.field): \($0.message)" }.joined(separator: "; ")
        }
    }

    /// The AdmissionReview that the API server gets, as JSON.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { review in
            review.field("kind", "AdmissionReview")
            review.field("apiVersion", apiVersion)
            review.key("response")
            review.object { response in
                response.field("uid", uid)
                response.key("allowed")
                switch verdict {
                case .allowed: response.bool(true)
                case .denied(let denial):
                    response.bool(false)
                    response.key("status")
                    response.object { write(denial, to: &$0) }
                }
                if !warnings.isEmpty {
                    response.key("warnings")
                    response.array { array in warnings.forEach { array.string($0) } }
                }
                if !auditAnnotations.isEmpty {
                    response.key("auditAnnotations")
                    response.object { object in auditAnnotations.forEach { object.field($0.key, $0.value) } }
                }
            }
        }
        return writer.bytes
    }

    private func write(_ denial: Denial, to status: inout JSONWriter) {
        status.field("status", "Failure")
        status.field("message", denial.message)
        status.field("reason", "Invalid")
        status.key("details")
        status.object { details in
            details.field("name", denial.name)
            details.field("group", denial.group)
            details.field("kind", denial.kind)
            details.key("causes")
            details.array { causes in
                for cause in denial.causes {
                    causes.object {
                        $0.field("reason", "FieldValueInvalid")
                        $0.field("message", cause.message)
                        $0.field("field", cause.field)
                    }
                }
            }
        }
        status.key("code")
        status.number(422)
    }
}
