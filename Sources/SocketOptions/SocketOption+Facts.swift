extension SocketOption {
    /// What is known of the option, a label and a text each, for a page about it.
    public var facts: [(label: String, text: String)] {
        let isInt = kind == .int || kind == .flag
        var facts = [("value", kind.word), ("takes", acceptedValues + (isInt ? refusalInWords : ""))]
        if let defaultValue { facts.append(("default", "\(defaultValue)\(unit.map { " \($0.rawValue)" } ?? "")")) }
        facts.append(("connections", "accepted ones \(inheritance.words)"))
        if let since { facts.append(("since", "Linux \(since.version) (\(since.source))")) }
        if let capability {
            facts.append(("needs", "\(capability.words), else \(capability.refusal) (\(capability.refusal.text))"))
        }
        for hazard in hazards { facts.append(("beware", "of \(hazard.valuesInWords): \(hazard.effect)")) }
        facts.append(("gvisor", onGVisor))
        return facts
    }

    private var refusalInWords: String {
        acceptance.values == .any || acceptance.values == .none
            ? "" : "; anything else is refused: \(acceptance.refusal) (\(acceptance.refusal.text))"
    }

    private var onGVisor: String {
        guard let there = TargetPlatform.gvisor.table[key] else { return "takes it in silence and does nothing" }
        return there.inheritance == .inherited
            ? "accepted connections inherit it" : "takes it on the listener; accepted connections lose it"
    }
}

extension SocketOption.ValueKind {
    /// "int", "flag", or the name of a structure.
    public var word: String {
        switch self {
        case .flag: "flag"
        case .int: "int"
        case .structure(let name): name
        case .string: "name"
        case .readOnly: "read-only"
        case .fileDescriptor: "file descriptor"
        }
    }
}

extension SocketOption.Inheritance {
    /// What accepted connections make of it, as the end of a sentence about them.
    fileprivate var words: String {
        switch self {
        case .inherited: "inherit it"
        case .notInherited: "do not inherit it"
        case .listenerOnly: "do not need it: it is about the listener itself"
        case .unknown: "may or may not inherit it: that cannot be seen from outside"
        }
    }
}

extension CapabilityNeed {
    /// "NET_ADMIN for any value but 0"
    public var words: String {
        let values =
            switch appliesTo {
            case .any: "any value"
            case .notZero: "any value but 0"
            case .outside(let range): "values outside \(range.lowerBound) to \(range.upperBound)"
            case .inside(let range): "\(range.lowerBound) to \(range.upperBound)"
            }
        let names = [(CapabilitySet.netRaw, "NET_RAW"), (.netAdmin, "NET_ADMIN"), (.netBindService, "NET_BIND_SERVICE")]
        return names.filter { anyOf.contains($0.0) }.map(\.1).joined(separator: " or ") + " for \(values)"
    }
}

extension Hazard {
    /// "4096 or more", "1 to 999", "0"
    public var valuesInWords: String {
        values.map { range in
            if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
            if range.upperBound == Int32.max { return "\(range.lowerBound) or more" }
            if range.lowerBound == Int32.min { return "\(range.upperBound) or less" }
            return "\(range.lowerBound) to \(range.upperBound)"
        }.joined(separator: " or ")
    }
}
