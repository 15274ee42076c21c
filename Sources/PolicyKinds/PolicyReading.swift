public import Manifests

/// What a kind's reader fills in: everything that the object says about sockets, and what only the kind can know of it.
public struct PolicyReading: Sendable {
    /// What the object asks of each target.
    public internal(set) var configurations: [SocketConfiguration] = []
    /// Keys that lead nowhere and look like ours.
    public internal(set) var strayFields: [StrayField] = []
    /// Lists and maps on the way to settings that are something else: what stands below them was not read.
    public internal(set) var malformed: [(field: String, malformation: Malformation, node: ManifestNode)] = [] {
        didSet {
            guard malformed.count > ReadingLimits.faults, let last = malformed.popLast() else { return }
            note(.faults, at: last.node, isError: true)
        }
    }
    /// Entries that replace a general setting whole.
    public internal(set) var replacedDefaults: [ReplacedDefault] = []
    /// What makes the object do nothing.
    public internal(set) var gaps: [Gap] = []
    /// Settings that nobody reads, or that are overwritten.
    public internal(set) var notApplied: [NotApplied] = [] {
        didSet {
            guard notApplied.count > ReadingLimits.faults, let last = notApplied.popLast() else { return }
            note(.faults, at: last.place.node, isError: true)
        }
    }
    /// Texts that should hold a configuration and could not be read as one, and patches of which the object does not show what they set.
    public internal(set) var unreadTexts: [UnreadText] = []
    /// What was not looked at.
    public internal(set) var unread: [UnreadPart] = []
    /// What the object is applied to: each gateway, service or selector that it names. An error stands only as long as nothing is added.
    public internal(set) var attachments: [ManifestNode] = []
    /// What has an entry of its own that replaces a general setting: the general one reaches all the others. An error of the general
    /// setting stands only as long as none of them goes.
    public internal(set) var overrides: [String] = []
    /// The object's settings: `spec`, or the object where it has none.
    public internal(set) var body: ManifestNode
    /// The object itself: the root of its paths.
    let object: ManifestNode
    /// What the reader of the part that is being read makes of a field that it does not know, as a clause.
    var whenUnknown: String?
    private var strayCount = 0

    init(of node: ManifestNode) {
        object = node
        body = node["spec"] ?? node
    }

    /// Whether there is nothing of ours in the object.
    var isEmpty: Bool {
        configurations.isEmpty && strayFields.isEmpty && malformed.isEmpty && notApplied.isEmpty && unreadTexts.isEmpty && unread.isEmpty
    }

    /// A mapping or list on the way to settings; nil where it is not there, or something else, which is noted.
    mutating func container(_ field: StaticString, of parent: ManifestNode, _ kind: ManifestNode.Kind) -> ManifestNode? {
        guard let node = parent[field], node.kind != .null else { return nil }
        if node.kind == kind { return node }
        let expected = kind == .sequence ? "a list" : "a map"
        malformed.append(("`\(field)`", .wrongType(expected: expected, found: node.inWords), node))
        return nil
    }

    /// The root of the document in a text of the object. Where it cannot be read, that is noted.
    /// - Parameters:
    ///   - field: the text's field, in backquotes.
    ///   - isRefused: whether the product refuses a text that it cannot read; else it is somebody's own.
    mutating func document(in node: ManifestNode, _ field: String, isRefused: Bool) -> ManifestNode? {
        guard node.kind == .string else {
            if node.kind != .null {
                malformed.append((field, .wrongType(expected: "a text that holds a configuration", found: node.inWords), node))
            }
            return nil
        }
        do {
            return try node.embeddedDocument().root
        } catch {
            noteUnreadable(node, field, error, isRefused: isRefused)
            return nil
        }
    }

    /// Notes that a text could not be read as a document.
    mutating func noteUnreadable(_ node: ManifestNode, _ field: String, _ error: ReadingError, isRefused: Bool) {
        if isRefused {
            malformed.append((field, .unreadable(error.message), node))
        } else {
            unreadTexts.append(UnreadText(node: node, error: error))
        }
    }

    /// Takes a configuration, or notes that there are too many of them.
    mutating func add(_ configuration: SocketConfiguration) {
        if configurations.count < ReadingLimits.configurations {
            configurations.append(configuration)
        } else {
            note(.configurations, at: body, isError: true)
        }
    }

