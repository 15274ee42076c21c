import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import WebhookServer

/// Another file that changes while the server runs: what it says is what reviews answer.
@Suite struct FileReloadTests {
    /// What the file says; it may not say "bad".
    private final class Setting: Sendable {
        private let text = Mutex("")
        var current: String { text.withLock { $0 } }

        func file(_ path: String) -> ReloadedFile {
            ReloadedFile("configuration", path: path) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                guard !text.contains("bad") else { throw Refused() }
                self.text.withLock { $0 = text }
            }
        }

        struct Refused: Error, CustomStringConvertible {
            let description = "config.yaml:3:5: it says \"bad\""
        }
    }

    private func serve(
        _ volume: MountedVolume, poll: TimeAmount = .hours(1), _ test: (TestServer) async throws -> Void
    ) async throws {
        let setting = Setting()
        try await TestServer.with(
            review: { _ in Reply(status: 200, body: Array(setting.current.utf8)) }, reloading: setting.file(volume.path("config.yaml")),
            adjust: {
                $0.deadlines.poll = poll
                $0.metricsListen = ListenAddress(host: "127.0.0.1", port: 0)
            }
        ) { try await test($0) }
    }

    private func volume(_ text: String) throws -> MountedVolume { try MountedVolume(["config.yaml": Data(text.utf8)]) }

    private func answer(_ server: TestServer) async throws -> String {
        try await server.connectedClient().exchange(HTTPRequest.validate()).body
    }

    @Test func takesASwappedFileTwiceUnderLoadWithABadOneInBetween() async throws {
        let volume = try volume("first")
        try await serve(volume, poll: .milliseconds(10)) { server in
            let load = Task {
                var answers: [String] = []
                while !Task.isCancelled {
                    let client = try await server.connectedClient()
                    for _ in 0..<5 { answers.append(try await client.exchange(HTTPRequest.validate()).body) }
                }
                return answers
            }
            #expect(try await answer(server) == "first")
            try volume.swap(to: ["config.yaml": Data("second".utf8)])
            await server.log.waitForLine(with: "configuration reloaded")
            #expect(try await answer(server) == "second")

            try volume.swap(to: ["config.yaml": Data("bad".utf8)])
            await server.log.waitForLine(with: "the last good one stays in use")
            #expect(try await answer(server) == "second")

            let before = server.log.count(of: "configuration reloaded")
            try volume.swap(to: ["config.yaml": Data("third".utf8)])
            await server.log.waitForLine(with: "configuration reloaded", after: before)
            #expect(try await answer(server) == "third")
            load.cancel()
            var answers = try await load.value
            // Each kept its order, and nobody was ever answered by the bad one.
            answers = answers.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
            let order = ["first", "second", "third"]
            #expect(answers == order.filter(answers.contains) && !answers.isEmpty, "\(answers)")
        }
    }

    @Test func tellsOfAFaultOnceAndCountsEachTime() async throws {
        let volume = try volume("good")
        try await serve(volume) { server in
            let reloads = { server.state.metrics.current.reloads["configuration"] }
            let file = try #require(server.state.file)
            #expect(reloads()?.succeeded == 0 && reloads()?.failed == 0 && reloads()?.lastSucceeded == true)
            try volume.swap(to: ["config.yaml": Data("bad".utf8)])
            file.check()
            file.check()
            #expect(reloads()?.failed == 2 && reloads()?.lastSucceeded == false)
            let told = server.log.all.filter { $0.contains("configuration not reloaded") }
            #expect(told.count == 1)
            #expect(told.first?.contains(#""level":"error""#) == true)
            #expect(told.first?.contains(#""reason":"config.yaml:3:5: it says \"bad\"""#) == true, "\(told)")
            // Whoever asks is told again.
            file.check(isAsked: true)
            #expect(server.log.count(of: "configuration not reloaded") == 2)
            // Back to what was in use all along: all is well again, and the log says so.
            try volume.swap(to: ["config.yaml": Data("good".utf8)])
            file.check()
            #expect(reloads()?.succeeded == 1 && reloads()?.lastSucceeded == true)
            file.check(isAsked: true)
            #expect(server.log.count(of: "configuration is unchanged") == 1)
            let page = MetricsPage.render(server.state, process: nil)
            for line in [
                #"sockwarden_reloads_total{source="configuration",result="success"} 1"#,
                #"sockwarden_reloads_total{source="configuration",result="failure"} 3"#,
                #"sockwarden_reloads_total{source="certificate",result="failure"} 0"#,
                #"sockwarden_last_reload_successful{source="configuration"} 1"#,
                #"sockwarden_configuration_info{hash="\#(Checksum.of(Array("good".utf8)))"} 1"#,
            ] { #expect(page.contains(line + "\n"), "\(line) is not in \(page)") }
        }
    }

    enum Ruin: String, CaseIterable { case removed, empty, folder, pipe, dangling, large, unreadable }

    @Test(arguments: Ruin.allCases) func keepsTheLastGoodOne(ruin: Ruin) async throws {
        let volume = try volume("good")
        try await serve(volume) { server in
            let path = volume.path("config.yaml")
            // Root may read whatever its mode is: the kernel's own files that nobody may read stand in for it.
            let reason: String
            try FileManager.default.removeItem(atPath: path)
            switch ruin {
            case .removed: reason = "there is no such file"
            case .empty:
                reason = "it is empty"
                try volume.folder.write("", to: "config.yaml")
            case .folder:
                reason = "it is a folder"
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .pipe:
                reason = "it is a pipe"
                #expect(mkfifo(path, 0o600) == 0)
            case .dangling:
                reason = "there is no such file"
                try volume.folder.link("config.yaml", to: "..data/elsewhere")
            case .large:
                reason = "it is larger than 1 MiB"
                try volume.folder.write(Data(count: (1 << 20) + 1), to: "config.yaml")
            case .unreadable:
                reason = "it cannot be read (errno"
                try volume.folder.link("config.yaml", to: "/proc/self/mem")
            }
            server.reload()
            await server.log.waitForLine(with: "the last good one stays in use")
            #expect(server.log.all.contains { $0.contains("configuration file \(path): \(reason)") }, "\(server.log.all)")
            #expect(try await answer(server) == "good")
            // Mended, it is taken again.
            if ruin != .removed { try FileManager.default.removeItem(atPath: path) }
            try volume.folder.write("better", to: "config.yaml")
            server.reload()
            await server.log.waitForLine(with: "configuration reloaded")
            #expect(try await answer(server) == "better")
        }
    }

    /// What cannot be used at the start ends it: a pod that comes up with other settings than it was given would be worse.
    @Test(arguments: ["bad", ""]) func doesNotStartWithWhatItCannotUse(text: String) async throws {
        let volume = try volume(text)
        await #expect(throws: UnusableFile.self) {
            _ = try await TestServer.start(reloading: Setting().file(volume.path("config.yaml"))) { _ in }
        }
    }

    /// A request goes on with what it began with.
    @Test func aReviewThatHasBegunKeepsItsSettings() async throws {
        let volume = try volume("old")
        let setting = Setting()
        let begun = AsyncStream.makeStream(of: Void.self)
        let mayEnd = DispatchSemaphore(value: 0)
        try await TestServer.with(
            review: { body in
                let text = setting.current
                // A large one runs on a thread of its own.
                if body.count > 1 << 15 {
                    begun.continuation.yield()
                    mayEnd.wait()
                }
                return Reply(status: 200, body: Array(text.utf8))
            }, reloading: setting.file(volume.path("config.yaml"))
        ) { server in
            let client = try await server.connectedClient()
            async let slow = client.exchange(HTTPRequest.validate(String(repeating: " ", count: (1 << 15) + 1)))
            for await _ in begun.stream { break }
            try volume.swap(to: ["config.yaml": Data("new".utf8)])
            server.reload()
            await server.log.waitForLine(with: "configuration reloaded")
            #expect(try await answer(server) == "new")
            mayEnd.signal()
            #expect(try await slow.body == "old")
        }
    }

    /// Against cksum(1) of GNU coreutils.
    @Test(arguments: [
        ("", 1, 4_294_967_295), ("a", 1, 1_220_704_766), ("123456789", 1, 930_766_865), ("enforcement: warn\n", 1, 2_590_657_201),
        ("x", 70_000, 4_215_398_528),
    ])
    func checksumsAreThoseOfCksum(text: String, times: Int, sum: UInt32) {
        #expect(Checksum.of(Array(String(repeating: text, count: times).utf8)) == sum)
    }
}
