import Manifests
import Testing

@testable import LanguageServer

@Suite struct DocumentTextTests {
    /// A text that need not be printed.
    struct Sample: CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ description: String, _ text: String) {
            testDescription = description
            self.text = text
        }
    }

    static let samples = [
        Sample("nothing", ""), Sample("a letter", "a"), Sample("a line's end", "\n"), Sample("two lines", "a\nb"),
        Sample("each line end", "a\r\nb\rc\n"), Sample("letters of one to four bytes", "é: ключ 🔑 x\n🔑🔑: ñ\n"),
        Sample("a byte order mark", "\u{FEFF}a: 🔑\nb"), Sample("a long line", String(repeating: "🔑é", count: 3000) + "\nz"),
        Sample("two whole blocks", String(repeating: "a", count: 8192)),
        Sample(
            "a letter over two blocks", String(repeating: "a", count: 4095) + "🔑\n" + String(repeating: "é", count: 5000)),
    ]

    @Test("places as the standard library counts them, letter by letter", arguments: samples, PositionEncoding.allCases)
    func counts(sample: Sample, encoding: PositionEncoding) {
        let text = sample.text
        let document = DocumentText(Array(text.utf8), encoding)
        var (line, character, offset) = (0, 0, 0)
        for letter in text {
            for scalar in letter.unicodeScalars {
                let position = DocumentPosition(line: line, character: character)
                // Between CR and LF nobody can stand.
                #expect(document.position(of: offset) == position)
                #expect(document.offset(of: position) == offset)
                offset += scalar.utf8.count
                character += encoding == .utf8 ? scalar.utf8.count : scalar.utf16.count
                if letter == "\r\n", scalar == "\r" { break }
            }
            if letter == "\r\n" { offset += 1 }
            if letter.isNewline { (line, character) = (line + 1, 0) }
        }
        #expect(document.offset(of: document.position(of: text.utf8.count)) == text.utf8.count)
    }

    @Test func takesWhatIsBehindTheEndForTheEnd() {
        let document = DocumentText(Array("ab\r\ncd".utf8), .utf16)
        #expect(document.offset(of: DocumentPosition(line: 0, character: 99)) == 2)
        #expect(document.offset(of: DocumentPosition(line: 1, character: 99)) == 6)
        #expect(document.offset(of: DocumentPosition(line: 99, character: 0)) == 6)
        #expect(document.offset(of: DocumentPosition(line: Int(Int32.max), character: Int(Int32.max))) == 6)
    }

    @Test(arguments: PositionEncoding.allCases) func takesWhatIsWithinALetterForItsBeginning(encoding: PositionEncoding) {
        let document = DocumentText(Array("a🔑b".utf8), encoding)
        #expect(document.offset(of: DocumentPosition(line: 0, character: 2)) == 1)
    }
}
