import Manifests
import PolicyKinds
import SocketOptions

/// The keepalive that a configuration asks for, raw options and typed fields alike.
final class EffectiveKeepalive: Sendable {
    let context: ReviewContext
    let object: PolicyObject
    let configuration: SocketConfiguration
    /// Where the whole stands: the key of the list or block.
    let place: Place
    /// What it was read from.
    let source: Source
    /// SO_KEEPALIVE: 0 or 1. A typed block switches it on by itself.
    let enable: KeepaliveSetting
    /// Seconds.
    let idle: KeepaliveSetting
    /// Seconds.
    let interval: KeepaliveSetting
    /// Probes.
    let count: KeepaliveSetting
    /// TCP_USER_TIMEOUT, milliseconds.
    let userTimeout: KeepaliveSetting

    enum Source {
        /// Raw options may be in any unit people believed in.
        case options(ClassifiedList)
        /// Typed fields may not, and switch keepalive on by themselves.
        case block(KeepaliveBlock)
    }

    var environment: CompiledEnvironment { context.environment }

    /// Whether probes are sent at all.
    var isOn: Bool { enable.value.map { $0 != 0 } ?? false }

    /// What fills in for settings that are left out: the kernel's defaults, or the product's own.
    let defaults: Keepalive

    /// The keepalive that results; nil where it is off, or where a value that matters is unusable and another rule has said so.
    let inForce: Keepalive?

    private init(
        context: ReviewContext, object: PolicyObject, configuration: SocketConfiguration, place: Place, source: Source,
        enable: KeepaliveSetting, idle: KeepaliveSetting, interval: KeepaliveSetting, count: KeepaliveSetting,
        userTimeout: KeepaliveSetting
    ) {
        self.context = context
        self.object = object
        self.configuration = configuration
        self.place = place
        self.source = source
        self.enable = enable
        self.idle = idle
        self.interval = interval
        self.count = count
        self.userTimeout = userTimeout
        var defaults = Keepalive()
        if case .block(let block) = source {
            defaults = Keepalive(
                idle: block.idle.form.ownDefault ?? defaults.idle, interval: block.interval.form.ownDefault ?? defaults.interval,
                count: block.count.form.ownDefault ?? defaults.count)
        }
        self.defaults = defaults
        let isOn = enable.value.map { $0 != 0 } ?? false
        let isUsable = !idle.isUnusable && !interval.isUnusable && !count.isUnusable && !userTimeout.isUnusable
        inForce =
            isOn && isUsable
            ? Keepalive(
                idle: idle.value ?? defaults.idle, interval: interval.value ?? defaults.interval, count: count.value ?? defaults.count,
                userTimeout: userTimeout.value) : nil
    }

    /// SO_KEEPALIVE and nothing else: the first probe comes after two hours, and SW203 says so once.
    var isDefaultIdleAlone: Bool {
        isOn && idle.isAbsent && interval.isAbsent && count.isAbsent && defaults.idle == Keepalive.defaultIdle
    }

    /// Whose defaults fill in: "the kernel's".
    var defaultsOwner: String {
        defaults == Keepalive() ? "the kernel's" : "\((configuration.setting.product ?? object.kind.product).name)'s"
    }

    /// Where a finding about the idle time stands: at its value, or where it is missing.
    var idlePlace: Place { idle.place ?? enable.place ?? place }
    var intervalPlace: Place { interval.place ?? idlePlace }
    var countPlace: Place { count.place ?? idlePlace }

    /// The middleboxes on the way of these connections.
    var middleboxes: [Middlebox] {
        configuration.role == .listener ? environment.middleboxes : environment.upstreamMiddleboxes
    }

    /// Whether the author asks for anything of it, and not the product alone.
    var isAsked: Bool {
        [enable, idle, interval, count, userTimeout].contains { !$0.isAbsent && !$0.isFixed }
    }

    /// Whether an idle timeout of the application, on the same object, closes a connection before the first probe.
    var isClosedBeforeFirstProbe: Bool {
        guard let keepalive = inForce, !idle.isFixed, let timeout = configuration.application.idleTimeout.value else { return false }
        return timeout.nanoseconds > 0 && keepalive.idle * 1_000_000_000 >= timeout.nanoseconds
    }
}

/// One number of a keepalive configuration.
enum KeepaliveSetting {
    case absent
    case value(Int64, Place)
    /// What nobody can set there, whatever is written: the kernel's default, or the product's own number. The kind says so.
    case fixed(Int64, Place)
    /// It is there, but no number the kernel takes: another rule has said so.
    case unusable(Place)

