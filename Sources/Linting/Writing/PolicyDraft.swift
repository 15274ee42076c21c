import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions

/// A document of a kind with a planned keepalive in one of its settings, laid out as people do and with the reasons as comments.
struct PolicyDraft {
    private let kind: PolicyKind
    private let setting: SettingPath
    private let plan: KeepalivePlan
    private let environment: TargetEnvironment

    init(of kind: PolicyKind, _ setting: SettingPath, _ plan: KeepalivePlan, for environment: TargetEnvironment) {
        self.kind = kind
        self.setting = setting
        self.plan = plan
        self.environment = environment
    }

    /// YAML with comments.
    var text: String {
        get throws(PolicyWriter.Refusal) {
            guard let specimen = setting.specimen else { throw PolicyWriter.Refusal(message: "`\(setting.path)` cannot be written") }
            let source = Array(specimen.document(with: try json).utf8)
            guard case .success(let tree)? = ManifestReader.documents(in: source).first, let object = PolicyObject(from: tree.root),
                let configuration = object.configurations.first
            else { throw PolicyWriter.Refusal(message: "the specimen of `\(setting.path)` cannot be read; please report this") }
            let reasons = reasons(in: configuration)
            let comments = Dictionary(reasons.map { ($0.node.id, Self.wrapped($0.text)) }, uniquingKeysWith: +)
            let inner = reasons.first.map { Self.root(of: $0.node) } ?? tree.root
            let host = inner.hostOfDocument
            var head = head
            var texts: [ManifestNode.ID: String] = [:]
            if let host, host.tree === tree, host.sourceText.hasPrefix("|") {
                // A text of lines is YAML that people write.
                texts[host.id] = YAMLBlockWriter(comments: comments).text(of: inner)
            } else if inner.tree !== tree {
                // JSON in a text, and what is put together of patches, has no place for comments of its own.
                head += reasons.map(\.text)
            }
            return head.flatMap(Self.wrapped).map { "# \($0)\n" }.joined()
                + YAMLBlockWriter(comments: comments, texts: texts).text(of: tree.root)
        }
    }

    private var head: [String] {
        ["Keepalive in \(setting.path) (\(setting.becomes.rawValue)). Names and targets are examples: write your own."] + plan.consequences
    }

    /// Why each number is what it is, and where it stands.
    private func reasons(in configuration: SocketConfiguration) -> [(node: ManifestNode, text: String)] {
        switch configuration.settings {
        case .keepalive(let block):
            return block.fields.compactMap { field in field.node.map { ($0, plan.reason(for: field.role) + ".") } }
        case .options(let list):
            return zip(list.options, Self.roles).map { ($0.node, plan.reason(for: $1) + ".") }
        }
    }

    // MARK: - The setting

    private static let roles: [KeepaliveRole] = [.enable, .idle, .interval, .count]

    /// The setting's value.
    private var json: String {
        get throws(PolicyWriter.Refusal) {
            guard case .keepalive(let form) = setting.holds else { return try options }
            let members = form.fields.filter(\.form.isApplied).map { role, name, form in
                "\"\(name)\": \(form.json(of: plan.value(of: role)))"
            }
            return "{" + members.joined(separator: ", ") + "}"
        }
    }

    /// The four options, with the numbers of the target platforms.
    private var options: String {
        get throws(PolicyWriter.Refusal) {
            // The list's own name shows how its fields are spelt.
            let intValue = setting.fieldName.utf8.contains(UInt8(ascii: "_")) ? "int_value" : "intValue"
            var writer = JSONWriter()
            var refusal: PolicyWriter.Refusal?
            writer.array { array in
                for role in Self.roles {
                    let keys = Set(environment.platforms.compactMap { $0.table.known(named: role.constant)?.option.key })
                    guard keys.count == 1, let key = keys.first else {
                        let names = environment.platforms.map(\.rawValue).joined(separator: ", ")
                        refusal = PolicyWriter.Refusal(
                            message:
                                "\(role.constant) has no one number on all of \(names); write typed fields, or a policy for each platform")
                        continue
                    }
                    array.object { object in
                        object.field("description", role.description)
                        object.key("level")
                        object.number(key.level)
                        object.key("name")
                        object.number(key.name)
                        object.key(intValue)
                        object.number(plan.value(of: role))
                        object.field("state", SocketState.prebind.name)
                    }
                }
            }
            if let refusal { throw refusal }
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    private static func root(of node: ManifestNode) -> ManifestNode {
        var root = node
        while let parent = root.parent { root = parent }
        return root
    }

    /// Lines of comment that fit beside the document.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            // A number keeps its unit.
            let isUnit = word == "%" || word.first == "s" && word.dropFirst().allSatisfy(\.isPunctuation)
            if !line.isEmpty, !isUnit, line.count + word.count + 1 > 100 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}

extension KeepaliveRole {
    /// What an option's description says.
    fileprivate var description: String {
        switch self {
        case .enable: "enable keepalive"
        case .idle: "idle time before the first probe"
        case .interval: "keepalive interval"
        case .count: "keepalive probes count"
        }
    }
}
