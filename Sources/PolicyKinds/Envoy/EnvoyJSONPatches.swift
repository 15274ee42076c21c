import Manifests

/// Reads JSON patches (RFC 6902) on Envoy's listeners, clusters and bootstrap: what they set together, as far as they show it. The one reader
/// of patches for every product that takes them; what a product makes of a patch is its `Manner`.
///
/// Patches are taken in the order in which they are applied, and read at the end, so that an option or a block that several of them make is
/// one. What a patch leaves to the resource that it changes is not known and not guessed.
struct EnvoyJSONPatches {
    /// How a product applies patches.
    struct Manner: Sendable {
        /// How the document that is patched spells the fields.
        let spelling: Envoy.Spelling
        /// What becomes of a step in the other spelling, as a clause; `field` is the one that the document has.
        let otherSpelling: @Sendable (_ field: String) -> String
        /// Whether the resource must be valid after every single patch: what becomes of one that is not, in words that follow "it is".
        let refusesInvalid: String?
        /// Whether `jsonPath` says where, and `add` without a place adds a resource.
        let takesJSONPath: Bool
    }

    /// What is patched.
    struct Target: Hashable {
        let message: Message
        /// As messages name it: `the listener "http"`.
        let title: String
        /// What tells it from the other targets of the object.
        let identity: String
        /// What it carries, where its name shows it.
        let transport: SocketTarget.Transport?

        enum Message: Hashable { case listener, cluster, bootstrap }

        init(_ message: Message, title: String, identity: String, transport: SocketTarget.Transport? = nil) {
            self.message = message
            self.title = title
            self.identity = identity
            self.transport = transport
        }
    }

    private let settings: EnvoySettings
    private let manner: Manner
    private var targets: [Target] = []
    private var documents: [PatchedDocument] = []
    private var indexes: [Target: Int] = [:]
    /// The document that the patches stand in.
    private var base: ManifestTree?
    private var count = 0
    private var copyBudget = 100_000

    /// - Parameter settings: the kind's own paths of the settings.
    init(settings: EnvoySettings, as manner: Manner) {
        self.settings = settings
        self.manner = manner
    }

    /// Takes the next patch: a map with `op`, `path`, `from`, `value`, and `jsonPath` where the product has it.
    mutating func take(_ operation: ManifestNode, on target: Target, into reading: inout PolicyReading) {
        count += 1
        guard count <= ReadingLimits.patches else { return reading.note(.patches, at: operation, isError: true) }
        guard operation.kind == .mapping else {
            return reading.malformed.append(
                ("a patch", .wrongType(expected: "a map with op, path and value", found: operation.inWords), operation))
        }
        base = base ?? operation.tree
        guard let op = Operation(operation, into: &reading) else { return }
        guard let pointer = place(of: operation, op, into: &reading) else { return }
        apply(op, operation, at: spelt(pointer, operation, into: &reading), to: index(of: target), into: &reading)
    }

    /// Reads what the patches come to.
    func read(into reading: inout PolicyReading) {
        let known = zip(targets, documents).filter { !$1.isEmpty }
        guard let base, !known.isEmpty else { return }
        let reader = EnvoyReader(settings: settings)
        let tree = ManifestTree(known.map(\.1), patchedIn: base)
        for ((target, _), node) in zip(known, tree.root.elements) {
            let origin = EnvoyReader.Origin(title: target.title, identity: target.identity, transport: target.transport)
            switch target.message {
            case .listener: reader.readListener(node, from: origin, into: &reading)
            case .cluster: reader.readCluster(node, from: origin, into: &reading)
            case .bootstrap: reader.readBootstrap(node, into: &reading)
            }
        }
    }

    private mutating func index(of target: Target) -> Int {
        if let index = indexes[target] { return index }
        indexes[target] = targets.count
        targets.append(target)
        documents.append(PatchedDocument())
        return targets.count - 1
    }

    // MARK: - Where

    /// The place that a patch is about; nil where it says none, or one that only the resource can tell.
    private func place(of operation: ManifestNode, _ op: Operation, into reading: inout PolicyReading) -> JSONPointer? {
        let path = operation.written("path")
        guard manner.takesJSONPath, let jsonPath = operation.written("jsonPath") else {
            if let path { return pointer(path, "path", into: &reading) }
            if manner.takesJSONPath, op == .add { return JSONPointer(steps: []) }
            reading.malformed.append(("`path`", .null(expected: "where the value goes, such as \(example)"), operation))
            return nil
        }
        guard let found = JSONPointer(path: jsonPath) else {
            if jsonPath.kind == .string, jsonPath.hasText("$") {
                reading.malformed.append(
                    ("`jsonPath`", .wrongType(expected: "no jsonPath for the whole resource", found: jsonPath.inWords), jsonPath))
            } else {
                noteUnknown(operation, "what \(quoted(jsonPath.text(atMost: 256))) finds depends on the resource", into: &reading)
            }
            return nil
        }
        guard let path, !path.hasText("") else { return found }
        return pointer(path, "path", isRelative: true, into: &reading).map { JSONPointer(steps: found.steps + $0.steps) }
    }

    /// - Parameter isRelative: whether it goes on from another one, so that its first slash may be missing.
    private func pointer(
        _ node: ManifestNode, _ field: StaticString, isRelative: Bool = false, into reading: inout PolicyReading
    ) -> JSONPointer? {
        if let pointer = JSONPointer(node, isRelative: isRelative) { return pointer }
        let expected = "a JSON Pointer such as \(example)"
        reading.malformed.append(("`\(field)`", .wrongType(expected: expected, found: node.inWords), node))
        return nil
    }

