import TestSupport
import Testing

@testable import Linting

@Suite struct FileBytesTests {
    /// Sizes around a piece's, and several of them.
    @Test(arguments: [0, 1, 16 << 10, (16 << 10) - 1, (16 << 10) + 1, 65_536, 65_537, 300_000])
    func bothWaysOfReadingGiveTheWholeFile(size: Int) throws {
        let folder = try TemporaryFolder()
        let text = String((0..<size).map { Character(UnicodeScalar(UInt8(97 + $0 % 23))) })
        let path = try folder.write(text, to: "file")
        #expect(try FileBytes.read(path) == Array(text.utf8))
        #expect(try FileBytes.readOrdinary(path) == Array(text.utf8))
    }

    @Test func whatIsNotThereIsNamed() {
        let path = "/nowhere/file.yaml"
        #expect(throws: UnreadableFile(path, reason: "No such file or directory")) { try FileBytes.read(path) }
        #expect(throws: UnreadableFile(path, reason: "No such file or directory")) { try FileBytes.readOrdinary(path) }
    }
}
