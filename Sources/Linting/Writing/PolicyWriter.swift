public import Configuration
import Manifests
public import PolicyKinds
public import PolicyRules
import SocketOptions

/// Writes a policy with a keepalive that holds what somebody wants, in the spelling of its kind.
///
/// What it writes was reviewed: it earns no finding under the same settings, with what the wish adds to them.
public struct PolicyWriter: Sendable {
    private let kind: PolicyKind
    private let settings: Settings
    private let day: CalendarDay

    /// - Parameter day: today, for the review.
    public init(of kind: PolicyKind, settings: Settings, day: CalendarDay) {
        self.kind = kind
        self.settings = settings
        self.day = day
    }

    /// A policy that was written.
    public struct Written: Sendable {
        /// YAML with comments.
        public let text: String
        /// The keepalive that it sets.
        public let plan: KeepalivePlan
        /// Where it stands.
        public let setting: SettingPath
        /// The environment that it was written for.
        public let environment: TargetEnvironment
    }

    /// Why none can be written: one line.
    public struct Refusal: Error, Sendable {
        /// What is wrong, and what to write instead.
        public let message: String
    }

    /// Writes the policy.
    /// - Parameters:
    ///   - isRaw: whether as raw options; without, typed fields go first.
    ///   - path: the setting, as the list of kinds has it; nil for the first that can hold it.
    public func write(_ wish: KeepaliveWish, isRaw: Bool, setting path: String? = nil) throws(Refusal) -> Written {
        var first: Refusal?
        for setting in try candidates(isRaw: isRaw, path: path) {
            let planner = KeepalivePlanner(
                wish, within: KeepaliveLimits(of: setting, in: kind), in: settings.environment, rules: settings.rules)
            let plan: KeepalivePlan
            do {
                plan = try planner.plan()
            } catch {
                // Where no number would help, that is what to say.
                try review(PolicyDraft(of: kind, setting, planner.usual, for: settings.environment).text, of: setting)
                throw Refusal(message: error.message)
            }
            do {
                let environment = planner.wishedEnvironment
                let text = try PolicyDraft(of: kind, setting, plan, for: environment).text
                try review(text, against: plan.keepalive, in: environment)
                return Written(text: text, plan: plan, setting: setting, environment: environment)
            } catch let refusal {
                first = first ?? refusal
            }
        }
        throw first ?? Refusal(message: "\(kind.kind) has no place for keepalive")
    }

    /// The settings that may hold it, the likeliest first: what is served, and not overwritten by the product.
    private func candidates(isRaw: Bool, path: String?) throws(Refusal) -> [SettingPath] {
        let settings = kind.settings.filter { setting in path.map { setting.path == $0 } ?? true }
        if let path, settings.isEmpty {
            let hint = spelling(of: path, among: kind.settings.map(\.path)).map { "did you mean \($0)?" }
            throw Refusal(
                message: "\(kind.kind) has no setting \(quoted(path)); \(hint ?? "sockwarden kinds lists them")")
        }
        let typed = settings.filter(\.holds.isKeepalive)
        let raw = settings.filter { if case .options = $0.holds { true } else { false } }
        let form = isRaw ? raw : typed.isEmpty ? raw : typed
        if form.isEmpty {
            if !typed.isEmpty {
                throw Refusal(message: "\(path ?? kind.kind) takes no raw socket options; leave --raw out")
            }
            guard let own = settings.lazy.compactMap(\.own).first else {
                throw Refusal(message: "\(path ?? kind.kind) has no place for keepalive")
            }
            throw Refusal(message: "nobody can set keepalive in a \(kind.kind): \(own.clause); \(own.remedy)")
        }
        let writable = form.filter { $0.specimen != nil }
        guard !writable.isEmpty else {
            let names = form.map { "`\($0.path)`" }
            throw Refusal(
                message: "\(names[0]) is read to say that it does nothing, and cannot be written; write another setting of \(kind.kind)")
        }
        return writable.filter(\.isLikely) + writable.filter { !$0.isLikely }
    }

    /// Whether the setting can hold a keepalive at all, whatever the numbers, which are the business of the rules SW2xx.
    private func review(_ text: String, of setting: SettingPath) throws(Refusal) {
        let file = LintedFile(name: "", source: Array(text.utf8), settings: settings, day: day)
        guard let finding = file.findings.first(where: { !$0.finding.rule.code.hasPrefix("SW2") })?.finding else { return }
        throw Refusal(finding)
    }

    /// Nothing is handed out that the linter would find fault with, or read as other numbers.
    private func review(_ text: String, against keepalive: Keepalive, in environment: TargetEnvironment) throws(Refusal) {
        var settings = settings
        settings.environment = environment
        let file = LintedFile(name: "", source: Array(text.utf8), settings: settings, day: day)
        if let finding = file.findings.max(by: { $0.finding.severity < $1.finding.severity })?.finding {
            throw Refusal(finding)
        }
        guard file.explanations.count == 1, file.explanations[0].timeline.keepalive == keepalive else {
            throw Refusal(message: "what was written for \(kind.kind) is not read as \(keepalive.inWords); please report this")
        }
    }
}

extension SettingPath {
    /// Whether what is written there is served by some release and holds.
    fileprivate var isLikely: Bool {
        if case .never = availability { return false }
        return own?.moment != .accepted
    }
}

extension PolicyWriter.Refusal {
    /// What the linter would say of it.
    fileprivate init(_ finding: Finding) {
        message = "\(finding.message) [\(finding.rule.code) \(finding.rule.name)]"
    }
}

extension Keepalive {
    /// "60 s, 20 s and 3 probes".
    fileprivate var inWords: String { "\(idle) s, \(interval) s and \(count) probes" }
}
