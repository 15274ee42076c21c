extension TargetPlatform {
    /// The numbering that the platform shares with others.
    public var numbering: Numbering {
        switch self {
        case .linuxAMD64, .linuxARM64, .linux386, .linuxARM, .linuxRISCV64, .linuxS390X, .linuxLoong64: .linux
        case .linuxPPC64LE: .linuxPPC64LE
        case .linuxMIPS, .linuxMIPS64LE: .linuxMIPS
        case .linuxSPARC64: .linuxSPARC64
        case .linuxPARISC: .linuxPARISC
        case .linuxAlpha: .linuxAlpha
        case .gvisor: .gvisor
        }
    }

    /// The platform's options, made once.
    public var table: OptionTable {
        switch self {
        case .linuxAMD64, .linuxARM64, .linux386, .linuxARM, .linuxRISCV64, .linuxS390X, .linuxLoong64: .linux
        case .linuxPPC64LE: .linuxPPC64LE
        case .linuxMIPS, .linuxMIPS64LE: .linuxMIPS
        case .linuxSPARC64: .linuxSPARC64
        case .linuxPARISC: .linuxPARISC
        case .linuxAlpha: .linuxAlpha
        case .gvisor: .gvisor
        }
    }
}

extension OptionTable {
    /// Linux with the usual numbers (asm-generic): amd64, arm64, 386, arm, riscv64, s390x, loong64.
    public static let linux: OptionTable = OptionTable(
        LinuxIP.rows + LinuxSocketLevel.rows + LinuxTCP.rows + LinuxUDP.rows + LinuxIPv6.rows, aliases: LinuxAliases.constants)

    /// gVisor: Linux's numbers, taken in silence.
    public static let gvisor: OptionTable = OptionTable(
        linux.options.map(GVisor.row(of:)), aliases: LinuxAliases.constants, answerToUnknown: .accepted)

    static let linuxPPC64LE: OptionTable = linux.renumbered(LinuxPPC64LE.numbers)
    static let linuxMIPS: OptionTable = linux.renumbered(LinuxMIPS.numbers)
    static let linuxSPARC64: OptionTable = linux.renumbered(LinuxSPARC64.numbers)
    static let linuxPARISC: OptionTable = linux.renumbered(LinuxPARISC.numbers)
    static let linuxAlpha: OptionTable = linux.renumbered(LinuxAlpha.numbers)

    /// The same options with an architecture's own numbers.
    private func renumbered(_ numbers: [ForeignNumber]) -> OptionTable {
        let keys = Dictionary(numbers.map { ($0.constant, $0.key) }, uniquingKeysWith: { first, _ in first })
        let rows: [SocketOption] = options.map { option in
            var renumbered = option
            renumbered.key = keys[option.constant] ?? option.key
            return renumbered
        }
        return OptionTable(rows, aliases: aliases)
    }
}
