public import SocketOptions

/// What Envoy and the kernel of one platform make of a list of raw options. Rules read it instead of working it out again; the Envoy
/// agreement tests hold it against a running Envoy.
public struct Resolution: Sendable {
    /// Where the list is applied.
    public let platform: TargetPlatform
    /// One for each option, in list order.
    public let options: [ResolvedOption]
    /// What becomes of the listener, or of every socket that connects.
    public let outcome: Outcome

    /// What becomes of the listener, or of every socket that connects: there a refusal fails each connection, and Envoy refuses no update.
    public enum Outcome: Sendable, Hashable {
        case accepted
        /// setsockopt(2) fails before listen(2): Envoy refuses the update and keeps the old listener, or starts without this one.
        case rejected(option: Int, SocketError)
        /// It fails after listen(2): Envoy acknowledges the update and drops the listener.
        case removed(option: Int, SocketError)
        /// Envoy's parser refuses the configuration.
        case refusedWhenParsed(option: Int)
        /// It depends on the node.
        case undetermined(option: Int, NodeDependence)
    }

    /// One option on one platform.
    public struct ResolvedOption: Sendable {
        /// The numbers that setsockopt(2) gets; nil where level or name is no number.
        public let key: OptionKey?
        /// nil where the state is none of the three.
        public let state: SocketState?
        /// The platform's row; nil where the pair means nothing there.
        public let row: KnownOption?
        /// Why Envoy passes over the option, if it does.
        public let skipped: DecodedOption.SkipReason?
        /// The family of the socket that it is applied to.
        public let family: AddressFamily
        /// What the kernel says in the option's own state, with the proxy's capabilities. nil where it is never asked.
        public internal(set) var answer: KernelAnswer?
        /// The value as an int of this platform: what the kernel reads, also in a bufValue of another length than four bytes.
        public let intValue: Int32?
    }

    /// Resolves a list on one platform.
    /// - Parameters:
    ///   - table: the platform's own, unless a test perturbs it.
    ///   - isFamilySure: whether the listener has this family. Where that is not sure, an option that is skipped on it and not taken on the
    ///     other one counts as applied to the other one.
    ///   - forDatagrams: whether the listener may be one for UDP or QUIC, where options for datagram sockets are applied.
    ///   - knowsOnlyPrebind: whether the sockets never reach the other states: those that connect, and the admin port's (measured, see the
    ///     Envoy agreement tests).
    ///   - workers: Envoy's worker threads, each with a listening socket of its own.
    public init(
        of options: [DecodedOption], on platform: TargetPlatform, table: OptionTable, family: AddressFamily,
        isFamilySure: Bool = true, capabilities: CapabilitySet, forDatagrams: Bool = false,
        knowsOnlyPrebind: Bool = false, workers: Int = 2
    ) {
        self.platform = platform
        var resolved = options.map { option in
            let row = option.key.flatMap { table.known($0) }
            func answer(on family: AddressFamily) -> KernelAnswer? {
                guard option.problem == nil, let state = option.state, let value = option.value else { return nil }
                let situation = SocketSituation(
                    state: state, family: family, capabilities: capabilities, isLittleEndian: platform.isLittleEndian)
                return row?.option.answer(to: value, in: situation) ?? table.answerToUnknown
            }
            var (skipped, itsFamily) = (
                option.skipReason(on: family, forDatagrams: forDatagrams, knowsOnlyPrebind: knowsOnlyPrebind), family
            )
            var itsAnswer = skipped == nil ? answer(on: family) : nil
            if skipped == .ipVersion, !isFamilySure, let elsewhere = answer(on: family.other), elsewhere != .accepted {
                (skipped, itsFamily, itsAnswer) = (nil, family.other, elsewhere)
            }
            return ResolvedOption(
                key: option.key, state: option.state, row: row, skipped: skipped, family: itsFamily,
                answer: itsAnswer,
                intValue: option.value.flatMap { value in
                    // Of a pair that means nothing here, four bytes are an int.
                    row.map { $0.option.int(of: value, littleEndian: platform.isLittleEndian) }
                        ?? option.intValue(littleEndian: platform.isLittleEndian)
                })
        }
        if !capabilities.contains(.netRaw) { Self.refuseSecondBinding(in: &resolved) }
        self.options = resolved
        outcome =
            if let refused = options.firstIndex(where: { $0.problem != nil }) {
                .refusedWhenParsed(option: refused)
            } else {
                Self.outcome(of: resolved, workers: workers)
            }
    }

    /// The options in the order in which Envoy applies them: by state, in list order within a state.
    private static func inOrder(_ options: [ResolvedOption], _ body: (Int, ResolvedOption, KernelAnswer) -> Bool) {
        for state in SocketState.allCases {
            for (index, option) in options.enumerated() where option.state == state {
                guard let answer = option.answer else { continue }
                if !body(index, option, answer) { return }
            }
        }
    }

    /// A socket that is bound to an interface is bound anew only with CAP_NET_RAW (sock_bindtoindex_locked in net/core/sock.c).
    private static func refuseSecondBinding(in options: inout [ResolvedOption]) {
        let isByIndex = { (option: ResolvedOption) in option.row?.constant == "SO_BINDTOIFINDEX" }
        guard options.contains(where: isByIndex) else { return }
        var isBound = false
        var refused: [Int] = []
        inOrder(options) { index, option, answer in
            if isBound, isByIndex(option) || (option.row?.constant == "SO_BINDTODEVICE" && answer == .accepted) { refused.append(index) }
            if isByIndex(option), let value = option.intValue { isBound = value != 0 }
            return true
        }
        for index in refused { options[index].answer = .refused(.EPERM) }
    }

    private static func outcome(of options: [ResolvedOption], workers: Int) -> Outcome {
        var unsure: Outcome?
        var failure: Outcome?
        var reusesPort = true
        var isFilterLocked = false
        inOrder(options) { index, option, answer in
            func fails(with error: SocketError) {
                failure = option.state == .listening ? .removed(option: index, error) : .rejected(option: index, error)
            }
            switch answer {
            case .accepted:
                guard let value = option.intValue else { return true }
                switch option.row?.constant {
                case "SO_REUSEPORT": reusesPort = value != 0
                // What is locked stays so (sk_setsockopt in net/core/sock.c).
                case "SO_LOCK_FILTER" where isFilterLocked && value == 0:
                    fails(with: .EPERM)
                    return false
                case "SO_LOCK_FILTER": isFilterLocked = value != 0
                default: break
                }
            case .undetermined(let why): unsure = unsure ?? .undetermined(option: index, why)
            case .refused(let error):
                fails(with: error)
                return false
            }
            return true
        }
        // Envoy has one listening socket a worker, and readies one after the other: without SO_REUSEPORT the second listen(2) fails, and
        // the listener is gone.
        if failure == nil, workers > 1, !reusesPort,
            let index = options.lastIndex(where: { $0.row?.constant == "SO_REUSEPORT" && $0.state != .listening })
        {
            failure = .removed(option: index, .EADDRINUSE)
        }
        return unsure ?? failure ?? .accepted
    }

    /// The int that each option holds at the end, the last one in Envoy's order: what the listening socket has. What was set before an
    /// option failed is in it.
    public var inForce: [OptionKey: Int32] {
        var inForce: [OptionKey: Int32] = [:]
        Self.inOrder(options) { _, option, answer in
            if case .refused = answer { return false }
            if answer == .accepted, let key = option.key, let value = option.intValue {
                inForce[key] = option.row?.storedValue(of: value) ?? value
            }
            return true
        }
        return inForce
    }
}
