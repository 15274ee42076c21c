import SocketOptions

/// What a pair means elsewhere, in words and in this platform's numbers. It depends on numbers alone: one serves every review.
final class ForeignMeaning: Sendable {
    /// The Linux constant with the same meaning, where there is one.
    let counterpart: String?
    /// "SO_KEEPALIVE on macOS and BSD"
    let text: String
    /// The same with the platforms that are named after the main ones: "SO_KEEPALIVE on macOS and BSD, Windows and linux on mips".
    let textWithAll: String
    /// " (Windows and linux on mips number it so too)"; empty where there are no others.
    let alsoNote: String
    let role: KeepaliveRole?
    /// ", in seconds instead of milliseconds", where the unit there is not Linux's; else empty.
    let unitNote: String
    private let conversion: Conversion?

    /// From the unit there to Linux's.
    private enum Conversion { case millisecondsToSeconds, secondsToMilliseconds }

    /// A value in Linux's unit; nil where it cannot be said exactly.
    func inLinuxUnit(_ value: Int32) -> Int64? {
        switch conversion {
        case .millisecondsToSeconds: value > 0 && value % 1000 == 0 ? Int64(value) / 1000 : nil
        case .secondsToMilliseconds: Int32(exactly: Int64(value) * 1000).map(Int64.init)
        case nil: nil
        }
    }

    /// The meanings outside Linux's usual architectures and gVisor, of every pair that has one.
    static let outsideUsualLinux: [OptionKey: [ForeignMeaning]] = Dictionary(
        uniqueKeysWithValues: PlatformNumbers.keys.map { ($0, all(of: $0, outside: [.linux, .gvisor])) })

    /// The meanings of a pair outside some platforms, those of macOS and the BSDs first.
    static func all(of key: OptionKey, outside targets: Set<Numbering>) -> [ForeignMeaning] {
        var groups: [(constant: String, meaning: String, numbers: [NamedNumber])] = []
        for number in PlatformNumbers.owners(of: key) where !targets.contains(number.numbering) {
            let meaning = PlatformNumbers.linuxCounterpart(of: number) ?? number.constant
            if let index = groups.firstIndex(where: { $0.constant == number.constant && $0.meaning == meaning }) {
                groups[index].numbers.append(number)
            } else {
                groups.append((number.constant, meaning, [number]))
            }
        }
        var meanings = groups.map { ForeignMeaning($0.constant, $0.numbers) }
        // Linux's usual numbers are foreign on the architectures that have their own.
        if !targets.contains(.linux), !targets.contains(.gvisor), let row = TargetPlatform.linuxAMD64.table.known(key) {
            meanings.insert(ForeignMeaning(linux: row), at: 0)
        }
        return meanings
    }

    private init(linux row: KnownOption) {
        counterpart = row.constant
        text = "\(row.constant) on linux's usual architectures"
        textWithAll = text
        alsoNote = ""
        role = row.keepaliveRole
        unitNote = ""
        conversion = nil
    }

    private init(_ constant: String, _ numbers: [NamedNumber]) {
        counterpart = numbers.lazy.compactMap { PlatformNumbers.linuxCounterpart(of: $0) }.first
        role = numbers.lazy.compactMap(\.role).first
        let linuxUnit = counterpart.flatMap { TargetPlatform.linuxAMD64.table.known(named: $0)?.unit }
        let otherUnit = numbers.lazy.compactMap(\.unit).first { linuxUnit != nil && $0 != linuxUnit }
        conversion =
            switch (otherUnit, linuxUnit) {
            case (.milliseconds?, .seconds?): .millisecondsToSeconds
            case (.seconds?, .milliseconds?): .secondsToMilliseconds
            default: nil
            }
        unitNote = otherUnit.map { ", in \(linuxUnit?.rawValue ?? "") instead of \($0.rawValue)" } ?? ""

        let platforms = Set(numbers.map(\.numbering))
        var main: [String] = []
        if platforms.contains(.macOS) { main.append("macOS") }
        if platforms.isSuperset(of: [.freeBSD, .netBSD]) {
            main.append("BSD")
        } else if platforms.contains(.freeBSD) {
            main.append("FreeBSD")
        } else if platforms.contains(.netBSD) {
            main.append("NetBSD")
        }
        var others: [String] = platforms.contains(.windows) ? ["Windows"] : []
        if platforms.contains(.linux) { others.append("linux") }
        let architectures: [(Numbering, String)] = [
            (.linuxAlpha, "alpha"), (.linuxMIPS, "mips"), (.linuxPARISC, "parisc"), (.linuxPPC64LE, "ppc64le"), (.linuxSPARC64, "sparc64"),
        ]
        let odd = architectures.filter { platforms.contains($0.0) }.map(\.1)
        if !odd.isEmpty { others.append("linux on " + enumeration(odd)) }
        if main.isEmpty {
            main = others
            others = []
        }
        text = "\(constant) on \(enumeration(main))"
        let also = enumeration(others)
        textWithAll = others.isEmpty ? text : "\(text), \(also)"
        alsoNote = others.isEmpty ? "" : " (\(also) \(also.contains(" and ") ? "number" : "numbers") it so too)"
    }
}
