// The columns of the tables: number, constant, kind, what is taken, default, what accepted sockets inherit, purpose, and the rest by name.

extension SocketOption {
    /// A row of level 1, SOL_SOCKET. Its values of fewer than four bytes are refused.
    static func socket(
        _ name: Int32, _ constant: String, _ kind: ValueKind, _ acceptance: Acceptance, _ defaultValue: Int32?, _ inheritance: Inheritance,
        _ purpose: String, bytes: ByteReading = .int, unit: ValueUnit? = nil, stored: Storage? = nil, needs: CapabilityNeed? = nil,
        since: Since? = nil, earlier: Earlier? = nil, side: Side? = nil, hazard: Hazard...
    ) -> SocketOption {
        row(
            OptionKey(1, name), constant, kind, acceptance, defaultValue, inheritance, purpose, bytes, AddressFamily.allCases, unit, stored,
            needs, since, earlier, side, hazard)
    }

    /// A row of level 6, IPPROTO_TCP. Its values of fewer than four bytes are refused.
    static func tcp(
        _ name: Int32, _ constant: String, _ kind: ValueKind, _ acceptance: Acceptance, _ defaultValue: Int32?, _ inheritance: Inheritance,
        _ purpose: String, bytes: ByteReading = .int, unit: ValueUnit? = nil, stored: Storage? = nil, needs: CapabilityNeed? = nil,
        since: Since? = nil, earlier: Earlier? = nil, side: Side? = nil, hazard: Hazard...
    ) -> SocketOption {
        row(
            OptionKey(6, name), constant, kind, acceptance, defaultValue, inheritance, purpose, bytes, AddressFamily.allCases, unit, stored,
            needs, since, earlier, side, hazard)
    }

    /// A row of level 0, IPPROTO_IP, which IPv6 sockets know as well.
    static func ip(
        _ name: Int32, _ constant: String, _ kind: ValueKind, _ acceptance: Acceptance, _ defaultValue: Int32?, _ inheritance: Inheritance,
        _ purpose: String, bytes: ByteReading = .intOrByte(emptyIsZero: true), unit: ValueUnit? = nil, stored: Storage? = nil,
        needs: CapabilityNeed? = nil, since: Since? = nil, earlier: Earlier? = nil, side: Side? = nil, hazard: Hazard...
    ) -> SocketOption {
        row(
            OptionKey(0, name), constant, kind, acceptance, defaultValue, inheritance, purpose, bytes, AddressFamily.allCases, unit, stored,
            needs, since, earlier, side, hazard)
    }

    /// A row of level 41, IPPROTO_IPV6, which IPv4 sockets answer with ENOPROTOOPT.
    static func ipv6(
        _ name: Int32, _ constant: String, _ kind: ValueKind, _ acceptance: Acceptance, _ defaultValue: Int32?, _ inheritance: Inheritance,
        _ purpose: String, bytes: ByteReading = .int, unit: ValueUnit? = nil, stored: Storage? = nil, needs: CapabilityNeed? = nil,
        since: Since? = nil, earlier: Earlier? = nil, side: Side? = nil, hazard: Hazard...
    ) -> SocketOption {
        row(
            OptionKey(41, name), constant, kind, acceptance, defaultValue, inheritance, purpose, bytes, [.ipv6], unit, stored, needs, since,
            earlier, side, hazard)
    }

    /// A row of level 17, IPPROTO_UDP, which no TCP socket knows.
    static func udp(
        _ name: Int32, _ constant: String, _ kind: ValueKind, _ purpose: String, since: Since? = nil
    ) -> SocketOption {
        row(
            OptionKey(17, name), constant, kind, .nothing(.ENOPROTOOPT), nil, .unknown, purpose, .intOrZero, AddressFamily.allCases, nil,
            nil, nil, since, nil, nil, [])
    }

    private static func row(
        _ key: OptionKey, _ constant: String, _ kind: ValueKind, _ acceptance: Acceptance, _ defaultValue: Int32?,
        _ inheritance: Inheritance, _ purpose: String, _ bytes: ByteReading, _ families: [AddressFamily], _ unit: ValueUnit?,
        _ stored: Storage?, _ needs: CapabilityNeed?, _ since: Since?, _ earlier: Earlier?, _ side: Side?, _ hazards: [Hazard]
    ) -> SocketOption {
        SocketOption(
            constant: constant, key: key, kind: kind, acceptance: acceptance, bytes: bytes, families: families, unit: unit,
            defaultValue: defaultValue, storage: stored ?? (kind == .flag ? .flag : .asGiven), inheritance: inheritance, capability: needs,
            since: since, earlier: earlier, hazards: hazards, side: side, purpose: purpose)
    }
}

