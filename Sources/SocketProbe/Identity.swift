import CLinuxThread
import Glibc
public import SocketOptions

/// Who applies the options.
public enum Identity: Sendable, Hashable {
    /// The user that runs the command, with its capabilities.
    case own
    /// Another user, without capabilities. Only root can become one.
    case user(id: UInt32, group: UInt32)
    /// The same user with these of its capabilities and no others.
    case capabilities(CapabilitySet)

    /// The user of a name, for example `nobody`.
    public static func user(named name: String) throws(ProbeError) -> Identity {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16384)
        let result = getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        guard result == 0, found != nil else { throw ProbeError(.user, Errno(result == 0 ? ENOENT : result)) }
        return .user(id: entry.pw_uid, group: entry.pw_gid)
    }

    /// What the calling thread may do, as far as socket options care.
    public static var ownCapabilities: CapabilitySet {
        let mask = sockwarden_thread_capabilities()
        return CapabilitySet(bits.filter { mask & $0.bit != 0 }.map(\.capability))
    }

    /// The numbers of linux/capability.h.
    private static let bits: [(capability: CapabilitySet, bit: UInt64)] = [
        (.netBindService, 1 << 10), (.netAdmin, 1 << 12), (.netRaw, 1 << 13),
    ]

    /// Runs `work` as this identity on a thread of its own that ends with it.
    ///
    /// On Linux user, group and capabilities belong to a thread; only glibc's setuid(3) spreads them over the process. The system calls
    /// behind `CLinuxThread` do not, so no other thread of the process ever sees a change, and the changed thread serves nothing else.
    package func perform<Output: Sendable>(_ work: @escaping @Sendable () -> Output) throws(ProbeError) -> Output {
        if self == .own { return work() }
        let threadWork = ThreadWork(self, work)
        let unmanaged = Unmanaged.passRetained(threadWork)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, unmanaged.toOpaque())
        if failure != 0 {
            unmanaged.release()
            throw ProbeError(.thread, Errno(failure))
        }
        pthread_join(thread, nil)
        guard let output = threadWork.output as? Output else { throw threadWork.error ?? ProbeError(.thread, Errno(EAGAIN)) }
        return output
    }

    /// Changes the calling thread for good.
    fileprivate func assume() throws(ProbeError) {
        let result: Int32 =
            switch self {
            case .own: 0
            case .user(let id, let group): sockwarden_thread_become(id, group)
            case .capabilities(let kept):
                sockwarden_thread_keep_capabilities(Self.bits.reduce(0) { kept.contains($1.capability) ? $0 | $1.bit : $0 })
            }
        if result != 0 { throw ProbeError(.become) }
    }
}

/// Work on its way to another thread and back. The thread that made it reads it only after pthread_join(3).
private final class ThreadWork {
    private let identity: Identity
    private let work: () -> any Sendable
    private(set) var output: (any Sendable)?
    private(set) var error: ProbeError?

    init(_ identity: Identity, _ work: @escaping () -> any Sendable) {
        self.identity = identity
        self.work = work
    }

    func run() {
        do throws(ProbeError) {
            try identity.assume()
            output = work()
        } catch {
            self.error = error
        }
    }
}
