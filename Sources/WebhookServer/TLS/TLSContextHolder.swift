import NIOSSL
import Synchronization

/// The TLS context of the connections to come. Each connection takes the current one when it is accepted, so a renewed certificate can be
/// put in place while the server runs.
final class TLSContextHolder: Sendable {
    private let context: Mutex<NIOSSLContext>

    init(_ context: NIOSSLContext) {
        self.context = Mutex(context)
    }

    var current: NIOSSLContext {
        get { context.withLock { $0 } }
        set { context.withLock { $0 = newValue } }
    }
}
