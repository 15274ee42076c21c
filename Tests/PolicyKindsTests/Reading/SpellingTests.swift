import PolicyKinds
import Testing

@Suite struct SpellingTests {
    let fields = ["description", "level", "name", "intValue", "bufValue", "state", "type", "ip_version"]

    @Test(arguments: [
        ("int_value", "intValue"), ("INTVALUE", "intValue"), ("levle", "level"), ("stat", "state"), ("descripton", "description"),
    ])
    func findsTheFieldThatWasMeant(written: String, meant: String) {
        #expect(spelling(of: written, among: fields) == meant)
    }

    @Test(arguments: ["", "foo", "socket", "x", String(repeating: "level", count: 100)])
    func guessesNothingFromAfar(written: String) {
        #expect(spelling(of: written, among: fields) == nil)
    }
}
