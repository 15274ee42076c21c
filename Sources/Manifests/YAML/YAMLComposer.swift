import CLibYAML

/// Composes trees from libyaml's events.
struct YAMLComposer {
    /// Containers within containers, as for JSON.
    static let maximumDepth = JSONReader.maximumDepth
    /// Nodes that aliases may add to a document. A bomb wants billions.
    static let maximumAliasNodes = 100_000

    private let source: [UInt8]
    private let offsets: YAMLOffsets
    private var nodes: [ManifestTree.Node] = []
    private var strings: [String] = []
    /// The open containers, innermost last.
    private var open: [Container] = []
    /// The node of each anchor.
    private var anchors: [String: Int32] = [:]
    private var aliasNodes = 0
    /// Where the last value ended: a block's own end mark is where the next token begins.
    private var lastEnd = 0

    private struct Container {
        var node: Int32
        var isMapping: Bool
        /// In a mapping: the key that waits for its value, or -1.
        var key: Int32 = -1
        /// Whether that key is `<<`.
        var isMerging = false
        /// Items so far, in a sequence.
        var count: Int32 = 0
        /// The keys written so far, in a mapping.
        var keys: Set<String> = []
        /// Anchors within the value of `<<`.
        var mergedAnchors: [String] = []

        var wantsKey: Bool { isMapping && key < 0 }
    }

