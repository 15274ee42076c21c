public import Manifests
import SocketOptions

/// A key that its mapping does not have, and what its author most likely meant. What the kind alone can know; a general rule reports it.
public struct StrayField: Sendable {
    /// As written, cut where it is longer than any field.
    public let name: String
    /// The field's value; its key is the place to point at.
    public let node: ManifestNode
    /// The mapping that it stands in, as messages name it: "tcpKeepalive" for a block, "spec.default" for another one, "" for the object.
    public let owner: Owner
    /// What it was meant to be.
    public let meaning: Meaning
    /// What its reader makes of it, as a clause; nil where nothing special is known.
    public internal(set) var consequence: String?

    /// What a stray field stands in.
    public enum Owner: Sendable, Hashable {
        /// A keepalive block, by its name.
        case block(String)
        /// A mapping on the way to one, by its path.
        case mapping(String)
    }

    /// What a stray field was meant to be.
    public enum Meaning: Sendable, Hashable {
        /// A field of this very mapping; `value` is what to write there where the value needs another form as well: 60 as 60s.
        case spelling(of: String, value: String?)
        /// The mapping has that field already.
        case repetition(of: String)
        /// A field of another mapping, by its path from the object: "spec.tcpKeepalive.keepAliveTime". `isBeside` where that mapping stands
        /// right here, empty: the lines below it are not indented.
        case misplaced(home: String, isBeside: Bool)
        /// A field whose home no release serves: what to write instead.
        case unserved(home: String, instead: String)
        /// A field of ours that the kind has nowhere; the kind's own block, where the field holds one.
        case nowhere(String, block: String?)
        /// Nobody's; the names that the block has.
        case unknown(fields: [String])
    }
}

extension StrayField {
    init(key: ManifestNode, value: ManifestNode, owner: Owner, meaning: Meaning) {
        name = String(key.text.prefix(64))
        node = value
        self.owner = owner
        self.meaning = meaning
    }

    /// A key within a keepalive block.
    init(key: ManifestNode, value: ManifestNode, inBlock form: BlockForm, having fields: [KeepaliveField]) {
        let meant = KeepaliveFieldNames.field(meantBy: key.text, of: form).flatMap { name in fields.first { $0.name == name } }
        let meaning: Meaning =
            if let meant, meant.form.isApplied {
                if meant.node != nil {
                    .repetition(of: meant.name)
                } else {
                    // A number where a duration is due would be the next finding: name the value as well.
                    .spelling(
                        of: meant.name,
                        value: value.kind == .number && meant.form.takesDuration
                            ? Int64(value.text).flatMap(meant.spelling) : nil)
                }
            } else {
                .unknown(fields: form.fieldNames)
            }
        self.init(key: key, value: value, owner: .block(form.sharedPrefix == nil ? form.name : "configuration"), meaning: meaning)
    }

