import COpenSSL

@testable import WebhookServer

/// Posts as Go's HTTP client does: over a kept connection while it lives, over a new one where the server has ended it before anything was
/// written. Once a byte is written, a POST is not tried again: an error then is a lost request.
actor KeepAliveClient {
    private var connection: (client: OpenSSLClient, port: Int)?
    private(set) var answered = 0
    private let answers: LogLines

    /// - Parameter answers: gets a line for each answer.
    init(answers: LogLines) {
        self.answers = answers
    }

    /// Posts once to the server of an endpoint.
    func post(to endpoint: TestServer) async throws {
        let client = try await liveConnection(to: endpoint)
        let response = try await client.exchange(HTTPRequest.validate("{\"n\":1}"))
        guard response.status == 200, response.body == "{\"n\":1}" else { throw Refused(response: response) }
        answered += 1
        answers.append("")
        if response.headers["connection"] == "close" { connection = nil }
    }

    /// A kept connection goes on being used even where its server is no endpoint any more: nobody tells the client.
    private func liveConnection(to endpoint: TestServer) async throws -> OpenSSLClient {
        if let connection, await !connection.client.isEnding() { return connection.client }
        let client = try endpoint.client { $0.maximumVersion = TLS1_2_VERSION }
        try await client.handshake()
        connection = (client, endpoint.port)
        return client
    }

    struct Refused: Error {
        let response: HTTPResponse
    }
}
