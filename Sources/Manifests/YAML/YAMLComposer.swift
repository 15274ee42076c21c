import CLibYAML

/// Composes trees from libyaml's events.
///
/// First the nodes as they are written, in one array that only grows: an alias is a node that names another, a merge key a key. Where a
/// document has neither, which is nearly always, that is the tree; else `YAMLExpansion` makes it.
struct YAMLComposer {
    /// Containers within containers, as for JSON.
    static let maximumDepth = JSONReader.maximumDepth

    private let source: [UInt8]
    /// The same bytes; they stay in place while the composer lives.
    private let bytes: UnsafeBufferPointer<UInt8>
    private let offsets: YAMLOffsets
    private var nodes: [ManifestTree.Node] = []
    private var strings: [String] = []
    /// The open containers, innermost last.
    private var open: [Container] = []
    private var anchors: [String: Anchor] = [:]
    /// Nodes that aliases of scalars made.
    private var aliasNodes = 0
    /// Where aliases stand that are keys: their nodes' spans are where the text is written.
    private var aliasKeys: [Int32: Int] = [:]
    /// Whether some node stands for others: an alias of a list or map, or a merge key.
    private var needsExpansion = false
    /// Where the last value ended: a block's own end mark is where the next token begins.
    private var lastEnd = 0
    private var comments: YAMLComments

    private struct Container {
        let node: Int32
        let isMapping: Bool
        /// Keys, values and items so far.
        var count: Int32 = 0

        var wantsKey: Bool { isMapping && count % 2 == 0 }
    }

    /// What an alias stands for. A key is a text in its map, and the value it looks like where an alias repeats it.
    private struct Anchor {
        let node: Int32
        let kind: ManifestTree.Node.Kind
    }

