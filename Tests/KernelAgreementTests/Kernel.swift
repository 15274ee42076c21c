import SocketOptions
import SocketProbe

/// One setsockopt(2) on a fresh socket of the running kernel.
struct Question: Hashable, Sendable {
    var key: OptionKey
    var value: OptionValue
    var state: SocketState
    var family: AddressFamily
    var who: Who
}

/// With which capabilities a question is asked.
enum Who: Hashable, Sendable {
    case own
    case only(CapabilitySet)

    /// What they are.
    var capabilities: CapabilitySet {
        switch self {
        case .own: Self.ownCapabilities
        case .only(let kept): kept
        }
    }

    private static let ownCapabilities = Identity.ownCapabilities

    var identity: Identity {
        switch self {
        case .own: .own
        case .only(let kept): .capabilities(kept)
        }
    }
}

/// What an accepted socket has of a listener's option, as far as one can see.
enum SeenInheritance: Hashable, Sendable { case inherited, notInherited, invisible }

/// The running kernel, asked once for each question.
final class Kernel {
    private var answers: [Question: Int32?] = [:]
    private var inheritances: [OptionKey: SeenInheritance] = [:]
    private var stored: [Question: ReadValue] = [:]

    let version: KernelVersion? = SocketProbe.kernelVersion

    /// The table with the answers of this kernel's release, and with the options that it does not have yet.
    let table: OptionTable = {
        let table = TargetPlatform.linuxAMD64.table
        guard let version = SocketProbe.kernelVersion else { return table }
        return OptionTable(table.options.map { $0.asOf(version) }, aliases: table.aliases)
    }()

    /// Whether a connection to "::1" can be made, which containers often lack.
    let hasIPv6Loopback: Bool = {
        let report = try? SocketProbe.report(on: [ProbedOption(OptionKey(41, 26), .int(1), in: .prebind)], family: .ipv6)
        return report?.connectionProblem == nil && report != nil
    }()

    /// The errno of each answer, or nil where the kernel took the value.
    func ask(_ questions: [Question]) throws {
        for (who, missing) in Dictionary(grouping: Set(questions.filter { answers[$0] == nil }), by: \.who) {
            let found: Result<[Question: Int32?], ProbeError> = try who.identity.perform {
                var found: [Question: Int32?] = [:]
                do throws(ProbeError) {
                    for question in missing { found[question] = .some(try question.put()) }
                    return .success(found)
                } catch {
                    return .failure(error)
                }
            }
            answers.merge(try found.get()) { first, _ in first }
        }
    }

    func answer(to question: Question) throws -> Int32? {
        if answers[question] == nil { try ask([question]) }
        return answers[question] ?? nil
    }

    /// What getsockopt(2) says right after the value was taken.
    func storedValue(after question: Question) throws -> ReadValue {
        if let known = stored[question] { return known }
        let socket = try question.socket()
        _ = socket.set(question.key, to: question.value)
        let value = socket.get(question.key)
        stored[question] = value
        return value
    }

    /// Sets the option on listeners in every state and family and looks at what accepted connections have.
    func inheritance(of key: OptionKey) throws -> SeenInheritance {
        if let known = inheritances[key] { return known }
        var seen = SeenInheritance.invisible
        search: for family in AddressFamily.allCases {
            let untouched = try connect(key, nil, .prebind, family)
            for state in [SocketState.prebind, .listening] {
                for value in Self.telling {
                    guard let pair = try connect(key, value, state, family), let untouched else { continue }
                    // Only a value that shows on the listener can show that it was lost.
                    guard pair.listener != untouched.listener, pair.listener != untouched.accepted else { continue }
                    seen = Self.matches(key, pair) ? .inherited : .notInherited
                    break search
                }
            }
        }
        inheritances[key] = seen
        return seen
    }

    /// Values of which every inheritable option takes one that differs from its default; 28524 is the name "lo", 1869505906 "reno".
    private static let telling: [Int32] = [1, 0, 2, 8, 100, 1280, 5000, 20000, 28524, 1 << 24, 1_869_505_906]

    /// An accepted socket's TCP_MAXSEG is smaller by the 12 bytes of TCP's timestamp option.
    private static func matches(_ key: OptionKey, _ pair: Pair) -> Bool {
        if pair.listener == pair.accepted { return true }
        guard key == OptionKey(6, 2), case (.int(let listener), .int(let accepted)) = (pair.listener, pair.accepted) else { return false }
        return accepted == listener - 12
    }

    private typealias Pair = (listener: ReadValue, accepted: ReadValue)

    /// A listener's value and its accepted connection's; nil where the value is refused or lets no connection through.
    private func connect(_ key: OptionKey, _ value: Int32?, _ state: SocketState, _ family: AddressFamily) throws -> Pair? {
        do throws(ProbeError) {
            let listener = try ListeningSocket(family, isWildcard: family == .ipv6)
            for step in SocketState.allCases {
                try listener.advance(to: step)
                if step == state, let value, listener.set(key, to: .int(value)) != nil { return nil }
            }
            let listening = listener.get(key)
            return (listening, try listener.acceptOne().get(key))
        } catch {
            // What breaks the listener or the connection (an interface's index, a minimum TTL) shows nothing.
            return nil
        }
    }
}

extension Question {
    /// A fresh socket in the question's state.
    func socket() throws(ProbeError) -> ListeningSocket {
        let socket = try ListeningSocket(family, isWildcard: family == .ipv6)
        for step in SocketState.allCases where step <= state { try socket.advance(to: step) }
        return socket
    }

    /// Asks this kernel: nil, or the errno.
    func put() throws(ProbeError) -> Int32? { try socket().set(key, to: value) }
}