    /// Takes a key that leads nowhere.
    mutating func add(_ stray: StrayField) {
        var stray = stray
        stray.consequence = whenUnknown
        strayFields.append(stray)
    }

    /// Whether one more key that leads nowhere may be looked at; notes it where not.
    mutating func takesStrayField(at mapping: ManifestNode) -> Bool {
        strayCount += 1
        if strayCount <= ReadingLimits.strayFields { return true }
        note(.strayFields, at: mapping, isError: false)
        return false
    }

    /// Whether there is more in the object already than is looked at: then a further item of this list is not, and counts.
    mutating func passesOver(_ list: ManifestNode) -> Bool {
        guard let sort = unread.first(where: { $0.sort == .configurations || $0.sort == .faults })?.sort else { return false }
        note(sort, at: list, isError: true)
        return true
    }

    /// Notes one more thing that is not looked at; of each sort there is one note, at the first place.
    mutating func note(_ sort: UnreadPart.Sort, at node: ManifestNode, isError: Bool, count: Int = 1) {
        if let index = unread.firstIndex(where: { $0.sort == sort }) {
            unread[index].count += count
        } else {
            unread.append(UnreadPart(sort: sort, node: node, isError: isError, count: count))
        }
    }
}

/// An entry for one port, subset or listener that replaces a general setting whole, keepalive and all.
public struct ReplacedDefault: Sendable {
    /// The entry.
    public let node: ManifestNode
    /// The field that it lacks: "listener.tcpKeepalive".
    public let missing: String
    /// What replaces what, as a clause: "the perPort entry of port 8443 replaces spec.default whole".
    public let clause: String
    /// The target whose keepalive is lost.
    public let of: SocketTarget
    /// What to do, in words: "repeat tcpKeepalive in its listener".
    public let remedy: String
    /// Whether a list of raw options is replaced; else a typed block.
    public let isRaw: Bool
    /// What the entry's connections have instead, as a clause.
    public let leaves: String

    init(
        node: ManifestNode, missing: String, clause: String, of target: SocketTarget, remedy: String, isRaw: Bool = false,
        leaves: String = "its connections have no TCP keepalive"
    ) {
        self.node = node
        self.missing = missing
        self.clause = clause
        self.of = target
        self.remedy = remedy
        self.isRaw = isRaw
        self.leaves = leaves
    }
}

/// Why an object does nothing.
public struct Gap: Sendable {
    /// Where to point.
    public let place: Place
    /// As a clause: "this ListenerPolicy selects no Gateway".
    public let clause: String
    /// What to write, in words that follow "write".
    public let remedy: String
    /// Whether it may be that the API server threw a field away.
    public let mayBePruned: Bool
}

/// A setting that stands where nobody reads it, or that is overwritten or dropped: the kind knows.
public struct NotApplied: Sendable {
    /// Where to point.
    public let place: Place
    /// As a clause: "Cilium sets TCP_KEEPIDLE to 300 on every accepted connection, whatever the listener says".
    public let clause: String
    /// What to do, in words: "remove it".
    public let remedy: String
    /// What is lost by it.
    public let loses: Loss
    /// Where it is only so with some products in the cluster; nil where it is always so.
    public let onlyWith: Reader?

    /// What is lost by a setting that is not applied.
    public enum Loss: Sendable, Hashable {
        /// The setting; the rest works.
        case setting
        /// All keepalive of the target.
        case keepalive
        /// The listener or cluster as a whole.
        case target
    }

    /// A product that reads objects of another one's kind, where that other one is not installed.
    public struct Reader: Sendable {
        /// The product that `environment.releases` names.
        public let product: String
        /// The product that it does not name.
        public let without: String
    }

    init(_ place: Place, _ clause: String, remedy: String, loses: Loss = .setting, onlyWith: Reader? = nil) {
        self.place = place
        self.clause = clause
        self.remedy = remedy
        self.loses = loses
        self.onlyWith = onlyWith
    }
}

/// A text that should hold a configuration and could not be read as one, or a patch of which the object does not show what it sets.
public struct UnreadText: Sendable {
    /// The text or patch.
    public let node: ManifestNode
    /// Why it was not read.
    public let error: ReadingError
}

