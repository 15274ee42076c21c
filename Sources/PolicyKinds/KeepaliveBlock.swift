public import Manifests
public import SocketOptions

/// How a kind spells a keepalive block.
public struct BlockForm: Sendable {
    /// The block's field: `tcpKeepalive`.
    public let name: String
    /// Its field for the idle time, the interval and the count, in this order.
    public let fields: [(role: KeepaliveRole, name: String, form: FieldForm)]
    /// What an empty map means.
    public let whenEmpty: WhenEmpty
    /// Protobuf's other spelling of the fields, where its JSON is read.
    public let otherNames: [KeepaliveRole: String]
    /// Names for the fields that people have from the product's own documents, and that it never reads: the kind says so itself.
    public let deadNames: [KeepaliveRole: String]
    /// What the fields' names begin with where they share a map with others: then `name` is the field that switches keepalive on. nil where
    /// the block has a map of its own.
    public let sharedPrefix: String?

    /// - Parameters:
    ///   - otherNames: protobuf's other spelling of the fields, where its JSON is read.
    ///   - deadNames: names for the fields that the product never reads, of which the kind says so itself.
    ///   - sharedPrefix: what the fields' names begin with where they share a map with others.
    init(
        _ name: String, idle: (String, FieldForm), interval: (String, FieldForm), count: (String, FieldForm),
        whenEmpty: WhenEmpty = .kernelDefaults, otherNames: [KeepaliveRole: String] = [:], deadNames: [KeepaliveRole: String] = [:],
        sharedPrefix: String? = nil
    ) {
        self.name = name
        self.sharedPrefix = sharedPrefix
        fields = [(.idle, idle.0, idle.1), (.interval, interval.0, interval.1), (.count, count.0, count.1)]
        self.whenEmpty = whenEmpty
        self.otherNames = otherNames
        self.deadNames = deadNames
    }

    /// What a map without settings means.
    public enum WhenEmpty: Sendable, Hashable {
        /// Keepalive is on, with the kernel's defaults, or the product's own.
        case kernelDefaults
        /// Nothing is set.
        case nothing
    }

    /// The names of the fields, in order, without those that are never applied.
    public var fieldNames: [String] { fields.filter(\.form.isApplied).map(\.name) }

    /// The block with these numbers, in one line: `tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}`. Fields that are never applied
    /// are left out.
    public func spelling(idle: Int64?, interval: Int64?, count: Int64?) -> String {
        let parts = zip(fields, [idle, interval, count]).compactMap { field, value in
            field.form.isApplied ? value.map { "\(field.name): \(field.form.spelling(of: $0))" } : nil
        }
        let fields = parts.joined(separator: ", ")
        return sharedPrefix == nil ? "\(name): {\(fields)}" : "\(name): true, \(fields)"
    }
}

/// A typed keepalive block, as written.
public struct KeepaliveBlock: Sendable {
    /// The block's value.
    public let node: ManifestNode
    /// Where findings about the whole stand: the block's key, or that of the field that switches keepalive on.
    public let place: Place
    /// How its kind spells it.
    public let form: BlockForm
    /// Seconds of silence before the first probe.
    public let idle: KeepaliveField
    /// Seconds between probes.
    public let interval: KeepaliveField
    /// Unanswered probes after which the connection is closed.
    public let count: KeepaliveField
    /// What stands there if it is no map.
    public let malformed: Malformation?
    /// Fields of the block that stand in it under another name, by their role: another finding says so.
    public let misspeltRoles: Set<KeepaliveRole>

    /// The three fields, in order.
    public var fields: [KeepaliveField] { [idle, interval, count] }

    /// A map in which no field stands, not even under a name that is none.
    public var isEmpty: Bool { malformed == nil && misspeltRoles.isEmpty && fields.allSatisfy { $0.node == nil } }

    /// Nothing stands behind the key, or an explicit null: the API server stores no field at all.
    public var isNull: Bool { node.kind == .null }

