import Manifests
import PolicyKinds
import SocketOptions

/// What to write instead of a field that is not served: the same keepalive in the product's own field, as far as that is sound, and a word
/// about options that have no field.
struct UnservedAdvice: Sendable {
    /// "write spec.default.tcpKeepalive: {…}".
    let text: String
    /// The keepalive to write there, if it is all that the field says now.
    private let whole: (sound: SoundKeepalive, replacement: Replacement)?

    init(for configuration: SocketConfiguration, in review: WholeObject) {
        let product = review.object.kind.product.title
        let list: ClassifiedList? = configuration.options.map {
            ClassifiedList($0, in: configuration, of: review.object, context: review.context).classified().list
        }
        // Options that are no keepalive settings: the typed fields have no place for them.
        let others = list.map(Self.titlesOfOthers) ?? []
        let noField = others.isEmpty ? "" : "\(product) has no field for \(enumeration(others))"
        let keepalive: EffectiveKeepalive? =
            if let list {
                EffectiveKeepalive(list)
            } else {
                configuration.keepalive.flatMap { block in
                    EffectiveKeepalive(
                        TypedBlock(context: review.context, object: review.object, configuration: configuration, block: block))
                }
            }
        guard let keepalive, let replacement = configuration.replacement else {
            text = noField.isEmpty ? "remove it" : noField + ": remove it"
            whole = nil
            return
        }
        guard let sound = SoundKeepalive(of: keepalive) else {
            text = "remove it, which leaves keepalive off" + (noField.isEmpty ? "" : "; " + noField)
            whole = nil
            return
        }
        let block = replacement.form.spelling(idle: sound.idle, interval: sound.interval, count: sound.count)
        // What this release does not serve either is no advice by itself.
        let release = review.environment.release(of: review.object.kind.product)
        let upgrade = replacement.since.flatMap { since in
            release.flatMap { $0 < since ? "upgrade \(product) to \(since) or later first, then " : nil }
        }
        text = "\(upgrade ?? "")write \(replacement.prefix)\(block)\(replacement.note)" + (noField.isEmpty ? "" : "; " + noField)
        let isWhole = others.isEmpty && !(list?.verdicts.contains(where: \.isClaimed) ?? false) && keepalive.says(sound)
        whole = isWhole && upgrade == nil && replacement.isInSameObject ? (sound, replacement) : nil
    }

    /// The block in the place of the field.
    func fix(of configuration: SocketConfiguration) -> Fix? {
        guard let (sound, replacement) = whole, let steps = configuration.setting.steps(to: replacement.prefix),
            let field = replacement.form.newField(idle: sound.idle, interval: sound.interval, count: sound.count)
        else { return nil }
        return .unsafe(text, Fix.Edit.replacing(configuration.node, by: field, at: steps))
    }

    private static func titlesOfOthers(in list: ClassifiedList) -> [String] {
        var titles: [String] = []
        for index in list.options.indices where list.role(of: index) == nil {
            let option = list.review(index)
            guard let title = list.verdicts[index].meant?.constant ?? option.row?.title, titles.count < 4, !titles.contains(title)
            else { continue }
            titles.append(title)
        }
        return titles
    }
}

/// Keepalive settings that earn no finding in this environment: the author's own where they are sound, else as near to them as can be.
/// Advice must never be what the next review finds fault with.
struct SoundKeepalive: Sendable {
    /// Seconds; nil where the author's setting leaves it to the kernel and that is sound.
    let idle: Int64?
    /// Seconds.
    let interval: Int64?
    let count: Int64?

    /// nil where keepalive is switched off.
    init?(of review: EffectiveKeepalive) {
        guard review.isOn || review.enable.isAbsent || review.enable.isUnusable else { return nil }
        let own = Keepalive(
            idle: review.idle.value ?? review.suitableIdle, interval: review.interval.value ?? 20, count: review.count.value ?? 3)
        let written = [review.idle, review.interval, review.count]
        let environment = review.environment
        if written.allSatisfy({ $0.value != nil || $0.isAbsent }), !review.idle.isAbsent,
            Self.isSound(
                Keepalive(
                    idle: own.idle, interval: review.interval.value ?? review.defaults.interval,
                    count: review.count.value ?? review.defaults.count), review.middleboxes, environment)
        {
            (idle, interval, count) = (review.idle.value, review.interval.value, review.count.value)
            return
        }
        var sound = own
        let shortest = review.middleboxes.filter(\.probesReset).map(\.idleTimeout).min() ?? Int64.max
        if sound.idle >= shortest { sound.idle = review.suitableIdle }
        sound.idle = max(sound.idle, environment.thresholds.probeEvery)
        sound.interval = max(sound.interval, environment.thresholds.probeInterval)
        sound.count = max(sound.count, 2)
        while sound.count < 127, sound.falseDropsPerDay(loss: environment.packetLoss) > environment.thresholds.falseDropsPerDay {
            sound.count += 1
        }
        if sound.detectionTime > environment.thresholds.detection {
            (sound.idle, sound.interval) = (min(sound.idle, review.suitableIdle), min(sound.interval, 20))
        }
        (idle, interval, count) = (sound.idle, sound.interval, sound.count)
    }

    /// Whether none of the rules about keepalive in force finds fault with it.
    private static func isSound(_ keepalive: Keepalive, _ middleboxes: [Middlebox], _ environment: CompiledEnvironment) -> Bool {
        let thresholds = environment.thresholds
        return keepalive.count > 1 && keepalive.idle >= thresholds.probeEvery && keepalive.interval >= thresholds.probeInterval
            && keepalive.detectionTime <= thresholds.detection
            && keepalive.falseDropsPerDay(loss: environment.packetLoss) <= thresholds.falseDropsPerDay
            && middleboxes.allSatisfy { !$0.probesReset || keepalive.idle < $0.idleTimeout }
    }
}

extension EffectiveKeepalive {
    /// Whether a block with these numbers is what its author wrote.
    fileprivate func says(_ sound: SoundKeepalive) -> Bool {
        zip([idle, interval, count], [sound.idle, sound.interval, sound.count]).allSatisfy { $0.value == $1 && !$0.isUnusable }
    }
}

extension SettingPath {
    /// What leads from the mapping that has the field to the one of this path, which ends in a point; nil where that is not below it.
    fileprivate func steps(to prefix: String) -> [String]? {
        guard prefix.hasPrefix(parentPath + ".") else { return nil }
        return prefix.dropFirst(parentPath.count + 1).split(separator: ".").map(String.init)
    }
}
