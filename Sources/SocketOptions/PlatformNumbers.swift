/// One row of another platform: what a pair of numbers means there.
public struct NamedNumber: Sendable, Hashable {
    /// What it is called there.
    public let constant: String
    /// The platform.
    public let numbering: Numbering
    /// Its level and name there.
    public let key: OptionKey
    /// What it does for keepalive there.
    public let role: KeepaliveRole?
    /// The unit of its number, where it has one.
    public let unit: SocketOption.ValueUnit?
}

/// The numbers of platforms that a gateway does not run on, to recognise a number that came from elsewhere and to translate it.
public enum PlatformNumbers {
    /// Every platform but Linux's usual numbering and gVisor where the pair means something, in the order of `Numbering`. A Linux
    /// architecture is named only where its numbers differ from the usual ones.
    public static func owners(of key: OptionKey) -> [NamedNumber] { byKey[key] ?? [] }

    /// Every pair that means something on one of those platforms.
    public static var keys: some Collection<OptionKey> { byKey.keys }

    /// The numbers of a constant on those platforms, with the constants that mean the same there: TCP_KEEPIDLE finds macOS's TCP_KEEPALIVE.
    public static func named(_ constant: String) -> [NamedNumber] { byConstant[constant] ?? [] }

    /// The Linux constant with the same meaning, if Linux has one.
    public static func linuxCounterpart(of number: NamedNumber) -> String? {
        if let other = linuxNames[number.numbering]?[number.constant] { return other }
        return OptionTable.linux.named(number.constant)?.constant
    }

    /// The options of Linux that mean the same as some numbers of other platforms, each once.
    public static func linuxOptions(meaning numbers: [NamedNumber]) -> [SocketOption] {
        var found: [SocketOption] = []
        for constant in numbers.compactMap(linuxCounterpart) where !found.contains(where: { $0.constant == constant }) {
            if let row = TargetPlatform.linuxAMD64.table.named(constant) { found.append(row) }
        }
        return found
    }

    /// Constants that are called otherwise than on Linux, by platform.
    private static let linuxNames: [Numbering: [String: String]] = [
        .macOS: MacOS.linuxNames, .freeBSD: FreeBSD.linuxNames, .netBSD: NetBSD.linuxNames, .windows: Windows.linuxNames,
    ]

    private static let all: [NamedNumber] =
        architecture(.linuxPPC64LE, LinuxPPC64LE.numbers) + architecture(.linuxMIPS, LinuxMIPS.numbers)
        + architecture(.linuxSPARC64, LinuxSPARC64.numbers) + architecture(.linuxPARISC, LinuxPARISC.numbers)
        + architecture(.linuxAlpha, LinuxAlpha.numbers) + foreign(.macOS, MacOS.numbers, MacOS.linuxNames, MacOS.units)
        + foreign(.freeBSD, FreeBSD.numbers, FreeBSD.linuxNames, FreeBSD.units)
        + foreign(.netBSD, NetBSD.numbers, NetBSD.linuxNames, NetBSD.units)
        + foreign(.windows, Windows.numbers, Windows.linuxNames, Windows.units)

    private static let byKey: [OptionKey: [NamedNumber]] = Dictionary(grouping: all, by: \.key)

    private static let byConstant: [String: [NamedNumber]] = {
        var found: [String: [NamedNumber]] = [:]
        for number in all {
            found[number.constant, default: []].append(number)
            if let other = linuxNames[number.numbering]?[number.constant], other != number.constant {
                found[other, default: []].append(number)
            }
        }
        return found
    }()

    private static func architecture(_ numbering: Numbering, _ numbers: [ForeignNumber]) -> [NamedNumber] {
        numbers.map { number in
            NamedNumber(
                constant: number.constant, numbering: numbering, key: number.key, role: KeepaliveRole(constant: number.constant),
                unit: OptionTable.linux.named(number.constant)?.unit)
        }
    }

    private static func foreign(
        _ numbering: Numbering, _ numbers: [ForeignNumber], _ linuxNames: [String: String], _ units: [String: SocketOption.ValueUnit]
    ) -> [NamedNumber] {
        numbers.map { number in
            let constant = linuxNames[number.constant] ?? number.constant
            return NamedNumber(
                constant: number.constant, numbering: numbering, key: number.key, role: KeepaliveRole(constant: constant),
                unit: units[number.constant] ?? KeepaliveRole(constant: constant).flatMap(\.unit))
        }
    }
}

/// A constant's numbers on one platform.
struct ForeignNumber: Sendable {
    var constant: String
    var key: OptionKey

    init(_ constant: String, _ level: Int32, _ name: Int32) {
        self.constant = constant
        key = OptionKey(level, name)
    }
}

extension KeepaliveRole {
    /// The unit of the role's number, the same on every platform: seconds, or a count of probes.
    public var unit: SocketOption.ValueUnit? {
        switch self {
        case .enable: nil
        case .idle, .interval: .seconds
        case .count: .probes
        }
    }
}
