import NIOCore

/// Who is connected, what each holds, and who gives way where a bound is reached. Pure: the time is passed in.
///
/// What makes no progress must not keep others out. A connection that has asked nothing for a while loses its place to a newcomer, and a body
/// that has been arriving for a while loses its room to a newer one: the API server sends both at once.
struct Occupancy<ID: Hashable> {
    /// What a connection may do.
    enum Place {
        /// It is served.
        case seated
        /// There is no room: it is told so in HTTP, and closed.
        case standing
        /// There is not even room to say so.
        case none
    }

    private struct Guest {
        let place: Place
        let entered: NIODeadline
        /// When it last asked something, give or take a second; nil where it never has.
        var asked: NIODeadline?
        var bytes = 0
        /// Since when a body has been arriving; nil where none is, or it is complete.
        var bodySince: NIODeadline?
    }

    private let limits: ServerConfiguration.Limits
    /// How long one may take a place, or room, without use before it goes to another.
    private let patience: TimeAmount
    /// How long one that has asked something may be quiet: the API server keeps connections for later, and loses a request where one closes under it.
    private let quiet: TimeAmount
    private var guests: [ID: Guest] = [:]
    /// Connections that are served.
    private(set) var seated = 0
    /// Connections that are told that there is no room.
    private(set) var standing = 0
    /// Bytes of bodies that are not yet answered.
    private(set) var bytes = 0

    init(_ limits: ServerConfiguration.Limits, patience: TimeAmount, quiet: TimeAmount = .seconds(30)) {
        self.limits = limits
        self.patience = patience
        self.quiet = quiet
    }

    /// Gives a connection its place.
    ///
    /// - Returns: the place, and the connection that must close for it.
    mutating func enter(_ id: ID, now: NIODeadline) -> (place: Place, givesWay: ID?) {
        var givesWay: ID?
        if seated >= limits.connections, let useless = longestUnused(now) ?? longestQuiet(now) {
            leave(useless)
            givesWay = useless
        }
        let place: Place =
            if seated < limits.connections { .seated } else if standing < limits.standingConnections { .standing } else { .none }
        switch place {
        case .seated: seated += 1
        case .standing: standing += 1
        case .none: return (.none, nil)
        }
        guests[id] = Guest(place: place, entered: now)
        return (place, givesWay)
    }

    /// A connection is closed, or has been told to close.
    mutating func leave(_ id: ID) {
        guard let guest = guests.removeValue(forKey: id) else { return }
        bytes -= guest.bytes
        if guest.place == .seated { seated -= 1 } else { standing -= 1 }
    }

    /// A connection has asked something: its place is well used.
    mutating func ask(_ id: ID, now: NIODeadline) {
        guests[id]?.asked = now
    }

    /// Notes how many bytes a connection's unanswered body takes, 0 once it is answered.
    ///
    /// - Parameter since: when the body began to arrive; nil once it is complete, and will be reviewed.
    /// - Returns: whether there is room, and which connections give theirs up for it.
    mutating func hold(_ count: Int, for id: ID, since: NIODeadline?, now: NIODeadline) -> (fits: Bool, giveWay: [ID]) {
        guard let guest = guests[id] else { return (false, []) }
        let more = count - guest.bytes
        var giveWay: [ID] = []
        while more > 0, bytes + more > limits.bytesInFlight, let slow = slowestBody(now, but: id) {
            leave(slow)
            giveWay.append(slow)
        }
        guard more <= 0 || bytes + more <= limits.bytesInFlight else { return (false, giveWay) }
        bytes += more
        guests[id]?.bytes = count
        guests[id]?.bodySince = since
        return (true, giveWay)
    }

    private func longestUnused(_ now: NIODeadline) -> ID? {
        guests.filter { $0.value.place == .seated && $0.value.asked == nil && $0.value.entered + patience <= now }
            .min { $0.value.entered < $1.value.entered }?.key
    }

    private func longestQuiet(_ now: NIODeadline) -> ID? {
        guests.compactMap { id, guest in guest.asked.map { (id: id, asked: $0) } }
            .filter { $0.asked + quiet <= now }
            .min { $0.asked < $1.asked }?.id
    }

    private func slowestBody(_ now: NIODeadline, but id: ID) -> ID? {
        guests.compactMap { other, guest in guest.bodySince.map { (id: other, since: $0) } }
            .filter { $0.id != id && $0.since + patience <= now }
            .min { $0.since < $1.since }?.id
    }
}
