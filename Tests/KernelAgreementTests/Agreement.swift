import Glibc
import SocketOptions
import SocketProbe

/// Holds rows against the running kernel, and counts.
struct Agreement {
    let kernel: Kernel
    private(set) var checks = 0
    private(set) var disagreements: [String] = []
    /// Rows whose answer depends on the node, by constant, with how many answers were left open.
    private(set) var nodeDependent: [String: Int] = [:]
    /// Rows that this kernel is too old for.
    private(set) var newer: [String] = []

    init(_ kernel: Kernel) { self.kernel = kernel }

    /// Everything that can be asked about a row. With `stopAtFirst` only as much as it takes to find one disagreement.
    mutating func check(_ row: SocketOption, in table: OptionTable, stopAtFirst: Bool = false) throws {
        if let since = row.since, let version = kernel.version, version < since.version {
            newer.append(row.constant)
            return
        }
        checkNumber(row)
        try checkDefault(row)
        let before = disagreements.count
        try checkInts(row, table)
        if stopAtFirst && disagreements.count > before { return }
        try checkInheritance(row)
        if stopAtFirst && disagreements.count > before { return }
        try checkStored(row, table)
        if stopAtFirst && disagreements.count > before { return }
        try checkBytes(row, table)
    }

    /// The number that this node's kernel headers have for the constant, where they know it.
    private mutating func checkNumber(_ row: SocketOption) {
        guard let number = KernelHeaders.numbers[row.constant] else { return }
        checks += 1
        if number != row.key.name { disagreements.append("\(row.constant): \(row.key) but \(number) in the kernel's headers") }
    }

    /// Defaults that a sysctl of the node, or of the container, can change.
    static let setBySysctl: Set<String> = [
        "SO_SNDBUF", "SO_RCVBUF", "SO_BUSY_POLL", "SO_TXREHASH", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_SYNCNT",
        "TCP_LINGER2", "TCP_MAXSEG", "TCP_NOTSENT_LOWAT", "TCP_FASTOPEN", "TCP_RTO_MAX_MS", "TCP_RTO_MIN_US", "IP_TTL",
        "IP_MTU_DISCOVER", "IPV6_UNICAST_HOPS", "IPV6_V6ONLY", "IPV6_MTU_DISCOVER",
    ]

    /// What a new socket has.
    private mutating func checkDefault(_ row: SocketOption) throws {
        guard let expected = row.defaultValue else { return }
        let fresh = try ListeningSocket(row.families[0]).get(row.key)
        checks += 1
        if fresh == .int(expected) { return }
        if Self.setBySysctl.contains(row.constant) {
            nodeDependent[row.constant + "'s default", default: 0] += 1
        } else {
            disagreements.append("\(row.constant): table's default \(expected), kernel's \(fresh)")
        }
    }

    private mutating func checkInts(_ row: SocketOption, _ table: OptionTable) throws {
        var questions: [Question] = []
        for value in row.telltaleInts {
            for family in AddressFamily.allCases {
                for state in SocketState.allCases {
                    for who in identities(for: row) {
                        questions.append(Question(key: row.key, value: .int(value), state: state, family: family, who: who))
                    }
                }
            }
        }
        try compare(questions, row, table)
    }

    private mutating func checkBytes(_ row: SocketOption, _ table: OptionTable) throws {
        var questions: [Question] = []
        for family in AddressFamily.allCases {
            for who in identities(for: row).prefix(2) {
                for bytes in SocketOption.telltaleBytes {
                    questions.append(Question(key: row.key, value: .bytes(bytes), state: .prebind, family: family, who: who))
                }
                for bytes in SocketOption.fewBytes {
                    questions.append(Question(key: row.key, value: .bytes(bytes), state: .listening, family: family, who: who))
                }
            }
        }
        try compare(questions, row, table)
    }

    private mutating func compare(_ questions: [Question], _ row: SocketOption, _ table: OptionTable) throws {
        try kernel.ask(questions)
        for question in questions {
            let situation = SocketSituation(state: question.state, family: question.family, capabilities: question.who.capabilities)
            let predicted = table.answer(to: question.value, for: question.key, in: situation)
            let errno = try kernel.answer(to: question)
            let agrees: Bool
            switch predicted {
            case .undetermined:
                nodeDependent[row.constant, default: 0] += 1
                continue
            case .accepted: agrees = errno == nil
            case .refused(let error):
                // The kernel may be built otherwise; an open file that is no BPF program gets EINVAL.
                agrees =
                    errno == error.rawValue
                    || error == row.acceptance.refusal && row.acceptance.alternatives.contains { errno == $0.rawValue }
                    || error == .EBADF && errno == EINVAL && question.value.mayBeOpenDescriptor
            }
            checks += 1
            if !agrees {
                let answer = errno.map { Errno($0).description } ?? "accepted"
                disagreements.append("\(row.constant) \(question): table \(predicted), kernel \(answer)")
            }
        }
    }

    private mutating func checkInheritance(_ row: SocketOption) throws {
        guard Identity.ownCapabilities.isSuperset(of: row.capability?.anyOf ?? []) else { return }
        let seen = try kernel.inheritance(of: row.key)
        if seen == .invisible, row.families == [.ipv6], !kernel.hasIPv6Loopback {
            nodeDependent[row.constant + " inherited", default: 0] += 1
            return
        }
        let expected: SeenInheritance =
            switch row.inheritance {
            case .inherited: .inherited
            case .notInherited, .listenerOnly: .notInherited
            case .unknown: .invisible
            }
        checks += 1
        if seen != expected { disagreements.append("\(row.constant): table \(row.inheritance), accepted connections \(seen)") }
    }

    /// What getsockopt(2) gives back, where the row says it.
    private mutating func checkStored(_ row: SocketOption, _ table: OptionTable) throws {
        if row.storage == .nodeDependent { return }
        for value in row.telltaleInts {
            let question = Question(key: row.key, value: .int(value), state: .prebind, family: .ipv6, who: .own)
            let situation = SocketSituation(state: .prebind, family: .ipv6, capabilities: Identity.ownCapabilities)
            guard table.answer(to: .int(value), for: row.key, in: situation) == .accepted, try kernel.answer(to: question) == nil,
                case .int(let read) = try kernel.storedValue(after: question)
            else { continue }
            checks += 1
            if read != row.storedValue(of: value) {
                disagreements.append("\(row.constant)=\(value): table stores \(row.storedValue(of: value)), kernel \(read)")
            }
        }
    }

    /// Who asks: as the tests run, without any capability, and where a capability matters with each one alone.
    private func identities(for row: SocketOption) -> [Who] {
        let own = Identity.ownCapabilities
        if own.isEmpty { return [.own] }
        var who: [Who] = [.own, .only([])]
        if row.capability != nil { who += [.netRaw, .netAdmin, .netBindService].filter { own.contains($0) }.map { .only($0) } }
        return who
    }
}

extension OptionValue {
    /// Whether the value, read as a file descriptor, may be open in this process.
    fileprivate var mayBeOpenDescriptor: Bool {
        switch self {
        case .int(let number): (0...65535).contains(number)
        case .bytes(let bytes): bytes.dropFirst(2).allSatisfy { $0 == 0 }
        }
    }
}
