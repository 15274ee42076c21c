import Admission
public import Configuration
public import Manifests
import PolicyKinds
public import PolicyRules

/// What the linter made of one file: a pure function of its bytes.
public struct LintedFile: Sendable {
    /// The path as it was given, or the name that standard input goes by.
    public let name: String
    /// By position, then code.
    public internal(set) var findings: [LintedFinding] = []
    /// Documents that could not be read.
    public internal(set) var problems: [Problem] = []
    /// What allowed keepalive settings do.
    public internal(set) var explanations: [LintedExplanation] = []
    /// Objects of our kinds, in the order of the file.
    public internal(set) var objects: [LintedObject] = []
    /// Those among them with findings.
    public internal(set) var objectsWithFindings = 0
    /// Documents of kinds that are not read.
    public internal(set) var others: [OtherDocument] = []
    /// Whether it holds AdmissionReviews, which are what an API server said and nobody's to edit.
    public private(set) var holdsRequests = false
    /// The file's lines, for code frames.
    public let lines: LineIndex
    /// Where the bytes came from.
    public let origin: Origin
    private let settings: CompiledSettings
    private let day: CalendarDay
    /// Gateways beside the file's own.
    private let gateways: GatewaysOfRun?
    /// Those and the file's own, once a policy has asked for them.
    private var knownGateways: KnownGateways?

    /// Where bytes came from.
    public enum Origin: Sendable, Hashable {
        /// The file of this name.
        case file
        case standardInput
        /// What another program wrote, or a caller's own text.
        case text
    }

    /// What is made of other bytes in its place.
    public func again(_ source: [UInt8]) -> LintedFile {
        LintedFile(name: name, source: source, settings: settings, day: day, origin: origin, gateways: gateways)
    }
    /// What is needed to set findings aside by comments; nil where the file can hold no such comment.
    private var commented: Commented?

    /// Something that cannot be read, with its place.
    public struct Problem: Sendable {
        /// The byte at which it shows.
        public let offset: Int
        /// The same place for people.
        public let position: LineIndex.Position
        /// What is wrong and what to do about it.
        public let message: String
    }

    /// A file by itself; where there are several, compile their settings once.
    public init(name: String, source: [UInt8], settings: Settings, day: CalendarDay, origin: Origin = .text) {
        self.init(name: name, source: source, settings: CompiledSettings(settings), day: day, origin: origin)
    }

    /// Reads and reviews a file's bytes.
    /// - Parameter day: today, for suppressions that expire.
    public init(
        name: String, source: [UInt8], settings: CompiledSettings, day: CalendarDay, origin: Origin = .text, gateways: GatewaysOfRun? = nil
    ) {
        self.name = name
        self.origin = origin
        self.settings = settings
        self.day = day
        self.gateways = gateways
        lines = LineIndex(source)
        commented = SuppressionComments.mayStand(in: source) ? Commented() : nil
        for document in ManifestReader.documents(in: source) {
            switch document {
            case .failure(let error): addProblem(error.message, at: error.offset)
            case .success(let tree):
                commented?.documents.append(tree)
                for node in tree.objects { review(node, settings, day) }
            }
        }
        if let commented { apply(commented, settings, day) }
        findings = findings.enumerated()
            .sorted {
                ($0.element.start, $0.element.finding.rule.code, $0.offset) < ($1.element.start, $1.element.finding.rule.code, $1.offset)
            }
            .map(\.element)
    }

    private mutating func review(_ node: ManifestNode, _ settings: CompiledSettings, _ day: CalendarDay) {
        if let read = PolicyObject(from: node) {
            let object = besideGateways(read)
            let review = ObjectReview(of: object, in: object.namespace ?? "", by: settings) { settings in
                let review = PolicyReview(of: object, in: settings.context(origin: .manifest, day: day))
                let unread = object.reading.unreadTexts.compactMap { Finding.notRead($0).graded(by: settings.rules) }
                return (review.findings + unread, review.explanations)
            }
            add(object, review.findings, review.explanations)
        } else if AdmissionReviewRequest.isAdmissionReview(node) {
            reviewRequest(node, settings, day)
        } else {
            passOver(node, settings)
        }
    }

    /// The object with what the Gateways show that it is applied to: the file's own, then those of the run.
    private mutating func besideGateways(_ object: PolicyObject) -> PolicyObject {
        guard object.dependsOnGateways else { return object }
        var known = knownGateways ?? GatewaysOfRun.gateways(in: lines.source)
        if knownGateways == nil, let gateways { known.merge(gateways.all) }
        knownGateways = known
        return object.read(beside: known)
    }

    /// A document of another kind: counted, and named where it sets options of sockets that nobody has looked at.
    private mutating func passOver(_ node: ManifestNode, _ settings: CompiledSettings) {
        let other = OtherDocument(node, in: lines)
        others.append(other)
        guard let setting = SettingNames.first(in: node) else { return }
        let identity = ObjectIdentity(other: node)
        let found = Finding.kindNotRead(setting, kind: other.kind)
        guard let finding = Self.graded(found, by: settings, in: identity.namespace) else { return }
        add(finding, of: LintedObject(identity: identity, start: other.start), in: node)
    }

    /// A finding about what is applied to no gateway in particular: as severe as some settings of its namespace have it.
    static func graded(_ finding: Finding, by settings: CompiledSettings, in namespace: String) -> Finding? {
        settings.reached(by: [], in: namespace).compactMap { finding.graded(by: $0.rules) }.max { $0.severity < $1.severity }
    }