    /// Reads a block.
    /// - Parameter reading: takes the keys that the block does not have.
    init(_ node: ManifestNode, as form: BlockForm, into reading: inout PolicyReading) {
        self.node = node
        self.form = form
        var values: [ManifestNode?] = [nil, nil, nil]
        var strangers: [(ManifestNode, ManifestNode)] = []
        var place = Place(node, .key)
        for (key, value) in node.entries {
            if let prefix = form.sharedPrefix {
                if key.isText(form.name) { place = Place(value, .key) }
                if key.isText(form.name) || !key.hasPrefix(prefix) { continue }
            }
            if let index = form.fields.firstIndex(where: { field in
                key.isText(field.name) || form.otherNames[field.role].map(key.isText) ?? false
            }) {
                // Of two spellings of one field the one that is no null counts; where both do, each reader has a choice of its own.
                if let other = values[index], other.kind != .null, value.kind != .null, let name = other.key?.text, !key.isText(name) {
                    reading.malformed.append(("`\(key.text)`", .repeated(otherSpelling: name), value))
                }
                if value.kind != .null || values[index] == nil || key.isText(form.fields[index].name) { values[index] = value }
            } else if reading.takesStrayField(at: node) {
                strangers.append((key, value))
            }
        }
        self.place = place
        let fields = zip(form.fields, values).map { KeepaliveField(name: $0.name, role: $0.role, form: $0.form, node: $1) }
        (idle, interval, count) = (fields[0], fields[1], fields[2])
        malformed =
            node.kind == .mapping || node.kind == .null ? nil : .wrongType(expected: "a map of keepalive settings", found: node.inWords)
        var misspelt: Set<KeepaliveRole> = []
        for (key, value) in strangers {
            if let dead = form.deadNames.first(where: { key.isText($0.value) }) {
                misspelt.insert(dead.key)
                continue
            }
            let stray = StrayField(key: key, value: value, inBlock: form, having: fields)
            if case .spelling(let name, _) = stray.meaning, let field = fields.first(where: { $0.name == name }) {
                misspelt.insert(field.role)
            }
            reading.add(stray)
        }
        misspeltRoles = misspelt
    }

    /// A block whose fields stand in different places: patches of single fields.
    /// - Parameter node: where findings about the whole stand.
    init(_ node: ManifestNode, as form: BlockForm, values: [KeepaliveRole: ManifestNode]) {
        self.node = node
        self.form = form
        place = Place(node, .key)
        let fields = form.fields.map { KeepaliveField(name: $0.name, role: $0.role, form: $0.form, node: values[$0.role]) }
        (idle, interval, count) = (fields[0], fields[1], fields[2])
        malformed = nil
        misspeltRoles = []
    }
}

/// A field of a typed keepalive block: where it stands, and what its kind reads there.
public struct KeepaliveField: Sendable {
    /// The name that the kind gives it: `keepAliveTime`.
    public let name: String
    /// What it sets.
    public let role: KeepaliveRole
    /// How the kind spells it.
    public let form: FieldForm
    /// Where it stands; nil where it is absent.
    public let node: ManifestNode?
    /// What the kind reads there.
    public let reading: Reading

    /// What a field comes to, in seconds or probes.
    public enum Reading: Sendable, Hashable {
        case absent
        /// A value that the kernel takes; `hasFraction` where a part of a second was lost on the way.
        case value(Int64, hasFraction: Bool)
        case zero
        /// Another type than the field's, and what stands there, ready to print.
        case wrongType(String)
        /// A text that is no duration.
        case malformed(String)
        /// What another tool was meant to replace: `${IDLE}`, `{{ .Values.idle }}`.
        case placeholder(String)
        /// Less than the kind takes, as written.
        case below(String)
        /// More than the kernel or the product takes.
        case above(Int64)
    }

    init(name: String, role: KeepaliveRole, form: FieldForm, node: ManifestNode?) {
        self.name = name
        self.role = role
        self.form = form
        self.node = node
        reading = node.map { FieldReader(form: form, role: role).read($0) } ?? .absent
    }

    /// The largest value that the kernel and the product take.
    public var maximum: Int64 { form.maximum(of: role) }
    /// Whether the product refuses more, and the kernel would take it.
    public var isLimitedByProduct: Bool { maximum < role.maximum ?? Int64.max }

    /// Seconds or probes as the field takes them; nil where the kernel or the product would not take them.
    public func spelling(of number: Int64) -> String? {
        (1...maximum).contains(number) ? form.spelling(of: number) : nil
    }

    /// A value that suits the field: "60s", "20", "3".
    public var sample: String { form.spelling(of: role == .count ? 3 : role == .interval ? 20 : 60) }

    /// Seconds or probes that somebody meant who wrote them in the wrong type: 60 for 60s, "3" for 3, 60s for 60.
    public var intended: Int64? {
        guard let node, case .wrongType = reading, node.kind == .number || node.kind == .string else { return nil }
        let text = node.text
        guard text.utf8.count <= 40 else { return nil }
        if let number = Int64(text) { return number }
        guard role != .count, !form.takesDuration, let duration = GoDuration(text), !duration.hasFractionOfSecond else { return nil }
        return duration.wholeSeconds
    }

    /// What the field says, however it is written: 60s and 1m are the same. For comparing two objects.
    public var meaning: Meaning {
        guard let node, node.kind != .null else { return .nothing }
        switch reading {
        case .absent: return .nothing
        case .value(let number, _), .above(let number): return .number(number)
        case .zero: return .number(0)
        case .wrongType, .malformed, .placeholder, .below: return .text(node.sourceText)
        }
    }

    /// What a field says.
    public enum Meaning: Sendable, Hashable {
        case nothing
        case number(Int64)
        case text(String)
    }
}
