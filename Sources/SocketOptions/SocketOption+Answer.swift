extension SocketOption {
    /// What the kernel answers to setsockopt(2) with this value. Pure: what only the node can know is `.undetermined`.
    public func answer(to value: OptionValue, in situation: SocketSituation) -> KernelAnswer {
        guard families.contains(situation.family) else { return .refused(.ENOPROTOOPT) }
        switch value {
        case .int(let number): return answer(to: number, in: situation)
        case .bytes(let content):
            if let capability, capability.beforeLength, lacks(capability, situation) { return .refused(capability.refusal) }
            return answer(toBytes: content, in: situation)
        }
    }

    /// The int that the kernel reads in a value: of more bytes than four the first four, of fewer what `bytes` says. nil where it reads none
    /// (measured, see the kernel agreement tests).
    public func int(of value: OptionValue, littleEndian: Bool) -> Int32? {
        switch value {
        case .int(let number): return number
        case .bytes(let content):
            let isWhole = content.count >= 4
            let whole = { Int32(bytes: content.prefix(4), littleEndian: littleEndian) }
            switch bytes {
            case .int: return isWhole ? whole() : nil
            case .intOrByte(let emptyIsZero): return isWhole ? whole() : content.first.map { Int32($0) } ?? (emptyIsZero ? 0 : nil)
            case .intOrZero: return isWhole ? whole() : 0
            default: return content.count == 4 ? whole() : nil
            }
        }
    }

    /// What the socket holds after the kernel took an int: a flag is 1 for everything but 0, IP_TOS loses its two low bits.
    /// Where the number depends on the node (SO_RCVBUF), the int itself.
    public func storedValue(of value: Int32) -> Int32 {
        switch storage {
        case .asGiven, .nodeDependent: value
        case .flag: value == 0 ? 0 : 1
        case .masked(let bits): value & bits
        case .always(let fixed): fixed
        case .tcpTrafficClass: value == -1 ? 0 : value & 0xFC
        case .replaced(let given, let stored): value == given ? stored : value
        }
    }

    private func lacks(_ capability: CapabilityNeed, _ situation: SocketSituation) -> Bool {
        capability.appliesTo == .any && situation.capabilities.isDisjoint(with: capability.anyOf)
    }

    private func answer(to number: Int32, in situation: SocketSituation) -> KernelAnswer {
        if let capability, capability.applies(to: number), situation.capabilities.isDisjoint(with: capability.anyOf) {
            return .refused(capability.refusal)
        }
        for exception in acceptance.exceptions
        where exception.states.contains(situation.state) && exception.families.contains(situation.family) {
            return exception.values.answer(to: number, else: exception.refusal, situation)
        }
        for special in acceptance.special where special.values.contains(number) { return special.answer }
        return acceptance.values.answer(to: number, else: acceptance.refusal, situation)
    }

    private func answer(toBytes content: [UInt8], in situation: SocketSituation) -> KernelAnswer {
        let whole = content.count >= 4
        func number() -> KernelAnswer {
            answer(to: Int32(bytes: content.prefix(4), littleEndian: situation.isLittleEndian), in: situation)
        }
        switch bytes {
        case .int: return whole ? number() : .refused(.EINVAL)
        case .exactInt: return content.count == 4 ? number() : .refused(.EINVAL)
        case .intOrByte(let emptyIsZero):
            if whole { return number() }
            guard let first = content.first else { return emptyIsZero ? answer(to: 0, in: situation) : .refused(.EINVAL) }
            return answer(to: Int32(first), in: situation)
        case .intOrZero: return whole ? number() : answer(to: 0, in: situation)
        case .ipsecPolicy:
            return content.isEmpty ? .undetermined(.ipsec) : answer(to: 0, in: situation)
        case .structure(let sizes):
            guard whole else { return .refused(.EINVAL) }
            if let capability, lacks(capability, situation) { return .refused(capability.refusal) }
            return sizes.contains(content.count) ? .undetermined(.content(of: "a \(structName)")) : .refused(.EINVAL)
        case .anyStructure(let minimum): return content.count >= minimum ? .accepted : .refused(.EINVAL)
        case .timeval: return timevalAnswer(content, situation)
        case .lengths(let lengths): return lengths.contains(content.count) ? .accepted : .refused(.EINVAL)
        case .extensionHeaders:
            if content.isEmpty { return .accepted }
            return content.count % 8 == 0 && content.count <= 8 * 255
                ? .undetermined(.content(of: "extension headers")) : .refused(.EINVAL)
        case .controlMessages: return content.count < 16 ? .accepted : .undetermined(.content(of: "control messages"))
        case .headerOptions: return HeaderOptions.answer(to: content, else: acceptance.refusal)
        case .name(let noBytes):
            if content.isEmpty { return noBytes.map { .refused($0) } ?? .accepted }
            return acceptance.values.answer(toName: content, else: acceptance.refusal)
        }
    }

    private var structName: String {
        if case .structure(let name) = kind { name } else { "struct" }
    }

    /// struct timeval: 8 bytes of seconds, 8 of microseconds.
    private func timevalAnswer(_ content: [UInt8], _ situation: SocketSituation) -> KernelAnswer {
        guard content.count >= 16 else { return .refused(.EINVAL) }
        var microseconds: [UInt8] = Array(content[8..<16])
        if situation.isLittleEndian { microseconds.reverse() }
        let value = microseconds.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value < 1_000_000 ? .accepted : .refused(.EDOM)
    }
}