    private var example: String { manner.spelling == .snake ? "/socket_options" : "/socketOptions" }

    /// The place with the field names of the document that is patched.
    private func spelt(_ pointer: JSONPointer, _ operation: ManifestNode, into reading: inout PolicyReading) -> JSONPointer {
        var steps = pointer.steps
        for (index, step) in steps.enumerated() {
            guard let names = Self.fields.first(where: { step.text == $0.snake || step.text == $0.camel }) else { continue }
            let name = manner.spelling == .snake ? names.snake : names.camel
            guard name != step.text, let path = operation.written("path") ?? operation.written("jsonPath") else { continue }
            reading.notApplied.append(
                NotApplied(
                    Place(path), "the document that is patched writes `\(name)`, and \(manner.otherSpelling(name))",
                    remedy: "write `\(name)` in the path"))
            steps[index].text = name
        }
        return JSONPointer(steps: steps)
    }

    // MARK: - What

    /// What a patch does.
    private enum Operation: String, CaseIterable {
        case add, replace, remove, move, copy, test

        init?(_ operation: ManifestNode, into reading: inout PolicyReading) {
            let expected = "add, replace, remove, move, copy or test"
            guard let node = operation.written("op") else {
                reading.malformed.append(("`op`", .null(expected: expected), operation))
                return nil
            }
            guard node.kind == .string, let op = Self.allCases.first(where: { node.isText($0.rawValue) }) else {
                reading.malformed.append(("`op`", .wrongType(expected: expected, found: node.inWords), node))
                return nil
            }
            self = op
        }
    }

    private mutating func apply(
        _ op: Operation, _ operation: ManifestNode, at pointer: JSONPointer, to index: Int, into reading: inout PolicyReading
    ) {
        if op == .add || op == .replace || op == .move || op == .copy, let option = Self.option(around: pointer),
            !documents[index].knows(option)
        {
            return noteUnknownOption(op, operation, at: pointer, into: &reading)
        }
        switch op {
        case .add, .replace:
            guard let value = operation["value"] else {
                reading.malformed.append(("`value`", .null(expected: "what goes there"), operation))
                return
            }
            if !documents[index].set(value, at: pointer, replaces: op == .replace) {
                noteUnknown(operation, "its path leads through what is no list or map, or too long a one", into: &reading)
            }
        case .remove: documents[index].remove(at: pointer)
        case .move, .copy:
            guard let node = operation.written("from") else {
                reading.malformed.append(("`from`", .null(expected: "where the value stands now"), operation))
                return
            }
            guard let source = self.pointer(node, "from", into: &reading) else { return }
            if !documents[index].copy(from: source, to: pointer, moves: op == .move, budget: &copyBudget) {
                noteUnknown(operation, "what stands at \(quoted(node.text(atMost: 256))) depends on the resource", into: &reading)
            }
        case .test: break
        }
    }

    /// The option that a place is a field of: `/socket_options/0` of `/socket_options/0/level`.
    private static func option(around pointer: JSONPointer) -> JSONPointer? {
        let steps = pointer.steps
        guard let list = steps.lastIndex(where: { $0.text == "socket_options" || $0.text == "socketOptions" }), steps.count > list + 2,
            steps[list + 1].text == "-" || steps[list + 1].position != nil
        else { return nil }
        return JSONPointer(steps: Array(steps[...(list + 1)]))
    }

    /// A field of an option that stands in the resource, if anywhere: which option it is does not show.
    private func noteUnknownOption(
        _ op: Operation, _ operation: ManifestNode, at pointer: JSONPointer, into reading: inout PolicyReading
    ) {
        let isValue = ["int_value", "intValue", "buf_value", "bufValue"].contains(pointer.steps.last?.text)
        guard let refusal = manner.refusesInvalid, op == .add, !isValue else {
            return noteUnknown(operation, "which option this is a field of depends on the resource", into: &reading)
        }
        reading.notApplied.append(
            NotApplied(
                Place(operation["path"] ?? operation),
                "each patch is checked by itself, and where no option stands there yet this one leaves one without a value: it is \(refusal)",
                remedy: "add the whole option at once"))
    }

    /// A patch whose outcome depends on the resource. Of no account where it is not about a setting.
    private func noteUnknown(_ operation: ManifestNode, _ why: String, into reading: inout PolicyReading) {
        guard Self.words.contains(where: operation.sourceHolds) else { return }
        reading.unreadTexts.append(
            UnreadText(node: operation, error: ReadingError(why, at: Place(operation).span.start)))
    }

    private static let words = ["socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive"]

    /// The fields on the way to settings and in them whose spellings differ.
    private static let fields: [(snake: String, camel: String)] = [
        "socket_options", "tcp_keepalive", "additional_addresses", "upstream_connection_options", "upstream_bind_config",
        "extra_source_addresses", "static_resources", "cluster_manager", "keepalive_time", "keepalive_interval", "keepalive_probes",
        "int_value", "buf_value",
    ].map { ($0, Envoy.camel($0)) }
}

extension ManifestNode {
    /// A field that is no null.
    fileprivate func written(_ field: StaticString) -> ManifestNode? { self[field].flatMap { $0.kind == .null ? nil : $0 } }
}