    /// The documents of one part of a file, usually one.
    static func documents(in source: [UInt8], _ part: Range<Int>) -> [Result<ManifestTree, ReadingError>] {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            return [.failure(ReadingError("there is no memory to read the document", at: part.lowerBound))]
        }
        defer { yaml_parser_delete(&parser) }
        // libyaml would count a byte order mark as a column.
        let hasMark = source[part].starts(with: [0xEF, 0xBB, 0xBF])
        let part = hasMark ? part.dropFirst(3) : part
        return source.withUnsafeBufferPointer { bytes in
            // `bytes` stays in place while the parser lives: both end with this closure.
            let text = UnsafeBufferPointer(rebasing: bytes[part])
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
            var results: [Result<ManifestTree, ReadingError>] = []
            var composer = YAMLComposer(source: source, offsets: YAMLOffsets(source, part))
            do throws(ReadingError) {
                while let tree = try composer.nextDocument(&parser) { results.append(.success(tree)) }
            } catch {
                results.append(.failure(error))
            }
            return results
        }
    }

    private init(source: [UInt8], offsets: YAMLOffsets) {
        self.source = source
        self.offsets = offsets
    }

    // MARK: Events

    private mutating func nextDocument(_ parser: inout yaml_parser_t) throws(ReadingError) -> ManifestTree? {
        nodes = []
        strings = []
        open = []
        anchors = [:]
        aliasNodes = 0
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { throw offsets.failure(of: parser, in: source) }
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT: return nil
            case YAML_DOCUMENT_END_EVENT:
                let isEmpty = nodes.count == 1 && nodes[0].kind == .null && nodes[0].start == nodes[0].end
                if nodes.isEmpty || isEmpty {
                    nodes = []
                    continue
                }
                return ManifestTree(source: source, nodes: nodes, decodedStrings: strings)
            case YAML_SCALAR_EVENT: try add(scalar: event)
            case YAML_ALIAS_EVENT: try add(alias: event)
            case YAML_MAPPING_START_EVENT: try openContainer(event, isMapping: true, anchor: event.data.mapping_start.anchor)
            case YAML_SEQUENCE_START_EVENT: try openContainer(event, isMapping: false, anchor: event.data.sequence_start.anchor)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: try closeContainer(event)
            default: break
            }
        }
    }

    private mutating func openContainer(
        _ event: yaml_event_t, isMapping: Bool, anchor: UnsafeMutablePointer<yaml_char_t>?
    ) throws(ReadingError) {
        let start = offsets.start(of: event, end: offsets.part.upperBound)
        if open.count == Self.maximumDepth {
            throw ReadingError("more than \(Self.maximumDepth) lists and maps inside each other", at: start)
        }
        if let last = open.last, last.wantsKey {
            throw ReadingError("a \(isMapping ? "map" : "list") stands where a key is due; write the key as plain text", at: start)
        }
        let index = append(isMapping ? .mapping : .sequence, start: start, end: start, text: -1)
        record(anchor, index)
        open.append(Container(node: index, isMapping: isMapping))
    }

    private mutating func closeContainer(_ event: yaml_event_t) throws(ReadingError) {
        let container = open.removeLast()
        let index = Int(container.node)
        let isFlow = event.start_mark.index != event.end_mark.index
        let end = isFlow ? offsets.offset(event.end_mark) : max(lastEnd, Int(nodes[index].start))
        lastEnd = end
        nodes[index].end = Int32(end)
        nodes[index].subtreeEnd = Int32(nodes.count)
        try valueEnded()
    }

    private mutating func add(scalar event: yaml_event_t) throws(ReadingError) {
        let scalar = event.data.scalar
        let isBlock = scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE
        var end = offsets.offset(event.end_mark)
        let start = offsets.start(of: event, end: end)
        if isBlock { end = offsets.trimmed(end, from: start) }
        lastEnd = end
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        let tag = scalar.tag.map { String(cString: $0) }
        let resolved = ScalarResolution(String(decoding: bytes, as: UTF8.self), isPlain: isPlain, tag: tag)
        let text = decoded(resolved.text, start, end)

        guard let last = open.last, last.wantsKey else {
            record(scalar.anchor, append(resolved.kind, start: start, end: end, text: text))
            return try valueEnded()
        }
        let index = append(.string, start: start, end: end, text: text)
        record(scalar.anchor, index)
        if resolved.kind == .null { throw ReadingError("null stands where a key is due; write the key as text, in quotes", at: start) }
        let isMerge = resolved.text == "<<" && (isPlain && tag == nil || tag == "tag:yaml.org,2002:merge")
        open[open.count - 1].key = index
        open[open.count - 1].isMerging = isMerge
        if !isMerge { try note(key: resolved.text, at: start) }
    }

    /// The index of a text among the decoded ones; -1 where the source shows it as it is.
    private mutating func decoded(_ text: String, _ start: Int, _ end: Int) -> Int32 {
        if text.utf8.elementsEqual(source[ManifestTree.plainRange(start, end, in: source)]) { return -1 }
        strings.append(text)
        return Int32(strings.count - 1)
    }

    /// Puts a node where the open container expects one.
    private mutating func append(_ kind: ManifestTree.Node.Kind, start: Int, end: Int, text: Int32) -> Int32 {
        let index = Int32(nodes.count)
        let place = nextPlace()
        nodes.append(
            ManifestTree.Node(
                kind: kind, start: Int32(start), end: Int32(end), parent: place.parent, label: place.label, subtreeEnd: index + 1,
                text: text))
        return index
    }

    /// The parent and label of the next node.
    private mutating func nextPlace() -> (parent: Int32, label: Int32) {
        guard let last = open.indices.last else { return (-1, -1) }
        if open[last].isMapping { return (open[last].node, open[last].key) }
        open[last].count += 1
        return (open[last].node, open[last].count - 1)
    }

    /// A mapping's value is complete: the next one waits for a key again.
    private mutating func valueEnded() throws(ReadingError) {
        guard let last = open.indices.last, open[last].isMapping else { return }
        let key = Int(open[last].key)
        open[last].key = -1
        guard open[last].isMerging else { return }
        open[last].isMerging = false
        for anchor in open[last].mergedAnchors { anchors[anchor] = nil }
        open[last].mergedAnchors = []
        try merge(key)
    }

    /// Strict readers refuse a key that stands twice, and kubectl is one.
    private mutating func note(key text: String, at start: Int) throws(ReadingError) {
        guard open[open.count - 1].keys.insert(text).inserted else {
            throw ReadingError("the key \(quoted(text)) stands twice in this map; remove one", at: start)
        }
    }

    // MARK: Aliases and merge keys

    private mutating func record(_ anchor: UnsafeMutablePointer<yaml_char_t>?, _ index: Int32) {
        guard let anchor else { return }
        let name = String(cString: anchor)
        anchors[name] = index
        // What `<<` merges moves, and cannot be referred to any more.
        for container in open.indices where open[container].isMerging { open[container].mergedAnchors.append(name) }
    }

    private mutating func add(alias event: yaml_event_t) throws(ReadingError) {
        let start = offsets.offset(event.start_mark)
        lastEnd = offsets.offset(event.end_mark)
        let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
        guard let anchor = anchors[name].map(Int.init) else {
            throw ReadingError("the alias *\(name.prefix(40)) has no anchor &\(name.prefix(40)) above it", at: start)
        }
        guard !open.contains(where: { $0.node == Int32(anchor) }) else {
            throw ReadingError("the alias *\(name.prefix(40)) stands inside of what it stands for", at: start)
        }
        let subtree = Array(nodes[anchor..<Int(nodes[anchor].subtreeEnd)])
        aliasNodes += subtree.count
        guard aliasNodes <= Self.maximumAliasNodes else {
            throw ReadingError("aliases make more than \(Self.maximumAliasNodes) values of this document; write them out", at: start)
        }
        let place = nextPlace()
        guard let last = open.last, last.wantsKey else {
            copy(subtree[...], from: anchor, parent: place.parent, label: place.label)
            return try valueEnded()
        }
        guard subtree[0].kind != .mapping, subtree[0].kind != .sequence else {
            throw ReadingError("the alias of a map or list stands where a key is due; write the key as plain text", at: start)
        }
        let index = nodes.count
        copy(subtree[...], from: anchor, parent: place.parent, label: -1)
        nodes[index].kind = .string
        open[open.count - 1].key = Int32(index)
        try note(key: text(of: nodes[index]), at: start)
    }

    private func text(of node: ManifestTree.Node) -> String {
        if node.text >= 0 { return strings[Int(node.text)] }
        return String(decoding: source[ManifestTree.plainRange(Int(node.start), Int(node.end), in: source)], as: UTF8.self)
    }

    /// Appends a copy of a subtree whose root was the node `origin`, under another parent.
    private mutating func copy(_ subtree: ArraySlice<ManifestTree.Node>, from origin: Int, parent: Int32, label: Int32) {
        let shift = Int32(nodes.count - origin)
        for node in subtree {
            var copy = node
            copy.subtreeEnd += shift
            copy.parent += shift
            // A label is a position in a sequence, and a key's index in a mapping.
            if copy.label >= 0, Int(node.parent) >= origin, subtree[subtree.startIndex + Int(node.parent) - origin].kind == .mapping {
                copy.label += shift
            }
            nodes.append(copy)
        }
        nodes[origin + Int(shift)].parent = parent
        nodes[origin + Int(shift)].label = label
    }

    /// Puts the entries of `<<: *defaults` in the place of that entry, which is the last one. As in go-yaml 2, which kubectl uses, of
    /// entries with the same key the one that comes last counts, and of several merged maps the first.
    private mutating func merge(_ key: Int) throws(ReadingError) {
        let written = Array(nodes[key...])
        let parent = nodes[key].parent
        nodes.removeSubrange(key...)
        var mappings = [1]
        if written[1].kind == .sequence {
            mappings = []
            var item = 2
            while item < written.count {
                mappings.insert(item, at: 0)
                item = Int(written[item].subtreeEnd) - key
            }
        }
        for mapping in mappings {
            guard written[mapping].kind == .mapping else {
                throw ReadingError("the merge key << takes a map or a list of maps", at: Int(written[mapping].start))
            }
            var entry = mapping + 1
            while entry < Int(written[mapping].subtreeEnd) - key {
                let next = Int(written[entry + 1].subtreeEnd) - key
                let label = Int32(nodes.count)
                copy(written[entry...entry], from: key + entry, parent: parent, label: -1)
                copy(written[(entry + 1)..<next], from: key + entry + 1, parent: parent, label: label)
                entry = next
            }
        }
    }
}