    mutating func add(
        _ finding: Finding, of object: LintedObject, in node: ManifestNode, identifier: FindingIdentifier? = nil,
        isSeenByCluster: Bool = false
    ) {
        let span = finding.place.span
        findings.append(
            LintedFinding(
                finding: finding, object: object, path: finding.place.path(in: node), start: lines.position(of: span.start),
                end: lines.position(of: span.end), identifier: identifier, isSeenByCluster: isSeenByCluster))
    }

    private mutating func reviewRequest(_ node: ManifestNode, _ settings: CompiledSettings, _ day: CalendarDay) {
        holdsRequests = true
        let review: RequestReview
        do {
            review = RequestReview(of: try AdmissionReviewRequest(node), by: settings, on: day)
        } catch {
            return addProblem(error.description, at: node.span.start)
        }
        if let object = review.object {
            add(object, review.findings, review.explanations)
        } else {
            // The webhook would let it through unseen: looked at, with nothing to say.
            objects.append(LintedObject(identity: ObjectIdentity(other: node), start: lines.position(of: node.span.start)))
        }
    }

    private mutating func addProblem(_ message: String, at offset: Int) {
        problems.append(Problem(offset: offset, position: lines.position(of: offset), message: message))
    }

    private mutating func add(_ object: PolicyObject, _ found: [Finding], _ explained: [Explanation]) {
        let linted = LintedObject(identity: ObjectIdentity(object), start: lines.position(of: object.node.span.start))
        objects.append(linted)
        if !found.isEmpty { objectsWithFindings += 1 }
        let identifier = found.isEmpty ? nil : FindingIdentifier(of: object)
        commented?.add(object, linted, found)
        for finding in found {
            add(finding, of: linted, in: object.node, identifier: identifier, isSeenByCluster: finding.showsInCluster(on: object))
        }
        // What an erroneous policy would do is nobody's to promise.
        guard !found.contains(where: { $0.severity == .error }) else { return }
        for explanation in explained {
            explanations.append(
                LintedExplanation(
                    object: linted, path: explanation.place.path(in: object.node),
                    start: lines.position(of: explanation.place.span.start), explanation: explanation))
        }
    }
}

/// A finding with its place in a file.
public struct LintedFinding: Sendable {
    /// What was found.
    public internal(set) var finding: Finding
    /// The object in which it was found.
    public let object: LintedObject
    /// The field's path in the object.
    public let path: String
    /// The first character.
    public let start: LineIndex.Position
    /// The character after the last.
    public let end: LineIndex.Position
    /// Whether the webhook of a cluster would find it as well.
    let isSeenByCluster: Bool
    private let identifier: FindingIdentifier?

    init(
        finding: Finding, object: LintedObject, path: String, start: LineIndex.Position, end: LineIndex.Position,
        identifier: FindingIdentifier? = nil, isSeenByCluster: Bool = false
    ) {
        self.finding = finding
        self.object = object
        self.path = path
        self.start = start
        self.end = end
        self.identifier = identifier
        self.isSeenByCluster = isSeenByCluster
    }

    /// What makes it the same finding in another run, although lines moved. Made anew each time.
    public var identity: FindingIdentity {
        identifier?.identity(of: finding) ?? FindingIdentity(code: finding.rule.code, target: "", path: path, subject: "")
    }
}

/// An object of a file.
public struct LintedObject: Sendable, Hashable {
    /// Which one it is.
    public let identity: ObjectIdentity
    /// Its first character: two objects of a file may have one name.
    public let start: LineIndex.Position
}

/// What a keepalive setting does, with its place in a file.
public struct LintedExplanation: Sendable {
    /// The object that has the setting.
    public let object: LintedObject
    /// The path of the list or block in the object.
    public let path: String
    /// The list's or block's first character.
    public let start: LineIndex.Position
    private let explanation: Explanation

    /// The bytes of the list's or block's key, where findings about the whole stand.
    public var span: SourceSpan { explanation.place.span }
    /// "first probe after 60 s idle, then …"
    public var text: String { explanation.text }
    /// The same in time, for drawings.
    public var timeline: KeepaliveTimeline { explanation.timeline }

    init(object: LintedObject, path: String, start: LineIndex.Position, explanation: Explanation) {
        self.object = object
        self.path = path
        self.start = start
        self.explanation = explanation
    }
}

/// Which object something is about.
public struct ObjectIdentity: Sendable, Hashable {
    /// As written, for example "example.com/v1alpha1".
    public let apiVersion: String
    /// As written, for example "Pod".
    public let kind: String
    /// Empty where the manifest has none.
    public let namespace: String
    /// Empty where the manifest has none.
    public let name: String

    /// "Pod edge/http", as far as it is known.
    public var title: String { "\(kind) \(namespace.isEmpty ? "" : namespace + "/")\(name.isEmpty ? "without a name" : name)" }

    /// Of a document that is not read.
    init(other node: ManifestNode) {
        let text = { (node: ManifestNode?) in node.flatMap { $0.kind == .string ? String($0.text.prefix(253)) : nil } ?? "" }
        apiVersion = text(node["apiVersion"])
        kind = text(node["kind"])
        namespace = text(node["metadata"]?["namespace"])
        name = text(node["metadata"]?["name"])
    }

    init(_ object: PolicyObject) {
        apiVersion = object.apiVersion
        kind = object.kind.kind
        namespace = object.namespace ?? ""
        name = object.name ?? ""
    }
}
