/// Where the server listens: `HOST:PORT`, `[IPV6]:PORT` or `:PORT` (every address of the machine).
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A name or an address, without brackets.
    public var host: String
    /// 0 to 65535; 0 lets the kernel choose a free port.
    public var port: Int

    /// An address from its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// An address as written on a command line; nil where it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let portText = text[text.index(after: colon)...]
        guard portText.allSatisfy(\.isASCIIDigit), let port = Int(portText), (0...65535).contains(port) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") || host.contains("[") || host.contains("]") {
            // Without brackets nobody can tell where an IPv6 address ends and the port begins.
            return nil
        }
        self.init(host: host.isEmpty ? "::" : String(host), port: port)
    }

    /// The address as one writes it.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
