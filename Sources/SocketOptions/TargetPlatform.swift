/// A platform that a gateway's proxy can run on, as `environment.platforms` names it.
public enum TargetPlatform: String, Sendable, CaseIterable, Hashable {
    case linuxAMD64 = "linux/amd64"
    case linuxARM64 = "linux/arm64"
    case linux386 = "linux/386"
    case linuxARM = "linux/arm"
    case linuxRISCV64 = "linux/riscv64"
    case linuxS390X = "linux/s390x"
    case linuxLoong64 = "linux/loong64"
    case linuxPPC64LE = "linux/ppc64le"
    case linuxMIPS = "linux/mips"
    case linuxMIPS64LE = "linux/mips64le"
    case linuxSPARC64 = "linux/sparc64"
    case linuxPARISC = "linux/parisc"
    case linuxAlpha = "linux/alpha"
    case gvisor = "gvisor"

    /// Whether a number's least significant byte comes first: how `bufValue` is read as an int.
    public var isLittleEndian: Bool {
        switch self {
        case .linuxS390X, .linuxMIPS, .linuxSPARC64, .linuxPARISC: false
        default: true
        }
    }
}

/// Platforms with one and the same table: Linux on amd64 and arm64, for example.
public enum Numbering: String, Sendable, CaseIterable, Hashable {
    case linux
    case linuxPPC64LE = "linux on ppc64le"
    case linuxMIPS = "linux on mips"
    case linuxSPARC64 = "linux on sparc64"
    case linuxPARISC = "linux on parisc"
    case linuxAlpha = "linux on alpha"
    case gvisor
    case macOS
    case freeBSD = "FreeBSD"
    case netBSD = "NetBSD"
    case windows = "Windows"
}
