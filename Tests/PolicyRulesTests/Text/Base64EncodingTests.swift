import Testing

@testable import PolicyRules

@Suite struct Base64EncodingTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func theTestVectorsOfRFC4648(text: String, expected: String) {
        #expect(Base64.encoded(Array(text.utf8)) == expected)
    }

    @Test(arguments: [("eth0", "ZXRoMAA="), ("bbr", "YmJyAA=="), ("cubic", "Y3ViaWMA")])
    func namesEndInNUL(name: String, expected: String) {
        #expect(Base64.encoded(name: name) == expected)
    }
}
