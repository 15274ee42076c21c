import NIOCore
import NIOHTTP1
import NIOPosix

/// `GET /metrics` and the probes, without TLS, on a thread of their own: they answer however busy the webhook is.
struct MetricsServer {
    private let state: ServerState

    init(_ state: ServerState) {
        self.state = state
    }

    /// Listens.
    ///
    /// - Throws: ``CannotListen``.
    func listen(_ address: ListenAddress, on group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        var limits = state.configuration.limits
        (limits.connections, limits.standingConnections, limits.body) = (64, 0, 0)
        let connections = ConnectionRegistry(limits, patience: state.configuration.deadlines.patience)
        let setting = (limits, state)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptErrors(setting.1))
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (limits, state) = setting
                    guard let seat = connections.enter(channel) else { throw NoRoom() }
                    let deadlines = DeadlineHandler(state.configuration.deadlines, metrics: nil, shakesHands: false)
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers(deadlines, ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits.decoder)))
                    try pipeline.addHandler(
                        RequestHandler(server: state, seat: seat, deadlines: deadlines, limits: limits) { route($0, state) })
                }
            }
        return try await bootstrap.bind(to: address)
    }
}

private func route(_ head: HTTPRequestHead, _ state: ServerState) -> Route {
    let path = head.uri.prefix { $0 != "?" }
    if path == "/metrics" {
        guard head.method == .GET || head.method == .HEAD else {
            return .answer(.text(.methodNotAllowed, "GET this", allow: "GET, HEAD"))
        }
        let page = MetricsPage.render(state, process: .now())
        return .answer(Answer(status: .ok, contentType: MetricsPage.contentType, body: Array(page.utf8)))
    }
    if let answer = Route.probe(head, path, notReady: { state.notReady }) { return .answer(answer) }
    return .answer(.text(.notFound, "not found: this port answers GET /metrics, GET /livez, GET /readyz and GET /healthz"))
}
