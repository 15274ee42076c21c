import Foundation
import TestSupport
import Testing

@testable import Linting

/// Files that are written whole or not at all.
@Suite struct WholeFileTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    private func text(_ name: String) throws -> String { try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8) }

    @Test func takesItsPlaceOnlyInTheEnd() throws {
        try folder.write("old", to: "report")
        let file = try WholeFile(folder.path + "/report")
        try file.write(Array("new".utf8))
        #expect(try text("report") == "old")
        try file.commit()
        #expect(try text("report") == "new")
        #expect(try names() == ["report"])
    }

    @Test func leavesNothingWithoutACommit() throws {
        do {
            let file = try WholeFile(folder.path + "/report")
            try file.write([1, 2, 3])
        }
        #expect(try names().isEmpty)
    }

    @Test func keepsTheModeAndFollowsALink() throws {
        let path = try folder.write("old", to: "target")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try folder.link("report", to: "target")
        let file = try WholeFile(folder.path + "/report")
        try file.write(Array("new".utf8))
        try file.commit()
        #expect(try text("target") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/report") == "target")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        #expect(try names() == ["report", "target"])
    }

    @Test func whatIsNoFileIsWrittenTo() throws {
        let file = try WholeFile("/dev/null")
        try file.write([1])
        try file.commit()
        let full = try WholeFile("/dev/full")
        let problem = #expect(throws: UnwritableFile.self) { try full.write([1]) }
        #expect(problem?.description == "cannot write /dev/full: No space left on device")
    }

    @Test func aMissingFolderIsNamed() {
        let problem = #expect(throws: UnwritableFile.self) { try WholeFile(folder.path + "/absent/report") }
        #expect(problem?.description == "cannot write \(folder.path)/absent/report: No such file or directory")
    }

    @Test func aSpoolGivesBackWhatItTookHoweverMuch() throws {
        for count in [0, 10, 5000] {
            let spool = Spool()
            let piece = [UInt8](repeating: 7, count: 1000)
            for _ in 0..<count { try spool.add(piece) }
            var bytes = 0
            let output = ReportOutput { bytes += $0.count }
            try spool.copy(to: output)
            try output.flush()
            #expect(bytes == count * 1000)
        }
    }
}
