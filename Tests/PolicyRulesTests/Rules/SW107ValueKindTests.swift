import PolicyRules
import SocketOptions
import Testing

@Suite struct SW107ValueKindTests {
    @Test func intForAStruct() throws {
        let findings = try findings(
            """
            - {level: 1, name: 13, intValue: 5}
            """)
        #expect(
            findings == [
                "SW107 error spec.socketOptions[0].intValue: SO_LINGER (1/13) takes a struct linger, not a number; write its bytes as bufValue, or remove it"
            ])
    }

    @Test func readOnly() throws {
        let findings = try findings(
            """
            - {level: 6, name: 11, intValue: 1}
            """)
        #expect(
            findings == [
                "SW107 error spec.socketOptions[0].intValue: TCP_INFO (6/11) can only be read, and the kernel answers ENOPROTOOPT; remove it"
            ])
    }

    @Test func intForAName() throws {
        let findings = try findings(
            """
            - {level: 6, name: 13, intValue: 1}
            """)
        #expect(
            findings == [
                "SW107 error spec.socketOptions[0].intValue: TCP_CONGESTION (6/13) takes a name, not a number; write the name's bytes as bufValue (base64)"
            ])
    }

    @Test func fileDescriptor() throws {
        let findings = try findings(
            """
            - {level: 1, name: 50, intValue: 3}
            """)
        #expect(
            findings == [
                "SW107 error spec.socketOptions[0].intValue: SO_ATTACH_BPF (1/50) takes a file descriptor of the proxy's own process, which no policy can know; remove it"
            ])
    }

    @Test func shortBytesForAnInt() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, bufValue: AQA=}
            """)
        #expect(
            findings == [
                "SW107 error spec.socketOptions[0].bufValue: SO_KEEPALIVE (1/9) takes an int of 4 bytes, and bufValue has 2; write intValue"
            ])
    }

    @Test func fourBytesAreAnInt() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, bufValue: PAAAAA==}
            """)
        #expect(findings == [])
    }

    @Test func fourBytesInTheByteOrder() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, bufValue: AAAAPA==}
            """, environment: { $0.platforms = [.linuxS390X] })
        #expect(findings == [])
    }

    /// Nothing that the kernel takes is called refused.
    @Test(arguments: [
        ("{level: 0, name: 4, intValue: 0}", ["SW119"]), ("{level: 0, name: 4, intValue: 1}", ["SW119"]),
        ("{level: 1, name: 25, intValue: 0}", []), ("{level: 1, name: 25, intValue: 28524}", ["SW126"]),
        ("{level: 6, name: 13, intValue: 7496290}", ["SW126"]), ("{level: 6, name: 13, intValue: 7}", ["SW107"]),
        ("{level: 0, name: 4, intValue: 7}", ["SW107"]),
    ])
    func whatTheKernelTakesIsNoMistakeOfKind(option: String, codes: [String]) throws {
        #expect(try findings("- \(option)").map { String($0.prefix(5)) } == codes)
    }

    @Test(arguments: ["{level: 1, name: 4, intValue: 60}", "{level: 1, name: 50, intValue: 5}", "{level: 6, name: 11, intValue: 1}"])
    func gvisorTakesThemInSilence(option: String) throws {
        let codes = try findings("- \(option)") { $0.platforms = [.gvisor] }.map { String($0.prefix(5)) }
        #expect(codes == ["SW121"])
    }
}