extension Acceptance {
    /// Every int.
    static let any: Acceptance = Acceptance(.any)
    /// 0 or 1.
    static let zeroOrOne: Acceptance = from(0, 1)

    /// No int at all.
    static func nothing(_ refusal: SocketError) -> Acceptance { Acceptance(.none, else: refusal) }

    /// The ints of one interval; the others are refused with EINVAL.
    static func from(_ lowest: Int32, _ highest: Int32) -> Acceptance { Acceptance(.intervals([lowest...highest])) }

    /// One int, and those of one interval; the others are refused with EINVAL.
    static func either(_ one: Int32, _ lowest: Int32, _ highest: Int32) -> Acceptance {
        Acceptance(.intervals([one...one, lowest...highest]))
    }

    /// Another set of values in some states.
    func except(_ states: [SocketState], _ values: Values, else refusal: SocketError) -> Acceptance {
        var changed = self
        changed.exceptions.append(Exception(values, else: refusal, states: states))
        return changed
    }

    /// Another set of values for one family.
    func except(_ family: AddressFamily, _ values: Values, else refusal: SocketError) -> Acceptance {
        var changed = self
        changed.exceptions.append(Exception(values, else: refusal, families: [family]))
        return changed
    }

    /// What kernels that are built otherwise answer.
    func or(_ errors: SocketError...) -> Acceptance {
        var changed = self
        changed.alternatives = errors
        return changed
    }

    /// Some ints with another answer.
    func but(_ lowest: Int32, _ highest: Int32, _ answer: KernelAnswer) -> Acceptance {
        var changed = self
        changed.special.append(Special(lowest...highest, answer))
        return changed
    }
}

extension Hazard {
    /// Breaks traffic.
    static func breaks(_ code: String, _ lowest: Int32, _ highest: Int32, _ effect: String) -> Hazard {
        Hazard(code, .error, [lowest...highest], effect)
    }

    /// Breaks traffic with every value but 0.
    static func breaks(_ code: String, notZero effect: String) -> Hazard { Hazard(code, .error, notZero, effect) }

    /// Harms some traffic, or can.
    static func harms(_ code: String, _ lowest: Int32, _ highest: Int32, _ effect: String) -> Hazard {
        Hazard(code, .warning, [lowest...highest], effect)
    }

    static func harms(_ code: String, notZero effect: String) -> Hazard { Hazard(code, .warning, notZero, effect) }

    /// Worth knowing.
    static func note(_ code: String, _ lowest: Int32, _ highest: Int32, _ effect: String) -> Hazard {
        Hazard(code, .info, [lowest...highest], effect)
    }

    static func note(_ code: String, notZero effect: String) -> Hazard { Hazard(code, .info, notZero, effect) }

    /// Does nothing any more, whatever the value.
    static func noOp(_ effect: String) -> Hazard { Hazard(noOpCode, .warning, [Int32.min...Int32.max], effect) }

    private static let notZero: [ClosedRange<Int32>] = [Int32.min...(-1), 1...Int32.max]
}

extension SocketOption.Since {
    /// The first release whose uapi header names the option, and the commit or header that brought it.
    static func linux(_ major: Int, _ minor: Int, _ source: String) -> SocketOption.Since {
        SocketOption.Since(KernelVersion(major, minor), source)
    }
}

extension SocketOption.Earlier {
    /// Kernels before this release took these ints.
    static func linux(_ major: Int, _ minor: Int, _ acceptance: Acceptance, _ source: String) -> SocketOption.Earlier {
        SocketOption.Earlier(before: KernelVersion(major, minor), acceptance: acceptance, capability: nil, source: source)
    }

    /// Kernels before this release asked for this capability.
    static func linux(_ major: Int, _ minor: Int, needs: CapabilityNeed, _ source: String) -> SocketOption.Earlier {
        SocketOption.Earlier(before: KernelVersion(major, minor), acceptance: nil, capability: needs, source: source)
    }
}
