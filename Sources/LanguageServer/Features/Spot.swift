import Manifests
import PolicyKinds

/// What of ours stands at a place of a document.
struct Spot: Sendable {
    /// What it is.
    enum Subject: Sendable {
        case option(RawOption)
        case field(KeepaliveField, of: BlockForm)
        /// The list or block as a whole.
        case setting
    }

    let object: PolicyObject
    let configuration: SocketConfiguration
    let subject: Subject
    /// The bytes that it is about.
    let span: SourceSpan

    /// nil where nothing of ours stands there. What an object says of several targets at one place, as an alias does, is told of the first.
    init?(at offset: Int, in source: [UInt8]) {
        for case .success(let tree) in ManifestReader.documents(in: source) {
            for node in tree.objects where Place(node).span.touches(offset) {
                guard let object = PolicyObject(from: node) else { continue }
                for configuration in object.configurations {
                    guard let (subject, span) = Self.subject(at: offset, in: configuration) else { continue }
                    self.object = object
                    self.configuration = configuration
                    self.subject = subject
                    self.span = span
                    return
                }
            }
        }
        return nil
    }

    private static func subject(at offset: Int, in configuration: SocketConfiguration) -> (Subject, SourceSpan)? {
        switch configuration.settings {
        case .options(let list):
            for option in list.options {
                if option.productField != nil {
                    if let span = span(of: option.node, at: offset) { return (.option(option), span) }
                } else if Place(option.node).span.touches(offset) {
                    let entry = option.node.entries.lazy.compactMap { span(of: $0.value, at: offset) }.first
                    return (.option(option), entry ?? Place(option.node).span)
                }
            }
        case .keepalive(let block):
            for field in block.fields {
                guard let node = field.node, let span = span(of: node, at: offset) else { continue }
                return (.field(field, of: block.form), span)
            }
        }
        return configuration.place.span.touches(offset) ? (.setting, configuration.place.span) : nil
    }

    /// A value with its key, where the place is in one of them.
    private static func span(of value: ManifestNode, at offset: Int) -> SourceSpan? {
        let (key, value) = (Place(value, .key).span, Place(value).span)
        guard key.touches(offset) || value.touches(offset) else { return nil }
        return value.start >= key.end ? SourceSpan(start: key.start, end: value.end) : key.touches(offset) ? key : value
    }
}

extension SourceSpan {
    /// Whether a place is in it, or at its end: a cursor stands between letters.
    func touches(_ offset: Int) -> Bool { start <= offset && offset <= end }
}
