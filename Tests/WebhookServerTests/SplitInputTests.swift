import Foundation
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import WebhookServer

/// TCP and TLS cut a stream where they like: the answers must not depend on it.
@Suite struct SplitInputTests {
    private static let stream =
        HTTPRequest.validate("{\"first\":1}") + HTTPRequest.get("/healthz") + HTTPRequest.validate("{}", path: "/elsewhere")
        + "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

    private let server = Result { try PlainServer() }

    /// What a connection without TLS answers to pieces of a stream, the dates left out.
    private func answers(to pieces: [Substring]) throws -> String { try answers(toBytes: pieces.map { Array($0.utf8) }) }

    private func answers(toBytes pieces: [[UInt8]]) throws -> String { try server.get().answers(to: pieces) }

    @Test func twoPiecesAnswerAsOne() throws {
        let whole = try answers(to: [Self.stream[...]])
        #expect(whole.components(separatedBy: "HTTP/1.1 ").count == 5)
        #expect(whole.hasSuffix("abcde"))
        for index in Self.stream.indices {
            let pieces = try answers(to: [Self.stream[..<index], Self.stream[index...]])
            #expect(pieces == whole, "cut before \(index)")
        }
    }

    @Test func singleBytesAnswerAsOne() throws {
        let whole = try answers(to: [Self.stream[...]])
        #expect(try answers(to: Self.stream.indices.map { Self.stream[$0...$0] }) == whole)
    }

    /// One read may bring hundreds of requests: no more of them are answered than a client that reads nothing makes the server keep.
    @Test func answersNoMoreThanIsTaken() throws {
        let channel = EmbeddedChannel()
        let outlet = Outlet()
        try channel.pipeline.syncOperations.addHandler(outlet)
        try server.get().add(to: channel)
        let body = String(repeating: "x", count: 1000)
        try channel.writeInbound(ByteBuffer(string: (0..<200).map { _ in HTTPRequest.validate(body) }.joined()))
        #expect((16_000..<32_000).contains(outlet.bytes))
        // Once it reads, everything is answered.
        outlet.isOpen = true
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(outlet.bytes > 200_000)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    /// No bytes whatever crash the connection or get it to answer without end.
    @Test func survivesMutations() throws {
        print("split input: seed \(SeededGenerator.runSeed); SOCKWARDEN_SEED sets another")
        var generator = SeededGenerator(seed: SeededGenerator.runSeed)
        let bytes = Array(Self.stream.utf8)
        for number in 0..<2000 {
            var mutant = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = mutant.indices.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: mutant[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: mutant.remove(at: place)
                default: mutant.insert(mutant[place], at: place)
                }
            }
            let answers = try answers(toBytes: [mutant])
            #expect(answers.components(separatedBy: "HTTP/1.1 ").count <= 12, "mutant \(number)")
        }
    }
}

/// Stands for a socket whose buffer is full after 16 KB.
private final class Outlet: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var isOpen = false
    private(set) var bytes = 0
    private var pending = 0

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        pending += unwrapOutboundIn(data).readableBytes
        promise?.succeed()
    }

    func flush(context: ChannelHandlerContext) {
        bytes += pending
        pending = 0
        if !isOpen, bytes >= 16_000, let channel = context.channel as? EmbeddedChannel { channel.isWritable = false }
    }
}
