import Manifests
import PolicyKinds
import SocketOptions

/// What can be written into a list or block that sets keepalive.
extension EffectiveKeepalive {
    /// Edits that write numbers, in seconds or probes: over what stands there, else as new options or fields. nil where one of them cannot be
    /// written.
    func writing(_ numbers: [(role: KeepaliveRole, number: Int64)]) -> [Fix.Edit]? {
        var edits: [Fix.Edit] = []
        var missing: [(role: KeepaliveRole, number: Int64)] = []
        for (role, number) in numbers {
            switch setting(of: role) {
            case .absent: missing.append((role, number))
            case .value(_, let place):
                guard let edit = replacing(role, by: number, at: place.node) else { return nil }
                edits.append(edit)
            case .fixed, .unusable: return nil
            }
        }
        guard !missing.isEmpty else { return edits }
        return adding(missing).map { edits + $0 }
    }

    func setting(of role: KeepaliveRole) -> KeepaliveSetting {
        switch role {
        case .enable: enable
        case .idle: idle
        case .interval: interval
        case .count: count
        }
    }

    private func replacing(_ role: KeepaliveRole, by number: Int64, at node: ManifestNode) -> Fix.Edit? {
        switch source {
        case .options(let list):
            let isNumber = list.list.options.contains { $0.intValue.node?.id == node.id }
            return isNumber ? .digits(number, in: node) : nil
        case .block(let block): return block.fields.first { $0.role == role }?.writing(number)
        }
    }

    private func adding(_ numbers: [(role: KeepaliveRole, number: Int64)]) -> [Fix.Edit]? {
        switch source {
        case .options(let list):
            var options: [NewOption] = []
            for (role, number) in numbers {
                guard let key = environment.onlyKey(of: role.constant) else { return nil }
                options.append(NewOption(description: role.inWords, key: key, value: number))
            }
            return Fix.Edit.adding(options, to: list.list)
        case .block(let block): return block.adding(numbers)
        }
    }

    /// Another TCP_USER_TIMEOUT in the place of the one that is there, milliseconds; nil where it stands there as bytes.
    func fix(userTimeout milliseconds: Int64) -> Fix? {
        guard case .value(_, let place) = userTimeout, milliseconds <= Int64(Int32.max), case .options(let list) = source,
            list.list.options.contains(where: { $0.intValue.node?.id == place.node.id })
        else { return nil }
        return .unsafe("write \(milliseconds)", [.digits(milliseconds, in: place.node)])
    }

    /// "TCP_KEEPINTVL (6/5) 20 and TCP_KEEPCNT (6/6) 3".
    func inWords(_ numbers: [(role: KeepaliveRole, number: Int64)]) -> String {
        enumeration(numbers.map { "\(title(of: $0.role)) \(spelled($0.number, as: $0.role))" })
    }

    /// A number as it is written for a role: "60", or "60s" where the field wants a unit.
    func spelled(_ number: Int64, as role: KeepaliveRole) -> String {
        guard case .block(let block) = source, let field = block.fields.first(where: { $0.role == role }) else { return "\(number)" }
        return field.form.spelling(of: number)
    }

    /// A number for a role, in seconds or probes, that earns no finding in this environment by itself.
    static func suitable(_ role: KeepaliveRole, in environment: CompiledEnvironment) -> Int64 {
        switch role {
        case .enable: 1
        case .idle: max(60, environment.thresholds.probeEvery)
        case .interval: max(20, environment.thresholds.probeInterval)
        case .count: 3
        }
    }

    /// Numbers for roles that are left out, which earn no finding beside what is there: as many probes as keep false drops rare.
    func suitable(_ roles: [KeepaliveRole]) -> [(role: KeepaliveRole, number: Int64)] {
        let idle = self.idle.value ?? suitableIdle
        let interval = self.interval.value ?? Self.suitable(.interval, in: environment)
        return roles.map { role in
            switch role {
            case .enable: (role, 1)
            case .idle: (role, idle)
            case .interval: (role, interval)
            case .count: (role, enoughProbes(idle: idle, interval: interval, from: 3) ?? 3)
            }
        }
    }

    /// The least number of probes that keeps false drops below the threshold; nil where none does.
    func enoughProbes(idle: Int64, interval: Int64, from least: Int64) -> Int64? {
        let most = KeepaliveRole.count.maximum ?? least
        guard least <= most else { return nil }
        return (least...most).first { count in
            Keepalive(idle: idle, interval: interval, count: count).falseDropsPerDay(loss: environment.packetLoss)
                <= environment.thresholds.falseDropsPerDay
        }
    }
}

extension KeepaliveRole {
    /// What a new option says of itself.
    var inWords: String {
        switch self {
        case .enable: "enable keepalive"
        case .idle: "keepalive idle time"
        case .interval: "keepalive interval"
        case .count: "keepalive probes count"
        }
    }
}

extension KeepaliveBlock {
    /// Edits that give the block further fields, in the spelling of those that it has.
    func adding(_ numbers: [(role: KeepaliveRole, number: Int64)]) -> [Fix.Edit]? {
        let written = fields.compactMap { field in field.node.map { (field, $0) } }
        // Patches of single fields stand in no block.
        guard node.kind == .mapping, written.allSatisfy({ $0.1.parent?.id == node.id }) else { return nil }
        let takesOthers = written.contains { field, node in form.otherNames[field.role].map { node.key?.isText($0) ?? false } ?? false }
        var new: [(name: String, value: WrittenContainer.Literal)] = []
        for (role, number) in numbers {
            guard let field = fields.first(where: { $0.role == role }), field.form.isApplied, (1...field.maximum).contains(number) else {
                return nil
            }
            let name = takesOthers ? form.otherNames[role] ?? field.name : field.name
            new.append((name, field.form.takesDuration ? .text(field.form.spelling(of: number)) : .number(number)))
        }
        return Fix.Edit.adding(new, to: node)
    }

    /// Edits that put a block with these numbers in the place of nothing.
    func filling(idle: Int64, interval: Int64, count: Int64) -> [Fix.Edit]? {
        let numbers = [(KeepaliveRole.idle, idle), (.interval, interval), (.count, count)]
            .filter { number in fields.contains { $0.role == number.0 && $0.form.isApplied } }.map { (role: $0.0, number: $0.1) }
        guard isNull else { return adding(numbers) }
        guard form.sharedPrefix == nil, node.key != nil else { return nil }
        let isJSON = node.tree.syntax == .json
        let parts = numbers.compactMap { number in
            fields.first { $0.role == number.role }.map { field in
                isJSON
                    ? "\"\(field.name)\": \(field.form.json(of: number.number))"
                    : "\(field.name): \(field.form.spelling(of: number.number))"
            }
        }
        return [.source("{\(parts.joined(separator: ", "))}", in: node)]
    }
}

extension KeepaliveField {
    /// A value that suits the field by itself, in seconds or probes: `sample`'s.
    var sampleNumber: Int64 { role == .count ? 3 : role == .interval ? 20 : 60 }

    /// A number is chosen for the author.
    func chosen(_ number: Int64) -> Fix? { .unsafe("write \(form.spelling(of: number))", writing(number).map { [$0] }) }

    /// An edit that writes seconds or probes over what stands there; nil where the kernel or the product would not take them.
    func writing(_ number: Int64) -> Fix.Edit? {
        guard let node, (1...maximum).contains(number) else { return nil }
        if form.takesDuration { return .text(form.spelling(of: number), in: Place(node)) }
        return form.takesNumbersAsText ? .digits(number, in: node) : .number(number, in: Place(node))
    }
}
