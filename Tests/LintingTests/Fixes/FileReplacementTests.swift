import Foundation
import TestSupport
import Testing

@testable import Linting

/// A file is written whole or not at all.
@Suite struct FileReplacementTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? [] }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func theModeStays() throws {
        let path = try folder.write("old", to: "p.yaml")
        for wanted in [0o640, 0o755, 0o600] {
            try FileManager.default.setAttributes([.posixPermissions: wanted], ofItemAtPath: path)
            try FileReplacement.write(Array("new \(wanted)".utf8), to: path)
            #expect(try mode(path) == wanted)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new \(wanted)")
        }
        #expect(names == ["p.yaml"])
    }

    @Test func aLinkStaysOne() throws {
        try folder.write("old", to: "real/p.yaml")
        try folder.link("link.yaml", to: "real/p.yaml")
        try FileReplacement.write(Array("new".utf8), to: folder.path + "/link.yaml")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link.yaml") == "real/p.yaml")
        #expect(try String(contentsOfFile: folder.path + "/real/p.yaml", encoding: .utf8) == "new")
        #expect(names == ["link.yaml", "real"])
    }

    @Test func aReadOnlyFileStays() throws {
        let path = try folder.write("old", to: "p.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        let error = #expect(throws: UnwritableFile.self) { try FileReplacement.write([], to: path) }
        #expect(error?.description == "cannot write \(path): it is read-only")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old" && names == ["p.yaml"])
    }

    @Test func whatIsNoFileIsNotReplaced() throws {
        #expect(throws: UnwritableFile.self) { try FileReplacement.write([], to: "/dev/null") }
        #expect(throws: UnwritableFile.self) { try FileReplacement.write([], to: folder.path) }
        let error = #expect(throws: UnwritableFile.self) { try FileReplacement.write([], to: folder.path + "/absent") }
        #expect(error?.description == "cannot write \(folder.path)/absent: No such file or directory")
        #expect(names.isEmpty)
    }
}
