import PolicyRules
import SocketOptions
import Testing

@Suite struct SW102ForeignPlatformOptionTests {
    @Test func macOSKeepalive() throws {
        let findings = try findings(
            """
            - {level: 65535, name: 8, intValue: 1}
            """)
        #expect(
            findings == [
                "SW102 error spec.socketOptions[0].level: 65535/8 is SO_KEEPALIVE on macOS and BSD; on linux write level 1, name 9 (Windows and linux on alpha, mips, parisc and sparc64 number it so too)"
            ])
    }

    @Test func macOSRecipe() throws {
        let findings = try findings(
            """
            - {level: 65535, name: 8, intValue: 1}
            - {level: 6, name: 16, intValue: 60}
            - {level: 6, name: 257, intValue: 20}
            - {level: 6, name: 258, intValue: 2}
            """)
        #expect(
            findings == [
                "SW102 error spec.socketOptions[0].level: 65535/8 is SO_KEEPALIVE on macOS and BSD; on linux write level 1, name 9 (Windows and linux on alpha, mips, parisc and sparc64 number it so too)",
                "SW102 error spec.socketOptions[1].level: 6/16 with 60 is TCP_KEEPALIVE on macOS and TCP_KEEPCNT on Windows, but here TCP_THIN_LINEAR_TIMEOUTS, which takes 0 to 1; on linux write level 6, name 4 for TCP_KEEPIDLE or level 6, name 6 for TCP_KEEPCNT",
                "SW102 error spec.socketOptions[2].level: 6/257 is TCP_KEEPINTVL on macOS; on linux write level 6, name 5",
                "SW102 error spec.socketOptions[3].level: 6/258 is TCP_KEEPCNT on macOS; on linux write level 6, name 6",
            ])
    }

    @Test func freeBSDRecipe() throws {
        let findings = try findings(
            """
            - {level: 65535, name: 8, intValue: 1}
            - {level: 6, name: 256, intValue: 60}
            - {level: 6, name: 512, intValue: 20}
            - {level: 6, name: 1024, intValue: 2}
            """)
        #expect(
            findings == [
                "SW102 error spec.socketOptions[0].level: 65535/8 is SO_KEEPALIVE on macOS and BSD; on linux write level 1, name 9 (Windows and linux on alpha, mips, parisc and sparc64 number it so too)",
                "SW102 error spec.socketOptions[1].level: 6/256 is TCP_KEEPIDLE on FreeBSD and TCP_RXT_FINDROP on macOS; on linux write level 6, name 4",
                "SW102 error spec.socketOptions[2].level: 6/512 is TCP_KEEPINTVL on FreeBSD; on linux write level 6, name 5",
                "SW102 error spec.socketOptions[3].level: 6/1024 is TCP_KEEPCNT on FreeBSD; on linux write level 6, name 6",
            ])
    }

    @Test func windowsInterval() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {description: keepalive interval, level: 6, name: 17, intValue: 20}
            """)
        #expect(
            findings == [
                "SW102 error spec.socketOptions[1].level: 6/17 with 20 is TCP_KEEPINTVL on Windows, but here TCP_THIN_DUPACK, which takes 0 to 1; on linux write level 6, name 5"
            ])
    }

    @Test func anotherUnitIsSaid() throws {
        let findings = try findings(
            """
            - {level: 6, name: 128, intValue: 30}
            """)
        #expect(
            findings == [
                "SW102 error spec.socketOptions[0].level: 6/128 is TCP_RXT_CONNDROPTIME on macOS and TCP_KEEPINIT on FreeBSD; on linux write level 6, name 18, in milliseconds instead of seconds"
            ])
    }

    @Test func withoutACounterpart() throws {
        let findings = try findings(
            """
            - {level: 65535, name: 4226, intValue: 1}
            """)
        #expect(
            findings == [
                "SW102 error spec.socketOptions[0].level: 65535/4226 is SO_RANDOMPORT on macOS; linux has no such option, so remove it"
            ])
    }

    @Test func linuxNumbersOnMips() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            """, environment: { $0.platforms = [.linuxMIPS] })
        #expect(
            findings == [
                "SW102 error spec.socketOptions[0].level: 1/9 is SO_KEEPALIVE on linux's usual architectures; on linux/mips write level 65535, name 8"
            ])
    }

    @Test func ownValueRangePasses() throws {
        let findings = try findings(
            """
            - {level: 6, name: 16, intValue: 1, description: thin linear timeouts}
            """)
        #expect(findings == [])
    }
}