/// A part of an object that was not looked at, because there is more of it than any person writes.
public struct UnreadPart: Sendable {
    /// What it is.
    public let sort: Sort
    /// Where it stands.
    public let node: ManifestNode
    /// Whether options went unread, so that the object cannot be let through.
    public let isError: Bool
    /// How many there are beyond the bound.
    public internal(set) var count: Int

    /// What there can be too much of.
    public enum Sort: Sendable, Hashable {
        case options, configurations, patches, faults, strayFields, references, suppressions

        /// How many are looked at.
        public var limit: Int {
            switch self {
            case .options: ReadingLimits.options
            case .configurations: ReadingLimits.configurations
            case .patches: ReadingLimits.patches
            case .faults: ReadingLimits.faults
            case .strayFields: ReadingLimits.strayFields
            case .references: ReadingLimits.references
            case .suppressions: ReadingLimits.suppressions
            }
        }
    }
}

extension ManifestNode {
    /// `{}`, `[]`, null, or a map of nothing but nulls: there, and nothing said.
    var isEmptyCollection: Bool {
        switch kind {
        case .null: true
        case .mapping: entries.allSatisfy { $0.value.kind == .null }
        case .sequence: !elements.contains { _ in true }
        case .bool, .number, .string, .skipped: false
        }
    }
}

extension PolicyReading {
    /// Looks at the keys of a mapping on the way to a kind's settings that the mapping does not have.
    /// - Parameters:
    ///   - path: the mapping's own, as the kind's settings write it.
    ///   - here: the same as it stands in the object.
    ///   - known: the mapping's fields.
    ///   - isKnown: whether a key is one of those that are too many for a list.
    mutating func readStrayFields(
        of mapping: ManifestNode, path: String, here: String, except known: [StaticString], settings: [SettingPath], block: BlockForm?,
        isKnown: (ManifestNode) -> Bool = { _ in false }
    ) {
        for (key, value) in mapping.entries where !known.contains(where: key.hasText) && !isKnown(key) {
            guard takesStrayField(at: mapping) else { continue }
            if let stray = StrayField(
                key: key, value: value, in: mapping, path: path, here: here, settings: settings, block: block)
            {
                add(stray)
            }
        }
    }

    /// Looks for a mapping or list on the way to settings under a name that is nearly its own, where it does not stand itself.
    /// - Parameters:
    ///   - field: its name.
    ///   - here: the path of the mapping that lacks it.
    ///   - known: the mapping's other fields.
    mutating func readMisspelt(_ field: StaticString, of mapping: ManifestNode, here: String, except known: [StaticString]) {
        guard mapping[field] == nil else { return }
        for (key, value) in mapping.entries
        where (value.kind == .mapping || value.kind == .sequence) && !known.contains(where: key.hasText) {
            guard takesStrayField(at: mapping) else { return }
            if spelling(of: key.text(atMost: 65), among: ["\(field)"]) != nil {
                add(StrayField(key: key, value: value, owner: .mapping(here), meaning: .spelling(of: "\(field)", value: nil)))
            }
        }
    }

    /// Of each of ``attachments`` the name where it is a Gateway by name; nil for what may be any: a selector, or what was not read any more.
    public var gateways: [String?] {
        let named = attachments.map { target -> String? in
            guard let kind = target["kind"], kind.hasText("Gateway"), let name = target["name"], name.kind == .string else { return nil }
            return name.text
        }
        return attachments.count < ReadingLimits.references ? named : named + [nil]
    }

    /// Notes what an object is applied to: the items of a list of references or selectors.
    mutating func attach(_ list: ManifestNode) {
        for item in list.elements {
            if attachments.count < ReadingLimits.references {
                attachments.append(item)
            } else {
                note(.references, at: list, isError: true)
            }
        }
    }
}

extension SocketTarget {
    /// Whether a listener's name says that it is no TCP listener.
    static func namesDatagrams(_ name: String) -> Bool {
        let words = name.utf8.count <= 253 ? name.lowercased().split(separator: "-") : []
        return [words.first, words.last].contains { $0.map { ["udp", "quic", "http3", "h3", "dtls"].contains($0) } ?? false }
    }
}
