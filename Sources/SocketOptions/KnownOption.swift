/// A row of a platform's table, in a box: rules look at it many times, and a row is many fields to copy.
public final class KnownOption: Sendable {
    /// The row itself.
    public let option: SocketOption
    /// What it does for keepalive, if anything.
    public let keepaliveRole: KeepaliveRole?

    init(_ option: SocketOption) {
        self.option = option
        keepaliveRole = option.keepaliveRole
    }
}
