/// Every rule, by code, and the order in which options are looked at.
public enum RuleRegistry {
    /// By code. The only list of rules: what the engine calls is taken from it.
    public static let all: [Rule] = [
        .unknownOption, .foreignPlatformOption, .silentCollision, .levelAndNameSwapped, .descriptionContradictsNumber, .valueOutOfRange,
        .valueKind, .valueMissing, .numberTruncated, .unknownState, .listeningState, .stateRefused, .addressFamily, .needsCapability,
        .newerKernelOption, .duplicateOption, .envoyManagedOption, .trafficHazard, .noEffect, .datagramListener, .gvisorIgnores,
        .notPortable, .skippedOption, .malformedField, .unknownField, .nodeDependent, .unshiftedDSCP,
        .keepaliveNotEnabled, .keepaliveSwitchedOff, .defaultIdle, .partialKeepalive, .outlastsMiddlebox, .middleboxIgnoresProbes,
        .singleProbe, .falseDrops, .probesTooOften, .slowDetection, .userTimeoutOverrides, .unitSuspicion, .applicationKeepalive,
        .misspeltField, .durationType, .durationMalformed, .zeroKeepalive, .overKernelMaximum, .truncatedDuration, .replacedByEntry,
        .fieldNotServed, .emptyPolicy, .updateKeepsOldConnections, .descriptionOnlyChange, .reorderOnlyChange, .kindNotRead,
        .rawBesideTyped, .notApplied,
        .notLookedAt,
        .unusedSuppression, .suppressionWithoutReason, .expiredSuppression,
    ]

    /// "One mistake, one finding": the first of these that returns a finding claims the option.
    private static let order: [Rule] = [
        .malformedField, .unknownField, .valueMissing, .unknownState, .skippedOption, .notApplied, .numberTruncated, .foreignPlatformOption,
        .levelAndNameSwapped, .silentCollision, .descriptionContradictsNumber, .unknownOption, .notPortable, .addressFamily,
        .newerKernelOption, .valueKind, .needsCapability, .stateRefused, .valueOutOfRange, .nodeDependent,
    ]

    /// The rule of a code or a name, in any case of letters.
    public static func rule(_ codeOrName: String) -> Rule? {
        codeOrName.utf8.count <= 64 ? byCodeOrName[codeOrName.lowercased()] : nil
    }

    private static let byCodeOrName: [String: Rule] = Dictionary(
        uniqueKeysWithValues: all.flatMap { [($0.code.lowercased(), $0), ($0.name, $0)] })

    /// A check of one option; the rule's own closure, with no generic container around it to call it through.
    struct OptionCheck {
        let goesOn: Bool
        let look: @Sendable (ClassifiedOption) -> Claim?
    }

    /// A check of an option that nobody has claimed.
    struct SoundOptionCheck {
        let look: @Sendable (ClassifiedOption) -> Finding?
    }

    static let optionOrder = order.flatMap(\.checks).compactMap { check in
        if case .option(let goesOn, let look) = check { OptionCheck(goesOn: goesOn, look: look) } else { nil }
    }
    static let soundOption = all.flatMap(\.checks).compactMap {
        if case .soundOption(let look) = $0 { SoundOptionCheck(look: look) } else { nil }
    }
    static let list = all.flatMap(\.checks).compactMap { if case .list(let look) = $0 { look } else { nil } }
    static let keepalive = all.flatMap(\.checks).compactMap { if case .keepalive(let look) = $0 { look } else { nil } }
    static let block = all.flatMap(\.checks).compactMap { if case .block(let look) = $0 { look } else { nil } }
    static let object = all.flatMap(\.checks).compactMap { if case .object(let look) = $0 { look } else { nil } }
}
