import Manifests
import PolicyKinds
import SocketOptions

/// What a pair means elsewhere, in words and in this platform's numbers.
struct ForeignMeaning {
    /// The Linux constant with the same meaning, where there is one.
    let counterpart: String?
    /// "SO_KEEPALIVE on macOS and BSD"
    let text: String
    /// The platforms that are named after the main ones: "Windows and linux on mips".
    let also: String?
    let role: KeepaliveRole?
    /// The unit there, where it differs from Linux's.
    let otherUnit: SocketOption.ValueUnit?

    /// The meanings of a pair outside the target platforms, those of macOS and the BSDs first.
    static func all(of key: OptionKey, outside environment: TargetEnvironment) -> [ForeignMeaning] {
        let targets = Set(environment.platforms.map(\.numbering))
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
        if !targets.contains(.linux), !targets.contains(.gvisor), let row = TargetPlatform.linuxAMD64.table[key] {
            meanings.insert(ForeignMeaning(linux: row), at: 0)
        }
        return meanings
    }

    private init(linux row: SocketOption) {
        counterpart = row.constant
        text = "\(row.constant) on linux's usual architectures"
        also = nil
        role = row.keepaliveRole
        otherUnit = nil
    }

    private init(_ constant: String, _ numbers: [NamedNumber]) {
        counterpart = numbers.lazy.compactMap { PlatformNumbers.linuxCounterpart(of: $0) }.first
        role = numbers.lazy.compactMap(\.role).first
        let linuxUnit = counterpart.flatMap { TargetPlatform.linuxAMD64.table.named($0)?.unit }
        otherUnit = numbers.lazy.compactMap(\.unit).first { linuxUnit != nil && $0 != linuxUnit }

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
        also = others.isEmpty ? nil : enumeration(others)
    }
}

extension TargetEnvironment {
    /// "on linux write level 1, name 9", for each target platform whose numbers differ. nil where none has the option.
    func numbers(of constant: String) -> String? { numbers(ofAnyOf: [constant]) }

    /// The same for several options to choose from: "on linux write level 6, name 4 for TCP_KEEPIDLE or level 6, name 6 for TCP_KEEPCNT".
    func numbers(ofAnyOf constants: [String]) -> String? {
        var parts: [String] = []
        for platform in distinctPlatforms {
            let name = platform.numbering == .linux ? "linux" : platform.rawValue
            let choices = constants.compactMap { constant in
                platform.table.named(constant).map { row in
                    "level \(row.key.level), name \(row.key.name)" + (constants.count > 1 ? " for \(constant)" : "")
                }
            }
            let text = enumeration(choices, "or")
            if choices.isEmpty || parts.last?.hasSuffix(text) == true { continue }
            parts.append("on \(name) write \(text)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Replaces an option's pair by the numbers of a constant, where one pair serves every target.
    func fix(_ review: ClassifiedOption, to constant: String) -> Fix? {
        let keys = Set(distinctPlatforms.compactMap { $0.table.named(constant)?.key })
        guard keys.count == 1, let key = keys.first, let level = review.raw.level.node, let name = review.raw.name.node else { return nil }
        return Fix(edits: [
            Fix.Edit(span: Place(level).span, replacement: String(key.level)),
            Fix.Edit(span: Place(name).span, replacement: String(key.name)),
        ])
    }
}
