extension FieldForm {
    /// What the field takes and what becomes of it: "a whole number of seconds; 0 is refused by the kernel".
    public var words: String {
        var parts = [expectation]
        guard isApplied else { return expectation + "; never read" }
        switch zero {
        case .refusedByAPI: parts.append("0 is refused by the API server")
        case .ignored: parts.append("0 is as if it were not there")
        case .refusedByKernel: parts.append("0 is refused by the kernel")
        case .switchesOff(let since): parts.append("0 switches keepalive off since Envoy \(since), before it is refused by the kernel")
        }
        if case .truncates = fraction, !takesDuration { parts.append("what is behind a point is cut") }
        if takesDuration {
            switch fraction {
            case .truncates: parts.append("parts of a second are cut")
            case .roundsUp: parts.append("parts of a second are rounded up")
            case .refused: parts.append("parts of a second are refused")
            }
        }
        if let maximum { parts.append("at most \(maximum)") }
        if let ownDefault { parts.append("\(ownDefault) where it is left out") }
        return parts.joined(separator: "; ")
    }
}

extension SettingPath {
    /// Which releases serve the field: "since Istio 1.20", "served by no release"; empty where all do.
    public func served(in kind: PolicyKind) -> String {
        switch availability {
        case .always: ""
        case .since(let release): "since \((product ?? kind.product).title) \(release)"
        case .never: "served by no release"
        }
    }
}