    /// The documents of one part of a file, usually one.
    static func documents(in source: [UInt8], _ part: Range<Int>) -> [Result<ManifestTree, ReadingError>] {
        // libyaml keeps the parser's address: it has one of its own.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            return [.failure(ReadingError("there is no memory to read the document", at: part.lowerBound))]
        }
        defer { yaml_parser_delete(parser) }
        // libyaml would count a byte order mark as a column.
        let hasMark = source[part].starts(with: [0xEF, 0xBB, 0xBF])
        let part = hasMark ? part.dropFirst(3) : part
        return source.withUnsafeBufferPointer { bytes in
            // `bytes` stays in place while the parser lives: nothing is parsed after this closure.
            let text = UnsafeBufferPointer(rebasing: bytes[part])
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, text.baseAddress, text.count)
            var results: [Result<ManifestTree, ReadingError>] = []
            var composer = YAMLComposer(source: source, bytes: bytes, part)
            do throws(ReadingError) {
                try YAMLDirectives.check(bytes, part)
                while let tree = try composer.nextDocument(parser) { results.append(.success(tree)) }
            } catch {
                results.append(.failure(error))
            }
            return results
        }
    }

    private init(source: [UInt8], bytes: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) {
        self.source = source
        self.bytes = bytes
        offsets = YAMLOffsets(bytes, part)
        comments = YAMLComments(in: bytes, part)
    }

    // MARK: Events

    private mutating func nextDocument(_ parser: UnsafeMutablePointer<yaml_parser_t>) throws(ReadingError) -> ManifestTree? {
        nodes = []
        strings = []
        open = []
        anchors = [:]
        aliasNodes = 0
        aliasKeys = [:]
        needsExpansion = false
        comments.found = []
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw offsets.failure(of: parser.pointee) }
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT: return nil
            case YAML_DOCUMENT_START_EVENT: comments.skip(to: offsets.offset(event.end_mark))
            case YAML_DOCUMENT_END_EVENT:
                comments.look(upTo: offsets.offset(event.start_mark))
                let isEmpty = nodes.count == 1 && nodes[0].kind == .null && nodes[0].start == nodes[0].end
                if nodes.isEmpty || isEmpty {
                    nodes = []
                    continue
                }
                if needsExpansion { nodes = try YAMLExpansion.nodes(of: nodes, aliasNodes: aliasNodes) }
                return ManifestTree(
                    .yaml, source: source, nodes: nodes, decodedStrings: strings, comments: comments.found,
                    mayRepeatValues: needsExpansion || aliasNodes > 0)
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
        comments.look(upTo: start)
        if open.count == Self.maximumDepth {
            throw ReadingError("more than \(Self.maximumDepth) lists and maps inside each other", at: start)
        }
        if let last = open.last, last.wantsKey {
            throw ReadingError("a \(isMapping ? "map" : "list") stands where a key is due; write the key as plain text", at: start)
        }
        let index = append(isMapping ? .mapping : .sequence, start: start, end: start)
        record(anchor, Anchor(node: index, kind: isMapping ? .mapping : .sequence))
        open.append(Container(node: index, isMapping: isMapping))
    }

    private mutating func closeContainer(_ event: yaml_event_t) throws(ReadingError) {
        let container = open.removeLast()
        let index = Int(container.node)
        comments.look(upTo: offsets.offset(event.start_mark))
        let isFlow = event.start_mark.index != event.end_mark.index
        let end = isFlow ? offsets.offset(event.end_mark) : max(lastEnd, Int(nodes[index].start))
        lastEnd = end
        nodes[index].end = Int32(end)
        nodes[index].close(before: nodes.count)
        if container.isMapping, let key = DuplicateKeys(source: bytes, nodes: nodes, strings: strings).first(in: container.node) {
            // Strict readers refuse a key that stands twice, and kubectl is one.
            throw ReadingError(
                "the key \(quoted(text(of: nodes[Int(key)]))) stands twice in this map; remove one", at: aliasKeys[key] ?? place(of: key))
        }
        try valueEnded(container.node)
    }

    private mutating func add(scalar event: yaml_event_t) throws(ReadingError) {
        let scalar = event.data.scalar
        let isBlock = scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE
        var end = offsets.offset(event.end_mark)
        let start = offsets.start(of: event, end: end)
        comments.look(upTo: start)
        if isBlock { comments.lookAtHeader(of: start..<end) }
        comments.skip(to: end)
        if isBlock { end = offsets.trimmed(end, from: start) }
        lastEnd = end
        let written = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        let tag = scalar.tag.map { String(cString: $0) }
        let resolved = ScalarResolution(written, isPlain: isPlain, tag: tag)
        let text = index(ofText: resolved.replacement, or: written, start, end)

        guard let last = open.last, last.wantsKey else {
            let index = append(resolved.kind, start: start, end: end, text: text)
            record(scalar.anchor, Anchor(node: index, kind: resolved.kind))
            return try valueEnded(index)
        }
        if resolved.kind == .null { throw nullKey(at: start) }
        // As in go-yaml: also `! <<`.
        let isMerge = written.elementsEqual("<<".utf8) && (scalar.plain_implicit == 1 || tag == "tag:yaml.org,2002:merge")
        if isMerge { needsExpansion = true }
        let index = append(isMerge ? .merge : .string, start: start, end: end, text: text)
        record(scalar.anchor, Anchor(node: index, kind: resolved.kind))
    }

    private func nullKey(at start: Int) -> ReadingError {
        ReadingError("null stands where a key is due; write the key as text, in quotes", at: start)
    }

    /// Where a scalar's text is among the decoded ones; -1 where the source shows it as it is.
    private mutating func index(
        ofText replacement: String?, or written: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int32 {
        if replacement == nil {
            let plain = ManifestTree.plainRange(start, end, in: bytes)
            if plain.count == written.count, bytes[plain].elementsEqual(written) { return -1 }
        }
        strings.append(replacement ?? String(decoding: written, as: UTF8.self))
        return Int32(strings.count - 1)
    }

    /// Puts a node where the open container expects one.
    private mutating func append(_ kind: ManifestTree.Node.Kind, start: Int, end: Int, text: Int32 = -1) -> Int32 {
        var (parent, position): (Int32, Int32) = (-1, 0)
        if let last = open.indices.last {
            parent = open[last].node
            position = open[last].isMapping ? open[last].count % 2 : open[last].count
            open[last].count += 1
        }
        nodes.append(ManifestTree.Node(kind, start: start, end: end, parent: parent, position: position, text: text))
        return Int32(nodes.count - 1)
    }

    /// A value is complete: where it is a merge key's, it has to be what can be merged.
    private func valueEnded(_ value: Int32) throws(ReadingError) {
        // A key's value is the next node.
        guard value > 0, nodes[Int(value - 1)].kind == .merge else { return }
        guard nodes[Int(value)].kind == .sequence else { return try checkIsMap(value) }
        var item = value + 1
        while item < nodes[Int(value)].subtreeEnd(at: value) {
            try checkIsMap(item)
            item = nodes[Int(item)].subtreeEnd(at: item)
        }
    }

    private func checkIsMap(_ index: Int32) throws(ReadingError) {
        let node = nodes[Int(index)]
        guard node.kind == .mapping || node.kind == .alias && nodes[Int(node.target)].kind == .mapping else {
            throw ReadingError("the merge key << takes a map or a list of maps", at: place(of: index))
        }
    }

    private func place(of index: Int32) -> Int { Int(nodes[Int(index)].start) }

    private func text(of node: ManifestTree.Node) -> String {
        if node.text >= 0 { return strings[Int(node.text)] }
        return String(decoding: bytes[ManifestTree.plainRange(Int(node.start), Int(node.end), in: bytes)], as: UTF8.self)
    }

    // MARK: Anchors and aliases

    private mutating func record(_ name: UnsafeMutablePointer<yaml_char_t>?, _ anchor: Anchor) {
        if let name { anchors[String(cString: name)] = anchor }
    }

    private mutating func add(alias event: yaml_event_t) throws(ReadingError) {
        let start = offsets.offset(event.start_mark)
        let end = offsets.offset(event.end_mark)
        comments.look(upTo: start)
        comments.skip(to: end)
        lastEnd = end
        let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
        guard let anchor = anchors[name] else {
            throw ReadingError("the alias *\(name.prefix(40)) has no anchor &\(name.prefix(40)) above it", at: start)
        }
        let isKey = open.last?.wantsKey ?? false
        guard anchor.kind == .mapping || anchor.kind == .sequence else { return try add(scalarLike: anchor, isKey: isKey, at: start) }
        guard !nodes[Int(anchor.node)].isOpen else {
            throw ReadingError("the alias *\(name.prefix(40)) stands inside of what it stands for", at: start)
        }
        guard !isKey else {
            throw ReadingError("the alias of a map or list stands where a key is due; write the key as plain text", at: start)
        }
        needsExpansion = true
        let index = append(.alias, start: start, end: end, text: anchor.node)
        try valueEnded(index)
    }

    /// A scalar's alias is its copy, also where it stands for a merge key: that is the text `<<` then, as in go-yaml.
    private mutating func add(scalarLike anchor: Anchor, isKey: Bool, at start: Int) throws(ReadingError) {
        if isKey, anchor.kind == .null { throw nullKey(at: start) }
        aliasNodes += 1
        guard aliasNodes <= YAMLExpansion.maximumAliasNodes else { throw YAMLExpansion.tooManyAliasNodes(at: start) }
        let node = nodes[Int(anchor.node)]
        let index = append(isKey ? .string : anchor.kind, start: Int(node.start), end: Int(node.end), text: node.text)
        if isKey { aliasKeys[index] = start } else { try valueEnded(index) }
    }
}