    /// A key of a mapping on the way to our fields; nil where it looks like none of ours.
    ///
    /// - Parameters:
    ///   - path: the mapping's own, as the kind's settings write it: `spec.perPort[].listener`.
    ///   - here: the same as it stands in the object: `spec.perPort[1].listener`.
    init?(
        key: ManifestNode, value: ManifestNode, in mapping: ManifestNode, path: String, here: String, settings: [SettingPath],
        block: BlockForm?
    ) {
        let name = key.text
        guard name.utf8.count <= 64 else { return nil }
        // Of two that differ in their spelling alone the kind's own comes first.
        let own = Set(settings.map(\.fieldName))
        let known = own.sorted() + Self.fieldsOfOthers.subtracting(own).sorted()
        // `keepaliveTime` is another product's name for a field of the block, and no misspelt `keepalive`.
        let isFieldOfBlock = block != nil && KeepaliveFieldNames.isField(name)
        if !isFieldOfBlock, let meant = spelling(of: name, among: known) {
            let homes = settings.filter { $0.fieldName == meant }
            let meaning: Meaning =
                if homes.contains(where: { $0.parentPath == path }) {
                    .spelling(of: meant, value: nil)
                } else if let home = StrayField.nearest(of: homes, to: path) {
                    home.instead.map { .unserved(home: home.path, instead: $0) } ?? .misplaced(home: home.path, isBeside: false)
                } else if meant == "tcpKeepalive", let home = settings.first(where: { $0.holds.isKeepalive && $0.instead == nil }) {
                    .misplaced(home: home.path, isBeside: false)
                } else {
                    .nowhere(
                        meant,
                        block: value.kind == .mapping && value["tcpKeepalive"] != nil
                            ? settings.first(where: \.holds.isKeepalive)?.path : nil)
                }
            self.init(key: key, value: value, owner: .mapping(here), meaning: meaning)
            return
        }
        // A field of a block that stands one level off.
        guard let block, KeepaliveFieldNames.speaksOfKeepalive(name) || block.fieldNames.contains(name),
            let field = KeepaliveFieldNames.field(meantBy: name, of: block)
        else { return nil }
        let blocks = settings.filter { $0.holds.isKeepalive && $0.fieldName == block.name }
        guard
            let home = blocks.first(where: { $0.parentPath == path }) ?? blocks.first(where: { $0.isBelow(path) })
                ?? blocks.first
        else { return nil }
        if let instead = home.instead {
            self.init(
                key: key, value: value, owner: .mapping(here), meaning: .unserved(home: "\(home.path).\(field)", instead: instead))
            return
        }
        let isBeside = home.parentPath == path && mapping.entries.contains { $0.key.isText(block.name) && $0.value.kind == .null }
        self.init(
            key: key, value: value, owner: .mapping(here), meaning: .misplaced(home: "\(home.path).\(field)", isBeside: isBeside))
    }

    /// The home that shares most steps with a path; of several the first.
    private static func nearest(of homes: [SettingPath], to path: String) -> SettingPath? {
        let steps = path.split(separator: ".")
        var nearest: (home: SettingPath, shared: Int)?
        for home in homes {
            let shared = zip(steps, home.path.split(separator: ".")).prefix { $0 == $1 }.count
            if shared > nearest?.shared ?? -1 { nearest = (home, shared) }
        }
        return nearest?.home
    }

    /// Fields that people carry over from other kinds, which no setting of this kind need have.
    static let fieldsOfOthers: Set<String> = ["tcpKeepalive", "socketOptions", "connectionConfig"]
}

/// What products call the three settings of a keepalive block.
enum KeepaliveFieldNames {
    /// The field of a block that somebody meant who wrote this name.
    static func field(meantBy name: String, of form: BlockForm) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        if let role = role(of: name) { return form.fields.first { $0.role == role }?.name }
        return spelling(of: name, among: form.fieldNames)
    }

    /// The setting that some product, header or habit calls so.
    private static func role(of name: String) -> KeepaliveRole? {
        switch plain(name) {
        case "keepalivetime", "tcpkeepalivetime", "time", "idle", "idletime", "keepidle", "tcpkeepidle", "keepaliveidle",
            "keepaliveidletime":
            .idle
        case "keepaliveinterval", "interval", "intvl", "keepintvl", "tcpkeepintvl", "keepaliveintvl", "tcpkeepaliveintvl", "probeinterval",
            "tcpkeepaliveinterval":
            .interval
        case "keepaliveprobes", "tcpkeepaliveprobes", "probes", "count", "keepcnt", "tcpkeepcnt", "keepalivecount", "maxprobes",
            "probecount", "retries":
            .count
        default: nil
        }
    }

    /// Whether some product has a field of this name in its block, and the name is about keepalive wherever it stands.
    static func isField(_ name: String) -> Bool { speaksOfKeepalive(name) && role(of: name) != nil }

    /// Whether a name is about keepalive wherever it stands: `time` alone is not.
    static func speaksOfKeepalive(_ name: String) -> Bool {
        let name = plain(name)
        return name.hasPrefix("keepa") || name.hasPrefix("tcpkeep") || ["keepidle", "keepintvl", "keepcnt"].contains(name)
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" } }
}
