import CLinuxCalls
import Foundation
import TestSupport

/// A network namespace without a name: the kernel takes it down with the last that holds it, however this process ends.
final class NetworkSpace: Sendable {
    private let descriptor: Int32

    /// Where other programs find it.
    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

    init() async throws {
        descriptor = try await onThreadOfItsOwn {
            guard linux_unshare_net() == 0 else { throw NetworkFailure("unshare", errno) }
            let descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw NetworkFailure("no namespace", errno) }
            return descriptor
        }
    }

    deinit { close(descriptor) }

    /// Runs a body inside: the sockets that it opens stay there, wherever they are used later.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await onThreadOfItsOwn { [descriptor] in
            guard linux_setns_net(descriptor) == 0 else { throw NetworkFailure("setns", errno) }
            return try body()
        }
    }

    /// Runs a program inside.
    func command(_ words: String...) throws {
        let run = try CommandRun("/usr/bin/env", ["nsenter", "--net=\(path)"] + words, in: "/")
        guard run.code == 0 else { throw NetworkFailure("\(words.prefix(6).joined(separator: " ")): \(run.errors)") }
    }
}

/// A thread's namespace is its own, and ends with it.
private func onThreadOfItsOwn<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Swift.Result { try body() }) }.start()
    }
}
