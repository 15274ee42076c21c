import Foundation
import SocketOptions

/// Policies as people might get them wrong: good and bad options mixed, other platforms' numbers, swapped, truncated, duplicated, reordered,
/// incomplete.
struct RandomPolicies {
    private var random: SplitMix64
    private let rows: [SocketOption]

    init(seed: UInt64, rows: [SocketOption]) {
        random = SplitMix64(seed: seed)
        self.rows = rows
    }

    mutating func next() -> [WrittenOption] {
        var options = (0..<Int.random(in: 1...5, using: &random)).map { _ in option() }
        if random.chance(15) {
            var twin = random.pick(options)
            twin.intValue = twin.intValue == nil ? nil : "\(Int.random(in: 0...90, using: &random))"
            options.append(twin)
        }
        if random.chance(15), options.count > 1 { options.shuffle(using: &random) }
        // The listeners of these tests have port 0, which no gateway's have: with IP_BIND_ADDRESS_NO_PORT each worker's socket gets a port
        // of its own, and SO_REUSEPORT=0 does no harm.
        if options.contains(where: { $0.level == "1" && $0.name == "15" }) { options.removeAll { $0.level == "0" && $0.name == "24" } }
        return options.isEmpty ? [WrittenOption(1, 9, 1)] : options
    }

    private mutating func option() -> WrittenOption {
        var option = pair()
        option.state = state()
        if random.chance(8) { give(bytesTo: &option) }
        if random.chance(4) { option.type = random.pick(["{}", #"{"stream": {}}"#, #"{"datagram": {}}"#]) }
        if random.chance(6) { option.ipVersion = random.pick(["UNSPECIFIED", "IPV4", "IPV6"].map { "\"SOCKET_IP_VERSION_\($0)\"" }) }
        if random.chance(6) { truncate(&option) }
        if random.chance(2) { option.level = nil }
        if random.chance(1) { option.name = nil }
        if random.chance(3) { spoil(&option) }
        if random.chance(20) { option.description = random.pick([#""keepalive""#, #""TCP_KEEPIDLE""#, #""idle \"time\" ✓""#]) }
        return option
    }

    /// Level, name and value.
    private mutating func pair() -> WrittenOption {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<50:
            // What a good policy has.
            let good: [(Int, Int, ClosedRange<Int>)] = [
                (1, 9, 0...1), (6, 4, 1...32767), (6, 5, 1...32767), (6, 6, 1...127), (6, 18, 0...60_000), (6, 1, 0...1),
                (1, 7, 0...100_000),
                (1, 8, 0...100_000), (0, 1, 0...255), (41, 67, -1...255), (6, 23, 0...100), (6, 9, 0...10),
            ]
            let (level, name, values) = random.pick(good)
            return WrittenOption(level, name, Int.random(in: values, using: &random))
        case 50..<78:
            let row = random.pick(rows)
            let value = random.chance(70) ? random.pick(EdgePolicies.edges(of: row)) : Int32.random(in: -2...100, using: &random)
            return WrittenOption(row.key.level, row.key.name, value)
        case 78..<88:
            // macOS, the BSDs, Windows, older architectures; and levels that are not TCP's.
            let foreign: [(Int, Int)] = [
                (65535, 8), (65535, 4), (65535, 0x1002), (6, 16), (6, 17), (6, 256), (6, 257), (6, 258), (6, 512), (6, 1024), (6, 128),
                (6, 68),
                (6, 3), (1, 4), (1, 5), (1, 6), (17, 1), (132, 4), (263, 1), (255, 1), (-1, 9), (6, -1),
            ]
            let (level, name) = random.pick(foreign)
            return WrittenOption(level, name, random.pick([0, 1, 2, 20, 60]))
        case 88..<93:
            let (level, name) = random.pick([(9, 1), (4, 6), (5, 6), (18, 6)])
            return WrittenOption(level, name, 1)
        default:
            return WrittenOption(
                random.pick([0, 1, 6, 41]), Int.random(in: -2...300, using: &random), Int.random(in: -1...2, using: &random))
        }
    }

    private mutating func state() -> String? {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<45: #""STATE_PREBIND""#
        case 45..<60: nil
        case 60..<72: #""STATE_BOUND""#
        case 72..<90: #""STATE_LISTENING""#
        case 90..<98: "\(Int.random(in: 0...2, using: &random))"
        case 98: random.pick([#""STATE_ACCEPTED""#, #""PREBIND""#, #""""#])
        default: random.pick(["3", "-1", "7"])
        }
    }

    /// A `bufValue` in place of the number: most often the same number in four bytes.
    private mutating func give(bytesTo option: inout WrittenOption) {
        var bytes: [UInt8]
        if random.chance(60), let number = option.intValue.flatMap(Int32.init) {
            bytes = withUnsafeBytes(of: number) { Array($0) }
        } else {
            bytes = (0..<random.pick([0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 40, 64])).map { _ in
                random.chance(50) ? 0 : UInt8.random(in: 0...255, using: &random)
            }
        }
        option.intValue = nil
        option.bufValue = "\"\(Data(bytes).base64EncodedString())\""
    }

    /// More than 32 bits: what Envoy cuts, and the extremes of 64.
    private mutating func truncate(_ option: inout WrittenOption) {
        let shift = random.pick([1 << 32, -(1 << 32), 3 << 32])
        func moved(_ literal: String?) -> String? { literal.flatMap(Int.init).map { "\($0 + shift)" } }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: option.level = moved(option.level)
        case 1: option.name = moved(option.name)
        case 2: option.intValue = moved(option.intValue)
        case 3 where option.intValue != nil: option.intValue = random.pick(["\(Int64.max)", "\(Int64.min)", "2147483648", "-2147483649"])
        default: option.level = random.pick(["\(Int64.max)", "\(Int64.min)"])
        }
    }

    /// What no parser takes.
    private mutating func spoil(_ option: inout WrittenOption) {
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            option.intValue = nil
            option.bufValue = nil
        case 1:
            option.intValue = "1"
            option.bufValue = #""AQAAAA==""#
        case 2: option.intValue = random.pick(["60.5", "9223372036854775808", "true", "[]", "{}", #""sixty""#])
        case 3: option.level = random.pick(["6.5", "true", "-9223372036854775809", #""TCP""#, "[6]"])
        case 4: option.name = random.pick(["4.5", "false", #""TCP_KEEPIDLE""#, "{}"])
        case 5:
            option.intValue = nil
            option.bufValue = random.pick([#""***""#, "true", "1", #""A""#])
        default: option.ipVersion = random.pick([#""IPV5""#, #""SOCKET_IP_VERSION_IPV5""#])
        }
    }
}
