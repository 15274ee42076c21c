import PolicyRules
import SocketOptions
import Testing

@Suite struct SW122NotPortableTests {
    @Test func absentOnOne() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            """, environment: { $0.platforms = [.linuxAMD64, .linuxMIPS] })
        #expect(
            findings == [
                "SW122 error spec.socketOptions[0].level: 1/9 is SO_KEEPALIVE on linux/amd64 and no option on linux/mips, and the policy is for all of them; write a policy for each"
            ])
    }

    @Test func differentOnOne() throws {
        let findings = try findings(
            """
            - {level: 1, name: 18, intValue: 1}
            """, environment: { $0.platforms = [.linuxAMD64, .linuxPPC64LE] })
        #expect(
            findings == [
                "SW122 error spec.socketOptions[0].level: 1/18 is SO_RCVLOWAT on linux/amd64 and SO_RCVTIMEO on linux/ppc64le, and the policy is for all of them; write a policy for each"
            ])
    }

    @Test func sameOnAllPasses() throws {
        let findings = try findings(
            """
            - {level: 6, name: 18, intValue: 30000}
            """, environment: { $0.platforms = [.linuxAMD64, .linuxMIPS] })
        #expect(findings == [])
    }
}
