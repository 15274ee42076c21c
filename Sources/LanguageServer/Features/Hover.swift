import Linting
import Manifests
import PolicyKinds
import SocketOptions

/// What an editor shows of a place: `textDocument/hover`.
struct Hover: Sendable {
    private let span: SourceSpan
    private var page: HoverPage

    /// nil where nothing of ours stands there.
    /// - Parameter reviewed: of the same document, for the keepalive in force.
    init?(at offset: Int, in text: DocumentText, _ reviewed: LintedFile) {
        guard let spot = Spot(at: offset, in: text.source) else { return nil }
        span = spot.span
        switch spot.subject {
        case .option(let option):
            guard let key = option.key else { return nil }
            page = HoverPage(of: key)
        case .field(let field, let form): page = HoverPage(of: field, in: form)
        case .setting: page = HoverPage(of: spot.configuration.setting, in: spot.object.kind)
        }
        let place = spot.configuration.place.span
        guard let explanation = reviewed.explanations.first(where: { $0.span == place }) else { return }
        page.remarks.append("In force here: \(explanation.text).")
        page.picture = KeepalivePicture(width: 72, isUnicode: true, hasColor: false).text(of: explanation.timeline)
    }

    func write(in text: DocumentText, isMarkdown: Bool, to writer: inout JSONWriter) {
        writer.object { hover in
            hover.key("contents")
            hover.object {
                $0.field("kind", isMarkdown ? "markdown" : "plaintext")
                $0.field("value", isMarkdown ? page.markdown : page.plain)
            }
            hover.range(text.range(of: span))
        }
    }
}

extension RawOption {
    /// What setsockopt gets, where both numbers can be read: Envoy cuts them to 32 bits.
    fileprivate var key: OptionKey? {
        guard let level = level.value, let name = name.value else { return nil }
        return OptionKey(Int32(truncatingIfNeeded: level), Int32(truncatingIfNeeded: name))
    }
}
