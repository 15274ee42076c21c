import Testing

@testable import LanguageServer

@Suite struct MessageReaderTests {
    private func items(_ bytes: [UInt8], pieces: Int = Int.max) -> [MessageReader.Item] {
        var reader = MessageReader()
        var found: [MessageReader.Item] = []
        var start = 0
        while start < bytes.count {
            let end = start + min(pieces, bytes.count - start)
            reader.add(Array(bytes[start..<end]))
            while let item = reader.next() { found.append(item) }
            start = end
        }
        return found
    }

    private func message(_ body: String, header: String = "Content-Length") -> [UInt8] {
        Array("\(header): \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    @Test(arguments: [1, 2, 7, Int.max]) func comesInWhateverPieces(size: Int) {
        let bytes = message("{}") + message("{\"é\":1}") + message("")
        let expected = ["{}", "{\"é\":1}", ""].map { MessageReader.Item.message(Array($0.utf8)) }
        #expect(items(bytes, pieces: size) == expected)
    }

    @Test func takesOtherHeadersAndAnyCase() {
        let bytes = Array("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:\t 2 \r\n\r\n{}".utf8)
        #expect(items(bytes) == [.message(Array("{}".utf8))])
    }

    @Test func takesLineFeedsAlone() {
        #expect(items(Array("Content-Length: 2\n\n{}".utf8)) == [.message(Array("{}".utf8))])
    }

    @Test(
        "goes on at the next message",
        arguments: [
            "Content-Length: two\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Content-Length: 99999999999999999999999\r\n\r\n",
            "Content-Length: 9223372036854775807\r\n\r\n", "Content-Length: 2147483648\r\n\r\n",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "Content-Type: text\r\n\r\n{}", "\r\n", "hello\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "Content-Length:\r\n\r\n",
        ])
    func goesOn(broken: String) {
        let found = items(Array(broken.utf8) + message("{}"))
        #expect(found.count == 2)
        guard case .broken = found.first else {
            Issue.record("\(found)")
            return
        }
        #expect(found.last == .message(Array("{}".utf8)))
    }

    @Test(arguments: [1, 4096, Int.max]) func doesNotHoldHeadersWithoutEnd(pieces: Int) {
        var reader = MessageReader()
        var found = 0
        let noise = [UInt8](repeating: UInt8(ascii: "x"), count: 20_000)
        for start in stride(from: 0, to: noise.count, by: min(pieces, noise.count)) {
            reader.add(Array(noise[start..<min(noise.count, start + min(pieces, noise.count))]))
            while reader.next() != nil { found += 1 }
        }
        #expect(found == 1)
        #expect(reader.heldCount <= MessageReader.maximumHeader)
        reader.add(message("{}"))
        #expect(reader.next() == .message(Array("{}".utf8)))
    }

    @Test func passesOverWhatIsTooLarge() {
        var reader = MessageReader()
        let size = MessageReader.maximumMessage + 1
        reader.add(Array("Content-Length: \(size)\r\n\r\n".utf8) + [UInt8](repeating: 0x20, count: 1000))
        guard case .broken = reader.next() else {
            Issue.record("it is taken")
            return
        }
        #expect(reader.next() == nil)
        reader.add([UInt8](repeating: 0x20, count: size - 1000))
        #expect(reader.heldCount == 0)
        reader.add(message("{}"))
        #expect(reader.next() == .message(Array("{}".utf8)))
    }
}
