/// Linux on ppc64le: SOL_SOCKET is 1 as everywhere, and six options have other names. Levels 0, 6, 17 and 41 are as on
/// every Linux.
///
/// Sources: arch/powerpc/include/uapi/asm/socket.h (Linux 7.2). Read, not run.
enum LinuxPPC64LE {
    /// What differs from the usual numbers.
    static let numbers: [ForeignNumber] = [
        ForeignNumber("SO_RCVLOWAT", 1, 16),
        ForeignNumber("SO_SNDLOWAT", 1, 17),
        ForeignNumber("SO_RCVTIMEO", 1, 18),
        ForeignNumber("SO_RCVTIMEO_OLD", 1, 18),
        ForeignNumber("SO_SNDTIMEO", 1, 19),
        ForeignNumber("SO_SNDTIMEO_OLD", 1, 19),
        ForeignNumber("SO_PASSCRED", 1, 20),
        ForeignNumber("SO_PEERCRED", 1, 21),
    ]
}
