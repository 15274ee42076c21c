import SocketOptions

/// A row with one thing changed, which the agreement checks ought to notice.
struct Perturbation {
    /// What was changed, in words.
    var what: String
    var row: SocketOption
    /// Why no check can see the change, where that is known beforehand.
    var reason: String?

    /// Why no check can see the change, where none can: it says the same of every value, or differs only where the answer is left open.
    func invisibleBecause(_ original: SocketOption) -> String? {
        if let reason { return reason }
        if row.key != original.key || row.inheritance != original.inheritance || row.defaultValue != original.defaultValue { return nil }
        let errnos = Set(original.acceptance.alternatives + [original.acceptance.refusal])
        var isLeftOpen = false
        for value in Set(original.telltaleInts + row.telltaleInts).map({ OptionValue.int($0) })
            + SocketOption.telltaleBytes.map({ .bytes($0) })
        {
            for situation in Self.situations {
                switch (original.answer(to: value, in: situation), row.answer(to: value, in: situation)) {
                case (.undetermined, .undetermined): break
                case (.undetermined, _), (_, .undetermined): isLeftOpen = true
                case (.refused(let first), .refused(let second)) where first != second && errnos.isSuperset(of: [first, second]):
                    isLeftOpen = true
                case (let first, let second): if first != second { return nil }
                }
            }
        }
        return isLeftOpen ? "only the node, how its kernel is built, or a struct's content can tell" : "it says the same of every value"
    }

    private static let situations: [SocketSituation] = AddressFamily.allCases.flatMap { family in
        SocketState.allCases.flatMap { state in
            [.all, [], .netRaw, .netAdmin].map { (kept: CapabilitySet) in SocketSituation(state: state, family: family, capabilities: kept)
            }
        }
    }

    /// Every change of one row: number, each edge, errno, each state, families, inheritance, capability, bytes, default.
    static func all(of row: SocketOption) -> [Perturbation] {
        numbers(of: row) + edges(of: row) + errnos(of: row) + states(of: row) + families(of: row) + inheritances(of: row)
            + capabilities(of: row) + lengths(of: row) + defaults(of: row)
    }

    private static func changed(_ what: String, _ row: SocketOption, because: String? = nil, _ change: (inout SocketOption) -> Void)
        -> Perturbation
    {
        var copy = row
        change(&copy)
        return Perturbation(what: what, row: copy, reason: because)
    }

    /// A number that means nothing.
    private static func numbers(of row: SocketOption) -> [Perturbation] {
        let isUnknownToTCP =
            row.acceptance.values == .none && row.capability == nil
            && (row.acceptance.alternatives + [row.acceptance.refusal]).contains(.ENOPROTOOPT)
        let because =
            isUnknownToTCP && KernelHeaders.numbers[row.constant] == nil
            ? "the kernel answers ENOPROTOOPT to it as to any unknown number, and the installed headers do not name it" : nil
        return [changed("number", row, because: because) { $0.key = OptionKey(row.key.level, 1000 + row.key.name) }]
    }

    private static func edges(of row: SocketOption) -> [Perturbation] {
        var found: [Perturbation] = []
        switch row.acceptance.values {
        case .any:
            for kept in [Int32.min + 1...Int32.max, Int32.min...Int32.max - 1] {
                found.append(changed("takes only \(kept)", row) { $0.acceptance.values = .intervals([kept]) })
            }
        case .none:
            found.append(changed("takes 0", row) { $0.acceptance.values = .intervals([0...0]) })
        case .intervals(let intervals):
            for (index, interval) in intervals.enumerated() {
                for moved in moved(interval) {
                    found.append(
                        changed("takes \(moved) instead of \(interval)", row) {
                            var others = intervals
                            others[index] = moved
                            $0.acceptance.values = .intervals(others)
                        })
                }
            }
        case .bits(let mask):
            for bit in (0..<32).map({ UInt32(1) << UInt32($0) }) where !mask.nodeDependent.contains(where: { $0.bit == bit }) {
                var flipped = mask
                flipped.accepted ^= bit
                found.append(changed("bit \(bit) flipped", row) { $0.acceptance.values = .bits(flipped) })
            }
            if !mask.requires.isEmpty {
                var free = mask
                free.requires = []
                found.append(changed("no bit needs another", row) { $0.acceptance.values = .bits(free) })
            }
            for group in mask.exclusive {
                var free = mask
                free.exclusive.removeAll { $0 == group }
                found.append(changed("bits of \(group) at once", row) { $0.acceptance.values = .bits(free) })
            }
        case .portRange, .name, .descriptor, .headerOptions:
            found.append(changed("takes any int", row) { $0.acceptance.values = .any })
            found.append(changed("takes no int", row) { $0.acceptance.values = .none })
        case .interfaceIndex:
            found.append(changed("takes no int", row) { $0.acceptance.values = .none })
        }
        for (index, special) in row.acceptance.special.enumerated() {
            found.append(
                changed("special answer to \(special.values) dropped", row) { $0.acceptance.special.remove(at: index) })
        }
        return found
    }

