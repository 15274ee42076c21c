import Manifests
import PolicyKinds

/// A typed keepalive block under review.
struct TypedReview {
    let context: ReviewContext
    let object: PolicyObject
    let configuration: SocketConfiguration
    let block: TypedKeepalive

    var environment: TargetEnvironment { context.environment }

    /// The kernel's maxima, which no typed field checks (measured, see the kernel agreement tests).
    static let maximumSeconds: Int64 = 32767
    static let maximumProbes: Int64 = 127

    /// The block's fields with what each means, idle, interval, count.
    var fields: [(field: TypedField, reading: TypedReading)] {
        [(block.idle, reading(of: block.idle)), (block.interval, reading(of: block.interval)), (block.count, reading(of: block.count))]
    }

    func reading(of field: TypedField) -> TypedReading {
        let isDuration = block.dialect == .kgateway && field.fieldName != block.count.fieldName
        return switch field.scalar {
        case .absent, .null: .absent
        case .bool(let value): .wrongType(value ? "true" : "false")
        case .collection: .wrongType("a list or a map")
        case .integer(let number): isDuration ? .wrongType(String(number)) : whole(number, of: field)
        case .otherNumber(let text): .wrongType(text)
        case .string(let text): isDuration ? duration(text) : .wrongType(quoted(text))
        }
    }

    private func whole(_ number: Int64, of field: TypedField) -> TypedReading {
        if number == 0 { return .zero }
        if number < 0 { return .belowMinimum(String(number)) }
        let maximum = field.fieldName == block.count.fieldName ? Self.maximumProbes : Self.maximumSeconds
        return number > maximum ? .overMaximum(number) : .value(number, hasFraction: false)
    }

    private func duration(_ text: String) -> TypedReading {
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return .wrongType(quoted(text)) }
        guard Self.matchesDurationPattern(text), let duration = GoDuration(text) else { return .malformed(text) }
        if duration.nanoseconds < 1_000_000_000 { return .belowMinimum(text) }
        if duration.wholeSeconds > Self.maximumSeconds { return .overMaximum(duration.wholeSeconds) }
        return .value(duration.wholeSeconds, hasFraction: duration.hasFractionOfSecond)
    }

    /// The pattern of kgateway's CRDs, stricter than Go: one to four times one to five digits and a unit of h, m, s or ms.
    static func matchesDurationPattern(_ text: String) -> Bool {
        var bytes = text.utf8[...]
        var parts = 0
        while !bytes.isEmpty {
            let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...5).contains(digits.count) else { return false }
            bytes = bytes.dropFirst(digits.count)
            if bytes.starts(with: "ms".utf8) {
                bytes = bytes.dropFirst(2)
            } else if let unit = bytes.first, "hms".utf8.contains(unit) {
                bytes = bytes.dropFirst()
            } else {
                return false
            }
            parts += 1
        }
        return (1...4).contains(parts)
    }
}

extension TypedReview {
    /// The field of this block that somebody meant who wrote this name.
    func field(meantBy name: String) -> TypedField? {
        switch name.lowercased().filter({ $0 != "_" && $0 != "-" }) {
        case "keepalivetime", "tcpkeepalivetime", "time", "idle", "idletime", "keepidle", "tcpkeepidle", "keepaliveidle",
            "keepaliveidletime":
            return block.idle
        case "keepaliveinterval", "interval", "intvl", "keepintvl", "tcpkeepintvl", "keepaliveintvl", "tcpkeepaliveintvl", "probeinterval":
            return block.interval
        case "keepaliveprobes", "tcpkeepaliveprobes", "probes", "count", "keepcnt", "tcpkeepcnt", "keepalivecount", "maxprobes",
            "probecount":
            return block.count
        default:
            let fields = [block.idle, block.interval, block.count]
            return spelling(of: name, among: fields.map(\.fieldName)).flatMap { meant in fields.first { $0.fieldName == meant } }
        }
    }
}

/// What a typed field comes to.
enum TypedReading {
    case absent
    /// Seconds or probes that the kernel takes; `hasFraction` where a part of a second is lost.
    case value(Int64, hasFraction: Bool)
    /// A 0: Envoy 1.37 and later take it as "no keepalive".
    case zero
    /// Another type than the field's, and what stands there, ready to print.
    case wrongType(String)
    /// A text that is no duration.
    case malformed(String)
    /// Less than the kind's minimum.
    case belowMinimum(String)
    /// More than the kernel takes.
    case overMaximum(Int64)
}
