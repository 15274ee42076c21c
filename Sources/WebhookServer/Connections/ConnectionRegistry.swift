import NIOCore
import Synchronization

/// The open connections: how many there may be, what they may hold together, and how they are told of the end and waited for.
final class ConnectionRegistry: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var occupancy: Occupancy<ObjectIdentifier>
        var isClosing = false
        var whenEmpty: EventLoopPromise<Void>?
    }

    private let state: Mutex<State>

    init(_ limits: ServerConfiguration.Limits, patience: TimeAmount) {
        state = Mutex(State(occupancy: Occupancy(limits, patience: patience)))
    }

    /// Connections that are served, connections that are told that there is no room, and bytes of unanswered bodies.
    var figures: (seated: Int, standing: Int, bytes: Int) {
        state.withLock { ($0.occupancy.seated, $0.occupancy.standing, $0.occupancy.bytes) }
    }

    /// Keeps a connection until it closes.
    ///
    /// - Returns: its seat, or nil where there is no room even for a refusal.
    func enter(_ channel: any Channel) -> Seat? {
        let id = ObjectIdentifier(channel)
        let (place, givesWay, isClosing) = state.withLock { state in
            let (place, givesWay) = state.occupancy.enter(id, now: .now())
            if place != .none { state.open[id] = channel }
            return (place, givesWay.flatMap { state.open[$0] }, state.isClosing)
        }
        givesWay?.pipeline.fireUserInboundEventTriggered(ConnectionEvent.givesWay)
        guard place != .none else { return nil }
        channel.closeFuture.whenComplete { _ in self.leave(id) }
        if isClosing { channel.pipeline.fireUserInboundEventTriggered(ConnectionEvent.closing) }
        return Seat(registry: self, id: id, isStanding: place == .standing)
    }

    private func leave(_ id: ObjectIdentifier) {
        let promise: EventLoopPromise<Void>? = state.withLock { state in
            state.occupancy.leave(id)
            state.open[id] = nil
            return state.open.isEmpty ? state.whenEmpty : nil
        }
        promise?.succeed()
    }

    fileprivate func ask(_ id: ObjectIdentifier) {
        state.withLock { $0.occupancy.ask(id, now: .now()) }
    }

    fileprivate func hold(_ count: Int, for id: ObjectIdentifier, since: NIODeadline?) -> Bool {
        let (fits, giveWay) = state.withLock { state in
            let (fits, giveWay) = state.occupancy.hold(count, for: id, since: since, now: .now())
            return (fits, giveWay.compactMap { state.open[$0] })
        }
        for channel in giveWay { channel.pipeline.fireUserInboundEventTriggered(ConnectionEvent.givesWay) }
        return fits
    }

    /// Tells every connection to finish, and cuts those that have not after `bound`.
    ///
    /// - Returns: when none is open, and how many had to be cut.
    func close(within bound: TimeAmount, on eventLoop: any EventLoop) async throws -> Int {
        let promise = eventLoop.makePromise(of: Void.self)
        let open = state.withLock { state in
            state.isClosing = true
            state.whenEmpty = promise
            return Array(state.open.values)
        }
        if open.isEmpty { promise.succeed() }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ConnectionEvent.closing) }
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

/// One connection's place among the others.
struct Seat: Sendable {
    fileprivate let registry: ConnectionRegistry
    fileprivate let id: ObjectIdentifier
    /// Whether the connection is only here to be told that there is no room.
    let isStanding: Bool

    /// The connection has asked something.
    func ask() { registry.ask(id) }

    /// Notes how many bytes the connection's unanswered body takes.
    ///
    /// - Parameter since: when it began to arrive; nil once it is complete.
    /// - Returns: whether there is room for them.
    func hold(_ count: Int, since: NIODeadline?) -> Bool { registry.hold(count, for: id, since: since) }
}

/// What happens to a connection from outside its requests.
enum ConnectionEvent {
    /// Its time is up.
    case expired(ConnectionClock.Phase)
    /// Its place, or the room for its body, goes to another.
    case givesWay
    /// The server is on its way out, and waits for this connection.
    case closing
}
