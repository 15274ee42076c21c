import Testing

@testable import Manifests

@Suite("Lines and columns")
struct LineIndexTests {
    @Test("Lines end with LF, CRLF or CR")
    func lineEnds() {
        let index = LineIndex(Array("a\nb\r\nc\rd".utf8))
        let starts = [0, 2, 5, 7].map { index.position(of: $0) }
        #expect(starts.map(\.line) == [1, 2, 3, 4])
        #expect(starts.map(\.column) == [1, 1, 1, 1])
        #expect((1...5).map { index.text(in: index.range(ofLine: $0)) } == ["a", "b", "c", "d", ""])
    }

    @Test("Columns count scalars, and a byte order mark is none")
    func columns() {
        let index = LineIndex(Array("\u{FEFF}é日🔌x\ne\u{301}x".utf8))
        #expect(index.position(of: 3 + 2 + 3 + 4) == LineIndex.Position(line: 1, column: 4))
        #expect(index.position(of: 3 + 2 + 3 + 4 + 2 + 3) == LineIndex.Position(line: 2, column: 3))
        #expect(index.text(in: index.range(ofLine: 1)) == "é日🔌x")
    }

    @Test("An offset outside is the nearest place inside")
    func outside() {
        let index = LineIndex(Array("ab".utf8))
        #expect(index.position(of: -1) == LineIndex.Position(line: 1, column: 1))
        #expect(index.position(of: 99) == LineIndex.Position(line: 1, column: 3))
        #expect(LineIndex([]).position(of: 0) == LineIndex.Position(line: 1, column: 1))
    }

    @Test("Every place of long and short lines is what counting one by one says")
    func counted() {
        let text =
            String(repeating: "äb日\n", count: 50) + String(repeating: "x🔌é", count: 3000) + "\n" + String(repeating: "z", count: 5000)
        let bytes = Array(text.utf8)
        let index = LineIndex(bytes)
        var line = 1
        var column = 1
        for (offset, byte) in bytes.enumerated() {
            if byte & 0xC0 != 0x80 {
                let position = index.position(of: offset)
                if position != LineIndex.Position(line: line, column: column) {
                    Issue.record("byte \(offset) is at \(line):\(column), not \(position)")
                    return
                }
                column += 1
            }
            if byte == 0x0A {
                line += 1
                column = 1
            }
        }
    }

    @Test("A byte order mark changes no place of a document")
    func byteOrderMark() throws {
        let text = "kind: é\nspec: {level: 1}\n"
        let plain = try #require(ManifestReader.documents(in: Array(text.utf8)).first).get()
        let marked = try #require(ManifestReader.documents(in: Array(("\u{FEFF}" + text).utf8)).first).get()
        let spans = [plain, marked].map { $0.root["spec"]?["level"]?.span.start }
        #expect(spans[0] == 23)
        #expect(spans[1] == 26)
        #expect(marked.root["kind"]?.text == "é")
    }
}
