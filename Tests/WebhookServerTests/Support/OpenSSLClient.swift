import COpenSSL
import Foundation

/// A TLS client that shares no code with the server's BoringSSL. Its calls block, on a thread of its own.
actor OpenSSLClient {
    /// What the client offers and expects.
    struct Settings: Sendable {
        var minimumVersion = TLS1_2_VERSION
        var maximumVersion = TLS1_3_VERSION
        var protocols: [String] = []
        /// TLS 1.2 ciphers, in OpenSSL's words.
        var ciphers = "ALL"
        /// OpenSSL's own floor: at 1 and above it refuses TLS 1.1 by itself.
        var securityLevel: Int32 = 2
        /// The PEM file of the CA that the server's certificate must lead to; nil checks nothing.
        var authority: String?
        var serverName = "localhost"
        /// The PEM files of the client's own certificate and its key.
        var certificate: String?
        var key: String?
        /// The session of an earlier connection, to go on with.
        var session: Session?
        /// Seconds without a byte after which a read fails instead of hanging.
        var patience = 20
    }

    /// What the handshake agreed on.
    struct Handshake: Sendable, Equatable {
        var version: String
        var negotiatedProtocol: String?
        var cipher: String
        var isResumed: Bool
    }

    /// A session, with its ticket.
    final class Session: Sendable {
        // An SSL_SESSION counts its references and does not change once it is made.
        nonisolated(unsafe) let pointer: OpaquePointer

        init?(_ pointer: OpaquePointer?) {
            guard let pointer else { return nil }
            self.pointer = pointer
        }

        deinit { SSL_SESSION_free(pointer) }
    }

    /// Why OpenSSL gave up: the reason of its last error. An alert that was received is 1000 and the alert's number.
    struct Failure: Error, Sendable, Equatable {
        var reason: Int32
        var text: String

        static let protocolVersionAlert: Int32 = 1070
        static let handshakeFailureAlert: Int32 = 1040

        init(reason: Int32, text: String) {
            self.reason = reason
            self.text = text
        }

        /// The last error in this thread's queue.
        init(_ action: String) {
            let code = ERR_peek_last_error()
            reason = ERR_GET_REASON(code)
            text = "\(action): \(ERR_reason_error_string(code).map { String(cString: $0) } ?? "errno \(errno)")"
            ERR_clear_error()
        }
    }

    private let executor = DispatchExecutor(label: "OpenSSL client")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let settings: Settings
    private let port: Int
    private var descriptor: Int32 = -1
    private var context: OpaquePointer?
    private var ssl: OpaquePointer?
    private var received: [UInt8] = []

    init(port: Int, _ settings: Settings = Settings()) {
        self.port = port
        self.settings = settings
    }

    isolated deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
        if descriptor >= 0 { close(descriptor) }
    }

    // MARK: - Opening and closing

    /// Without the cleaning up at the process's end, which would take from under a client on its own thread what it is about to free.
    private static let isReady = OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

    /// Opens the TCP connection alone.
    func connect() throws {
        guard Self.isReady else { throw Failure("initialization") }
        // Writing to a connection that the server has closed is an error to see, not the end of the tests.
        signal(SIGPIPE, SIG_IGN)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: settings.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(reason: errno, text: "connect: errno \(errno)") }
    }

    /// Opens the connection and shakes hands.
    @discardableResult
    func handshake() throws -> Handshake {
        if descriptor < 0 { try connect() }
        ERR_clear_error()
        context = SSL_CTX_new(TLS_client_method())
        SSL_CTX_set_security_level(context, settings.securityLevel)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(settings.minimumVersion), nil)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(settings.maximumVersion), nil)
        SSL_CTX_set_cipher_list(context, "\(settings.ciphers):@SECLEVEL=\(settings.securityLevel)")
        ssl = SSL_new(context)
        if let authority = settings.authority {
            guard SSL_CTX_load_verify_file(context, authority) == 1 else { throw Failure("load \(authority)") }
            SSL_set_verify(ssl, SSL_VERIFY_PEER, nil)
            SSL_set1_host(ssl, settings.serverName)
        }
        if let certificate = settings.certificate, let key = settings.key {
            guard SSL_use_certificate_chain_file(ssl, certificate) == 1, SSL_use_PrivateKey_file(ssl, key, SSL_FILETYPE_PEM) == 1 else {
                throw Failure("load \(certificate)")
            }
        }
        if let session = settings.session { SSL_set_session(ssl, session.pointer) }
        if !settings.protocols.isEmpty {
            let offer = settings.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
            SSL_set_alpn_protos(ssl, offer, UInt32(offer.count))
        }
        var name = Array(settings.serverName.utf8CString)
        SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), &name)
        SSL_set_fd(ssl, descriptor)
        guard SSL_connect(ssl) == 1 else { throw Failure("handshake") }

        var selected: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &selected, &length)
        let negotiated = selected.map { String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self) }
        return Handshake(
            version: String(cString: SSL_get_version(ssl)), negotiatedProtocol: negotiated,
            cipher: String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl))), isResumed: SSL_session_reused(ssl) == 1)
    }

    /// The connection's session, once something has been read: TLS 1.3 sends tickets after the handshake.
    func session() -> Session? { Session(SSL_get1_session(ssl)) }

    /// Says farewell as TLS demands it, and keeps reading possible.
    func sendCloseNotify() {
        SSL_shutdown(ssl)
    }

    /// Closes the TCP connection without a word of TLS: with a reset, or with a FIN.
    func closeAbruptly(reset: Bool) {
        if reset {
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
        close(descriptor)
        descriptor = -1
    }

    // MARK: - Sending and receiving

    /// Sends bytes inside TLS.
    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        ERR_clear_error()
        guard SSL_write(ssl, bytes, Int32(bytes.count)) == Int32(bytes.count) else { throw Failure("write") }
    }

    /// Sends bytes without TLS.
    func sendRaw(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(reason: errno, text: "send: errno \(errno)")
        }
    }

    /// Waits until the server has closed the TCP connection, whatever it still sends, and says how many bytes that was.
    func waitForRawEnd() throws -> Int {
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET) { return total }
            guard count > 0 else { throw Failure(reason: errno, text: "no end in sight: errno \(errno)") }
            total += count
        }
    }

    /// Exchanges bytes without TLS, until the server closes the connection.
    func exchangeRaw(_ request: String) throws -> HTTPResponse {
        if descriptor < 0 { try connect() }
        try sendRaw(request)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        guard let (response, length) = try HTTPResponse.parse(all), length == all.count else {
            throw Failure(reason: 0, text: "not one response: \(String(decoding: all, as: UTF8.self))")
        }
        return response
    }

    /// Whether anything has arrived; waits a millisecond for it. With TLS 1.2 that is a response: 1.3 sends session tickets as well.
    func hasResponse() throws -> Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 1) == 1
    }

    /// Whether the server has begun to close a connection on which nothing is awaited. With TLS 1.2: 1.3 sends session tickets as well.
    func isEnding() -> Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 0) != 0
    }

    /// Reads the next response with all of its body.
    func response() throws -> HTTPResponse {
        while true {
            if let (response, length) = try HTTPResponse.parse(received) {
                received.removeFirst(length)
                return response
            }
            guard try receive() else {
                throw Failure(
                    reason: 0, text: "the connection ended inside a response, after: \(String(decoding: received, as: UTF8.self))")
            }
        }
    }

    /// Waits for the server's orderly end of the connection.
    ///
    /// - Returns: what arrived before it.
    func waitForEnd() throws -> String {
        while try receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// - Returns: false at the end of the connection.
    private func receive() throws -> Bool {
        ERR_clear_error()
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = SSL_read(ssl, &buffer, Int32(buffer.count))
        if count > 0 {
            received += buffer.prefix(Int(count))
            return true
        }
        let error = SSL_get_error(ssl, count)
        if error == SSL_ERROR_ZERO_RETURN { return false }
        throw Failure("read (SSL_get_error \(error))")
    }

    /// Sends a request and reads its response.
    func exchange(_ request: String) throws -> HTTPResponse {
        try send(request)
        return try response()
    }
}