extension Acceptance.Values {
    func answer(to number: Int32, else refusal: SocketError, _ situation: SocketSituation) -> KernelAnswer {
        switch self {
        case .any: .accepted
        case .none: .refused(refusal)
        case .intervals(let intervals): intervals.contains { $0.contains(number) } ? .accepted : .refused(refusal)
        case .bits(let mask): mask.answer(to: UInt32(bitPattern: number), else: refusal)
        case .portRange: portRangeAnswer(number, else: refusal)
        case .interfaceIndex: interfaceAnswer(situation.isLittleEndian ? number.byteSwapped : number, else: refusal)
        case .descriptor: .refused(refusal)
        case .name: answer(toName: number.bytes(littleEndian: situation.isLittleEndian), else: refusal)
        case .headerOptions: HeaderOptions.answer(to: number.bytes(littleEndian: situation.isLittleEndian), else: refusal)
        }
    }

    /// A name ends at its first NUL and has at most 15 bytes; nothing on a node is called by other characters than these.
    func answer(toName content: [UInt8], else refusal: SocketError) -> KernelAnswer {
        guard case .name(let kind, let emptyName) = self else { return .refused(refusal) }
        let bytes = content.prefix(15).prefix { $0 != 0 }
        if bytes.isEmpty { return emptyName.map { .refused($0) } ?? .accepted }
        guard let name = NodeName.text(of: bytes) else { return .refused(refusal) }
        let dependence: NodeDependence =
            switch kind {
            case .interface: .interfaceName(name)
            case .congestionControl: .congestionControl(name)
            case .upperLayerProtocol: .upperLayerProtocol(name)
            }
        return .undetermined(dependence)
    }

    private func interfaceAnswer(_ index: Int32, else refusal: SocketError) -> KernelAnswer {
        if index == 0 { return .accepted }
        return index < 0 ? .refused(refusal) : .undetermined(.interfaceIndex(index))
    }

    private func portRangeAnswer(_ number: Int32, else refusal: SocketError) -> KernelAnswer {
        let ports = UInt32(bitPattern: number)
        let (lowest, highest) = (ports & 0xFFFF, ports >> 16)
        return lowest == 0 || highest == 0 || lowest <= highest ? .accepted : .refused(refusal)
    }
}

extension Acceptance.BitMask {
    func answer(to bits: UInt32, else refusal: SocketError) -> KernelAnswer {
        if bits & ~known != 0 { return .refused(refusal) }
        for requirement in requires where bits & requirement.bit != 0 && bits & requirement.needed == 0 { return .refused(refusal) }
        for group in exclusive where (bits & group).nonzeroBitCount > 1 { return .refused(refusal) }
        return nodeDependent.first { bits & $0.bit != 0 }.map { .undetermined($0.on) } ?? .accepted
    }
}

/// Names of interfaces and kernel modules.
public enum NodeName {
    /// The text of bytes that can be a name: nothing on a node is called by other characters than these.
    public static func text(of bytes: some Collection<UInt8>) -> String? {
        guard !bytes.isEmpty, bytes.count <= 15 else { return nil }
        let isPossible = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPossible ? String(decoding: bytes, as: UTF8.self) : nil
    }
}

/// IP header options (RFC 791) as ip_options_compile in net/ipv4/ip_options.c reads them.
enum HeaderOptions {
    static func answer(to content: [UInt8], else refusal: SocketError) -> KernelAnswer {
        guard content.count <= 40 else { return .refused(refusal) }
        var rest = content[...]
        // The kernel pads to a multiple of four with ends of list.
        rest.append(contentsOf: repeatElement(0, count: (4 - content.count % 4) % 4))
        while let type = rest.first {
            switch type {
            case 0: return .accepted
            case 1: rest = rest.dropFirst()
            default:
                guard let length = rest.dropFirst().first, length >= 2, Int(length) <= rest.count else { return .refused(refusal) }
                return .undetermined(.headerOptions)
            }
        }
        return .accepted
    }
}

extension Int32 {
    /// The int that up to four bytes hold.
    init(bytes: ArraySlice<UInt8>, littleEndian: Bool) {
        let ordered: [UInt8] = littleEndian ? bytes.reversed() : Array(bytes)
        self.init(bitPattern: ordered.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }

    func bytes(littleEndian: Bool) -> [UInt8] {
        let value = UInt32(bitPattern: self)
        let little: [UInt8] = [0, 8, 16, 24].map { (shift: UInt32) in UInt8(truncatingIfNeeded: value >> shift) }
        return littleEndian ? little : little.reversed()
    }
}