    var value: Int64? {
        switch self {
        case .value(let value, _), .fixed(let value, _): value
        case .absent, .unusable: nil
        }
    }
    var place: Place? {
        switch self {
        case .absent: nil
        case .value(_, let place), .fixed(_, let place), .unusable(let place): place
        }
    }
    var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }
    var isFixed: Bool {
        if case .fixed = self { true } else { false }
    }
    var isUnusable: Bool {
        if case .unusable = self { true } else { false }
    }
}

extension EffectiveKeepalive {
    /// Of raw options, each counted as what it was meant to be; the last in Envoy's order wins.
    convenience init?(_ review: ClassifiedList) {
        let enable = review.setting(of: .enable)
        let idle = review.setting(of: .idle)
        let interval = review.setting(of: .interval)
        let count = review.setting(of: .count)
        guard !enable.isAbsent || !idle.isAbsent || !interval.isAbsent || !count.isAbsent else { return nil }
        self.init(
            context: review.context, object: review.object, configuration: review.configuration,
            place: Place(review.list.node, .key), source: .options(review), enable: enable, idle: idle, interval: interval, count: count,
            userTimeout: review.setting(of: "TCP_USER_TIMEOUT"))
    }

    /// Of a typed block. nil where it sets nothing, or a 0 switches keepalive off.
    convenience init?(_ review: TypedBlock) {
        let block = review.block
        guard block.malformed == nil, !block.isNull else { return nil }
        var settings: [KeepaliveSetting] = []
        for field in block.fields {
            guard field.form.isApplied else {
                settings.append(.fixed(Keepalive.kernelDefault(of: field.role), field.place(in: block)))
                continue
            }
            switch (field.reading, field.form.zero) {
            case (.zero, .switchesOff(let since)):
                // Older ones hand it to the kernel, which refuses it.
                guard let envoy = review.environment.envoy(of: review.product), envoy < since else { return nil }
                settings.append(.unusable(field.place(in: block)))
            case (.zero, .ignored), (.absent, _):
                // A misspelt field is there, and another rule has said so.
                settings.append(block.misspeltRoles.contains(field.role) ? .unusable(Place(block.node)) : .absent)
            case (.value(let value, _), _): settings.append(.value(value, field.place(in: block)))
            case (_, _): settings.append(.unusable(field.place(in: block)))
            }
        }
        if block.form.whenEmpty == .nothing, block.isEmpty { return nil }
        let place = block.place
        self.init(
            context: review.context, object: review.object, configuration: review.configuration, place: place,
            source: .block(block), enable: .value(1, place), idle: settings[0], interval: settings[1], count: settings[2],
            userTimeout: .absent)
    }
}

extension ClassifiedList {
    /// The number that a keepalive role comes to in the end.
    func setting(of role: KeepaliveRole) -> KeepaliveSetting {
        let range: ClosedRange<Int32> = role.maximum.map { 1...Int32($0) } ?? Int32.min...Int32.max
        let last = last { self.role(of: $0) == role }
        if let own = ownValue(of: role, over: last) { return .fixed(own, Place(list.node, .key)) }
        return setting(at: last, accepting: range)
    }

    /// The number that the product itself sets for a role; nil where it sets none, or what is written comes after it.
    private func ownValue(of role: KeepaliveRole, over written: Int?) -> Int64? {
        guard let own = configuration.setting.own, let table = environment.distinctPlatforms.first?.table,
            let value = own.options.last(where: { table[$0.key]?.keepaliveRole == role })?.value
        else { return nil }
        switch own.moment {
        case .accepted: return Int64(value)
        case .list(let state):
            guard let written, (options[written].state ?? .prebind) >= state else { return Int64(value) }
            return nil
        }
    }

    /// The number that a Linux option comes to in the end.
    func setting(of constant: String) -> KeepaliveSetting {
        let last = last { index in
            verdicts[index].meant.map { $0.constant == constant } ?? (!review(index).isSkipped && review(index).row?.constant == constant)
        }
        return setting(at: last, accepting: 0...Int32.max)
    }

    /// The option that comes last in Envoy's order of those that are meant: by state, in list order within a state.
    private func last(where isMeant: (Int) -> Bool) -> Int? {
        var last: Int?
        for index in options.indices where isMeant(index) {
            if let earlier = last, (options[index].state ?? .prebind) < (options[earlier].state ?? .prebind) { continue }
            last = index
        }
        return last
    }

    private func setting(at index: Int?, accepting range: ClosedRange<Int32>) -> KeepaliveSetting {
        guard let last = index else { return .absent }
        let option = review(last)
        let isSound = !verdicts[last].isClaimed || verdicts[last].meant != nil
        guard isSound, let value = option.intValue, range.contains(value) else { return .unusable(option.raw.valuePlace) }
        return .value(Int64(value), option.raw.valuePlace)
    }
}