    /// The interval with each end moved by one, either way.
    private static func moved(_ interval: ClosedRange<Int32>) -> [ClosedRange<Int32>] {
        let (low, high) = (interval.lowerBound, interval.upperBound)
        var found: [ClosedRange<Int32>] = []
        if low > Int32.min { found.append(low - 1...high) }
        if high < Int32.max { found.append(low...high + 1) }
        if low < high {
            found.append(low + 1...high)
            found.append(low...high - 1)
        }
        return found
    }

    private static func errnos(of row: SocketOption) -> [Perturbation] {
        guard row.acceptance.values != .any else { return [] }
        return [changed("errno", row) { $0.acceptance.refusal = .EDOM }]
    }

    /// One state that answers otherwise.
    private static func states(of row: SocketOption) -> [Perturbation] {
        SocketState.allCases.map { state in
            changed("\(state.name) otherwise", row) {
                let takesNothing =
                    row.acceptance.values == .none || row.acceptance.exceptions.contains { $0.states.contains(state) && $0.values == .none }
                let other = Acceptance.Exception(takesNothing ? .any : .none, else: .EDOM, states: [state])
                $0.acceptance.exceptions.insert(other, at: 0)
            }
        }
    }

    private static func families(of row: SocketOption) -> [Perturbation] {
        let other: [AddressFamily] = row.families.count == 2 ? [.ipv6] : AddressFamily.allCases
        return [changed("families \(other)", row) { $0.families = other }]
    }

    private static func inheritances(of row: SocketOption) -> [Perturbation] {
        let others: [SocketOption.Inheritance] = [.inherited, .notInherited, .listenerOnly, .unknown].filter { $0 != row.inheritance }
        return others.map { other in
            let bothLost: Set<SocketOption.Inheritance> = [.notInherited, .listenerOnly]
            let because =
                bothLost.contains(other) && bothLost.contains(row.inheritance)
                ? "accepted connections have it in neither case: that it belongs to the listener is a judgement" : nil
            return changed("inheritance \(other)", row, because: because) { $0.inheritance = other }
        }
    }

    private static func capabilities(of row: SocketOption) -> [Perturbation] {
        guard let need = row.capability else {
            return [changed("needs NET_ADMIN", row) { $0.capability = CapabilityNeed(.netAdmin, for: .any, else: .EDOM) }]
        }
        var found: [Perturbation] = [
            changed("needs nothing", row) { $0.capability = nil },
            changed("answers another errno without", row) { $0.capability?.refusal = .EDOM },
        ]
        for other: CapabilitySet in [.netRaw, .netAdmin, .netBindService] {
            found.append(changed("capability \(other.rawValue) flipped", row) { $0.capability?.anyOf.formSymmetricDifference(other) })
        }
        let others: [CapabilityNeed.Values] =
            switch need.appliesTo {
            case .any: [.notZero]
            case .notZero: [.any]
            case .outside(let range): moved(range).map { .outside($0) }
            case .inside(let range): moved(range).map { .inside($0) }
            }
        for values in others { found.append(changed("needed for \(values)", row) { $0.capability?.appliesTo = values }) }
        return found
    }

    /// Another way to read bytes.
    private static func lengths(of row: SocketOption) -> [Perturbation] {
        let others: [ByteReading] = [.int, .intOrZero, .exactInt, .intOrByte(emptyIsZero: false), .lengths([7])].filter { $0 != row.bytes }
        return others.map { other in changed("bytes read as \(other)", row) { $0.bytes = other } }
    }

    private static func defaults(of row: SocketOption) -> [Perturbation] {
        guard let value = row.defaultValue else { return [] }
        let because = Agreement.setBySysctl.contains(row.constant) ? "a sysctl of the node can change the default" : nil
        return [changed("default", row, because: because) { $0.defaultValue = value + 1 }]
    }
}
