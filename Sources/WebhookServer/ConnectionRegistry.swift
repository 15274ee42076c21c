import NIOCore
import Synchronization

/// The open connections, so that they can be told of the end and waited for.
final class ConnectionRegistry: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var isDraining = false
        var whenEmpty: EventLoopPromise<Void>?
    }

    private let state = Mutex(State())

    /// Keeps a connection until it closes, and tells it at once where the end has begun already.
    func add(_ channel: any Channel) {
        let isDraining = state.withLock { state in
            state.open[ObjectIdentifier(channel)] = channel
            return state.isDraining
        }
        channel.closeFuture.whenComplete { _ in self.remove(channel) }
        if isDraining { channel.pipeline.fireUserInboundEventTriggered(ConnectionEvent.draining) }
    }

    private func remove(_ channel: any Channel) {
        let promise: EventLoopPromise<Void>? = state.withLock { state in
            state.open[ObjectIdentifier(channel)] = nil
            return state.open.isEmpty ? state.whenEmpty : nil
        }
        promise?.succeed()
    }

    /// Tells every connection to finish, and cuts those that have not after `bound`.
    ///
    /// - Returns: when none is open, and how many had to be cut.
    func drain(within bound: TimeAmount, on eventLoop: any EventLoop) async throws -> Int {
        let promise = eventLoop.makePromise(of: Void.self)
        let open = state.withLock { state in
            state.isDraining = true
            state.whenEmpty = promise
            return Array(state.open.values)
        }
        if open.isEmpty { promise.succeed() }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ConnectionEvent.draining) }
        let cut = eventLoop.scheduleTask(in: bound) {
            let late = self.state.withLock { Array($0.open.values) }
            for channel in late { channel.close(promise: nil) }
            return late.count
        }
        try await promise.futureResult.get()
        cut.cancel()
        do { return try await cut.futureResult.get() } catch is EventLoopError { return 0 }
    }
}
