import Manifests
import PolicyKinds
import SocketOptions

/// What an option's `description`, or a comment in its place, says the option is: constants first, then plain words.
struct Description: Sendable {
    /// Where it stands.
    let origin: Origin
    /// The constants it spells, in capitals, that any platform knows: `SO_KEEPALIVE`.
    let constants: [String]
    /// The keepalive role that its plain words name, if they name one.
    let role: KeepaliveRole?
    /// Whether it speaks of keepalive or probes at all.
    let speaksOfKeepalive: Bool
    private let words: Words

    /// Where a description stands.
    enum Origin {
        /// The option's own field.
        case field
        /// A YAML comment: for wording and warnings, never for an error.
        case comment
    }

    /// The description of an option, or the YAML comment on the line of its name, its level or itself; nil where it has none.
    init?(_ option: RawOption) {
        if let text = option.description.value {
            self.init(text)
            return
        }
        guard option.description.isAbsent,
            let comment = option.name.node?.trailingComment ?? option.level.node?.trailingComment
                ?? option.node.trailingComment
        else { return nil }
        // What a comment says to the linter says nothing of the option.
        let words = comment.firstRange(of: "sockwarden:").map { comment[..<$0.lowerBound] } ?? comment[...]
        self.init(String(words), origin: .comment)
    }

    init(_ text: String, origin: Origin = .field) {
        self.origin = origin
        words = Words(text)
        constants = words.constants
        let subjects = words.subjects
        speaksOfKeepalive = subjects.contains(.keepalive)
        role =
            if subjects.contains(.interval) {
                .interval
            } else if subjects.contains(.count) {
                .count
            } else if subjects.contains(.idle) {
                .idle
            } else if subjects.contains(.enable) {
                .enable
            } else {
                nil
            }
    }

    /// The first Linux option that its constants name, where none of them is this one.
    func spelled(otherThan row: KnownOption?) -> SocketOption? {
        let named = constants.compactMap(SocketConstants.linuxOption)
        return named.contains { $0.constant == row?.constant } ? nil : named.first
    }

    /// The same, or TCP_NODELAY by what people call it.
    func named(otherThan row: KnownOption?) -> SocketOption? {
        if let spelled = spelled(otherThan: row) { return spelled }
        guard constants.isEmpty, row?.constant != "TCP_NODELAY", words.mention("nodelay", "no delay", "nagle") else { return nil }
        return SocketConstants.linuxOption("TCP_NODELAY")
    }

    /// Whether it names this option, as constant or in plain words ("cork", "receive buffer", "defer accept").
    func names(_ option: KnownOption) -> Bool {
        constants.contains { SocketConstants.mean($0, option.constant) }
            || (Self.plainNames[option.constant] ?? Self.plainNames(of: option.constant)).contains { words.mention($0) }
    }

    private static let plainNames: [String: [String]] = Dictionary(
        OptionTable.linux.options.map { ($0.constant, plainNames(of: $0.constant)) }, uniquingKeysWith: { first, _ in first })

    /// A constant in plain words: TCP_DEFER_ACCEPT is "defer accept", and what people call it besides.
    private static func plainNames(of constant: String) -> [String] {
        let withoutPrefix = constant.split(separator: "_").dropFirst()
        let spoken = withoutPrefix.joined(separator: " ").lowercased()
        var names = [spoken, withoutPrefix.joined(separator: "-").lowercased(), withoutPrefix.joined().lowercased()]
        switch constant {
        case "SO_RCVBUF": names += ["receive buffer", "recv buffer", "read buffer"]
        case "SO_SNDBUF": names += ["send buffer", "write buffer"]
        case "SO_RCVLOWAT": names += ["low water", "low-water", "lowat", "receive low"]
        case "SO_DONTROUTE": names += ["don't route", "bypass routing", "routing table"]
        case "TCP_SYNCNT": names += ["syn retries", "syn retransmi", "number of syn"]
        case "TCP_LINGER2": names += ["fin_wait", "fin wait", "fin-wait", "orphan"]
        case "TCP_THIN_LINEAR_TIMEOUTS", "TCP_THIN_DUPACK": names += ["thin stream", "thin-stream"]
        case "TCP_CORK": names += ["nopush", "partial frames"]
        default: break
        }
        return names.filter { $0.utf8.count > 3 }
    }
}

/// Constants of any platform, and which of them mean the same.
enum SocketConstants {
    /// Whether any platform's headers define it.
    static func isKnown(_ constant: String) -> Bool {
        OptionTable.linux.known(named: constant) != nil || !PlatformNumbers.named(constant).isEmpty
    }

    /// Whether a constant, maybe of another platform, means this Linux option: TCP_KEEPALIVE is macOS's TCP_KEEPIDLE.
    static func mean(_ constant: String, _ linux: String) -> Bool {
        if constant == linux { return true }
        if let row = OptionTable.linux.known(named: constant) { return row.constant == linux }
        return PlatformNumbers.named(constant).contains { PlatformNumbers.linuxCounterpart(of: $0) == linux }
    }

    /// The Linux option that a constant means, if it means one.
    static func linuxOption(_ constant: String) -> SocketOption? {
        let table = TargetPlatform.linuxAMD64.table
        if let row = table.named(constant) { return row }
        for number in PlatformNumbers.named(constant) {
            if let counterpart = PlatformNumbers.linuxCounterpart(of: number), let row = table.named(counterpart) { return row }
        }
        return nil
    }
}
