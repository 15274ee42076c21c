import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let rawBesideTyped: Rule = Rule(
        code: "SW407", name: "raw-beside-typed", severity: .warning,
        documentation: Documentation(
            finds: """
                Raw keepalive options and a typed keepalive block for the same sockets. Says which one wins. An error where the result is no keepalive: \
                SO_KEEPALIVE=0 in the list, or a 0 in the block with no SO_KEEPALIVE in the list.
                """,
            why: """
                Envoy sets what the typed block asks for first, and the raw options after it: the last one wins, so that each option of the list \
                silently replaces its counterpart in the block (measured, Envoy 1.40, listeners and clusters)
                """,
            example: .rawBesideTyped,
            instead: "one of the two forms"),
        check: .object { review in
            review.keepalives.compactMap { keepalive in
                guard case .options(let list) = keepalive.source, case .always = list.configuration.availability.orSince,
                    let block = review.object.typedKeepalive(for: list.configuration)
                else { return nil }
                return finding(about: keepalive, list, beside: block)
            }
        })

    private static func finding(about raw: EffectiveKeepalive, _ list: ClassifiedList, beside block: KeepaliveBlock) -> Finding? {
        let titles = list.keepaliveTitles
        guard !titles.isEmpty else { return nil }
        let place = Place(list.list.node, .key)
        if raw.enable.value == 0 {
            return Finding(
                .rawBesideTyped, .error, at: place,
                "SO_KEEPALIVE=0 is set after `\(block.form.name)` and switches off what it asks for: no probe is ever sent; remove one of the two",
                instead: "remove SO_KEEPALIVE from the list",
                fix: .unsafe(
                    "remove SO_KEEPALIVE from the list",
                    Fix.Edit.removing(list.options.indices.filter { list.role(of: $0) == .enable }.map { list.list.options[$0].node })))
        }
        let isOff = block.fields.contains { field in
            guard case .zero = field.reading, case .switchesOff = field.form.zero else { return false }
            return true
        }
        if isOff, raw.enable.isAbsent {
            return Finding(
                .rawBesideTyped, .error, at: place,
                "a 0 in `\(block.form.name)` switches keepalive off, and the list has no SO_KEEPALIVE: no probe is ever sent; write a number "
                    + "above 0, or remove \(enumeration(titles))",
                instead: "a number above 0 in the block")
        }
        return Finding(
            .rawBesideTyped, at: place,
            "\(enumeration(titles)) and `\(block.form.name)` set the keepalive of the same sockets: Envoy applies the list last, so it wins; "
                + "keep one of the two",
            instead: "keep one of the two", fix: .unsafe("remove `\(block.form.name)`", removing(block, besides: raw)))
    }

    /// Edits that take the block away, where the list sets all that it does on the same target: nothing changes for the sockets.
    private static func removing(_ block: KeepaliveBlock, besides raw: EffectiveKeepalive) -> [Fix.Edit]? {
        let owner = raw.object.configurations.first { $0.keepalive?.node.id == block.node.id }
        guard block.form.sharedPrefix == nil, raw.isOn, owner?.target == raw.configuration.target,
            block.fields.allSatisfy({ $0.node == nil || raw.setting(of: $0.role).value != nil })
        else { return nil }
        return Fix.Edit.removingWithMap(block.node)
    }
}

extension ClassifiedList {
    /// The keepalive options of the list, each once.
    fileprivate var keepaliveTitles: [String] {
        var titles: [String] = []
        for index in options.indices where role(of: index) != nil && !verdicts[index].isClaimed {
            if let title = review(index).row?.title, !titles.contains(title) { titles.append(title) }
        }
        return titles
    }
}

extension Availability {
    /// What some release serves counts as served.
    fileprivate var orSince: Availability {
        if case .since = self { .always } else { self }
    }
}
