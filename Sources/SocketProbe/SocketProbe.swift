import Glibc
public import SocketOptions

/// One option to try on a listener.
public struct ProbedOption: Sendable, Hashable {
    /// Level and name.
    public let key: OptionKey
    /// What to set it to.
    public let value: OptionValue
    /// When.
    public let state: SocketState

    /// An option as a policy asks for it.
    public init(_ key: OptionKey, _ value: OptionValue, in state: SocketState) {
        self.key = key
        self.value = value
        self.state = state
    }
}

/// What getsockopt(2) gave.
public enum ReadValue: Sendable, Hashable, CustomStringConvertible {
    /// A value of four bytes, or of one.
    case int(Int32)
    /// A struct, a name, or anything else.
    case bytes([UInt8])
    /// The option cannot be read.
    case refused(Errno)

    /// "60", "\"cubic\"" for a name, "0x0100000005000000" for other bytes, "unreadable: ENOPROTOOPT (…)".
    public var description: String {
        switch self {
        case .int(let number): return "\(number)"
        case .refused(let errno): return "unreadable: \(errno)"
        case .bytes(let bytes):
            let name = bytes.prefix { $0 != 0 }
            let isName =
                !name.isEmpty && name.allSatisfy { (0x21...0x7E).contains($0) } && bytes.dropFirst(name.count).allSatisfy { $0 == 0 }
            if isName || bytes.isEmpty { return "\"\(String(decoding: name, as: UTF8.self))\"" }
            return "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}

/// What this kernel said to one option.
public struct OptionReport: Sendable, Hashable {
    /// What was tried.
    public let option: ProbedOption
    /// Why setsockopt(2) failed; nil where it succeeded.
    public let refusal: Errno?
    /// What the listener has once it listens.
    public let listener: ReadValue
    /// What a connection accepted from it has; nil where none came about.
    public let accepted: ReadValue?
}

/// What this kernel said to a list of options on one listener.
public struct ProbeReport: Sendable, Hashable {
    /// The kernel's release, for example "6.1.0-28-amd64".
    public let kernel: String
    /// The listener's family.
    public let family: AddressFamily
    /// Each option, in the order given.
    public let options: [OptionReport]
    /// Why no connection could be accepted, if none was: the options themselves can be the reason (IP_MINTTL).
    public let connectionProblem: ProbeError?
}

/// Applies options to a real listener of this kernel, on loopback, as Envoy does.
public enum SocketProbe {
    /// Applies the options in Envoy's order (by state, then as listed), goes on after a refused one, reads each back, accepts a
    /// connection over loopback and reads what it has.
    ///
    /// - Throws: `ProbeError` where the listener itself cannot be made, or the identity cannot be assumed.
    public static func report(
        on options: [ProbedOption], family: AddressFamily, as identity: Identity = .own
    ) throws(ProbeError) -> ProbeReport {
        let result: Result<ProbeReport, ProbeError> = try identity.perform {
            do throws(ProbeError) {
                return .success(try probe(options, family))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The kernel's release, as uname(2) says it.
    public static var kernelRelease: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "" }
        return withUnsafeBytes(of: &name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The release's first two numbers, if it has them.
    public static var kernelVersion: KernelVersion? {
        let numbers = kernelRelease.split(separator: ".").prefix(2).map { Int($0.prefix { $0.isNumber }) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        return KernelVersion(major, minor)
    }

    private static func probe(_ options: [ProbedOption], _ family: AddressFamily) throws(ProbeError) -> ProbeReport {
        let listener = try ListeningSocket(family)
        var refusals: [Int: Errno] = [:]
        for state in SocketState.allCases {
            try listener.advance(to: state)
            for (index, option) in options.enumerated() where option.state == state {
                refusals[index] = listener.set(option.key, to: option.value).map(Errno.init)
            }
        }
        var ofListener: [ReadValue] = []
        for option in options { ofListener.append(listener.get(option.key)) }
        var ofAccepted: [ReadValue] = []
        var problem: ProbeError?
        do throws(ProbeError) {
            let connection = try listener.acceptOne()
            for option in options { ofAccepted.append(connection.get(option.key)) }
        } catch {
            problem = error
        }
        let reports = options.indices.map { index in
            OptionReport(
                option: options[index], refusal: refusals[index], listener: ofListener[index],
                accepted: problem == nil ? ofAccepted[index] : nil)
        }
        return ProbeReport(kernel: kernelRelease, family: family, options: reports, connectionProblem: problem)
    }
}
