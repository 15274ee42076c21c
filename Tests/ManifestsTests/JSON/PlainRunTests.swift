import Testing

@testable import Manifests

@Suite struct PlainRunTests {
    /// Every byte at every place of a text of two words and a bit, held to a look at each byte.
    @Test(arguments: [true, false]) func endsWhereALookAtEachByteEnds(isASCII: Bool) {
        for length in 0...19 {
            for place in 0..<max(length, 1) {
                for byte in UInt8.min...UInt8.max {
                    var text = Array(repeating: UInt8(ascii: "a"), count: length)
                    if place < length { text[place] = byte }
                    // A second one behind it, which must not be found first.
                    if place + 3 < length { text[place + 3] = UInt8(ascii: "\"") }
                    let expected =
                        text.firstIndex {
                            $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || isASCII && $0 >= 0x80
                        } ?? length
                    let end = text.withUnsafeBufferPointer { PlainRun.end(in: $0, from: 0, isASCII: isASCII) }
                    if end != expected { Issue.record("\(byte) at \(place) of \(length): \(end), not \(expected)") }
                }
            }
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let scalars = (0..<0x250).compactMap { Unicode.Scalar(UInt32($0)) } + ["\u{2028}", "\u{1F600}"]
        for shift in 0..<9 {
            var text = String(repeating: "x", count: shift)
            text.unicodeScalars.append(contentsOf: scalars)
            var writer = JSONWriter()
            writer.string { writer in
                writer.content(text)
                writer.content("\"")
            }
            #expect(try JSONReader.read(writer.bytes).root.text == text + "\"", "\(shift)")
        }
    }
}
