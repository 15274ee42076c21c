public import Manifests

/// The request of an AdmissionReview (admission.k8s.io/v1 and v1beta1): who wants to do what to which object.
public struct AdmissionReviewRequest: Sendable {
    /// The version that the answer must have too.
    public let apiVersion: String
    /// What the answer must name; never empty.
    public let uid: String
    /// What is about to happen.
    public let operation: Operation
    /// The API group of the object's kind.
    public let group: String
    /// The kind of the object.
    public let kind: String
    /// `status` or the like; nil for the object itself.
    public let subResource: String?
    /// nil for what has no namespace.
    public let namespace: String?
    /// nil where the API server has yet to make one up (generateName), and for collections.
    public let name: String?
    /// Whether nothing will be stored.
    public let isDryRun: Bool
    /// Who asks; empty where nobody is named.
    public let username: String
    /// The groups of whoever asks.
    public let groups: [String]
    /// nil on DELETE.
    public let object: ManifestNode?
    /// nil on CREATE.
    public let oldObject: ManifestNode?

    /// What is about to happen to the object.
    public enum Operation: Sendable, Hashable {
        case create, update, delete, connect
        case other(String)

        /// As the API server writes it.
        public var name: String {
            switch self {
            case .create: "CREATE"
            case .update: "UPDATE"
            case .delete: "DELETE"
            case .connect: "CONNECT"
            case .other(let name): name
            }
        }

        init(_ node: ManifestNode) {
            self =
                if node.hasText("CREATE") {
                    .create
                } else if node.hasText("UPDATE") {
                    .update
                } else if node.hasText("DELETE") {
                    .delete
                } else if node.hasText("CONNECT") {
                    .connect
                } else {
                    .other(node.text)
                }
        }
    }

    /// Why bytes are no AdmissionReview, and the uid where that much could be read.
    public struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
        /// One line, without anything of the body.
        public let description: String
        /// The request's uid, where it could be read.
        public let uid: String?
    }

    /// Reads the body of a webhook request.
    public init(readingJSON body: [UInt8]) throws(Malformed) {
        let tree: ManifestTree
        do {
            tree = try JSONReader.read(body)
        } catch {
            throw Malformed(description: "the body is not JSON: byte \(error.offset): \(error.message)", uid: nil)
        }
        try self.init(tree.root)
    }

    /// Whether a document says that it is an AdmissionReview with a request.
    public static func isAdmissionReview(_ node: ManifestNode) -> Bool {
        guard let kind = node["kind"], let version = node["apiVersion"] else { return false }
        return kind.hasText("AdmissionReview") && version.text.hasPrefix("admission.k8s.io/")
    }

    /// Reads an AdmissionReview document.
    public init(_ review: ManifestNode) throws(Malformed) {
        guard review.kind == .mapping else { throw Malformed(description: "the body is no JSON object", uid: nil) }
        // Read first, so that the answer to whatever else is wrong can name it.
        let uid = review["request"]?["uid"].flatMap { $0.kind == .string && !$0.text.isEmpty ? $0.text : nil }
        guard let apiVersion = review["apiVersion"], let kind = review["kind"], kind.hasText("AdmissionReview"),
            apiVersion.hasText("admission.k8s.io/v1") || apiVersion.hasText("admission.k8s.io/v1beta1")
        else { throw Malformed(description: "the body is no AdmissionReview of admission.k8s.io/v1 or v1beta1", uid: uid) }
        guard let request = review["request"], request.kind == .mapping else {
            throw Malformed(description: "the AdmissionReview has no request", uid: nil)
        }
        guard let uid else {
            throw Malformed(description: "the request has no uid", uid: nil)
        }
        guard let operation = request["operation"], operation.kind == .string else {
            throw Malformed(description: "the request has no operation", uid: uid)
        }
        guard let kindOfObject = request["kind"], kindOfObject.kind == .mapping else {
            throw Malformed(description: "the request has no kind", uid: uid)
        }
        let text = { (node: ManifestNode?) in node.flatMap { $0.kind == .string ? $0.text : nil } }
        let present = { (node: ManifestNode?) in node.flatMap { $0.kind == .null ? nil : $0 } }
        self.apiVersion = apiVersion.text
        self.uid = uid
        self.operation = Operation(operation)
        group = text(kindOfObject["group"]) ?? ""
        self.kind = text(kindOfObject["kind"]) ?? ""
        subResource = text(request["subResource"])
        namespace = text(request["namespace"])
        name = text(request["name"])
        isDryRun = request["dryRun"].map { $0.kind == .bool && $0.hasText("true") } ?? false
        username = text(request["userInfo"]?["username"]) ?? ""
        groups = request["userInfo"]?["groups"]?.elements.compactMap { text($0) } ?? []
        object = present(request["object"])
        oldObject = present(request["oldObject"])
        let needsObject = self.operation == .create || self.operation == .update
        if needsObject && object?.kind != .mapping {
            throw Malformed(description: "the request has no object", uid: uid)
        }
    }
}
