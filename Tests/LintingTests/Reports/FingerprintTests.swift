import Testing

@testable import Linting

/// What names findings from run to run.
@Suite struct FingerprintTests {
    private func fingerprints(_ text: String, file: String = "a.yaml") throws -> [String] {
        var fingerprints = Fingerprints(file: file)
        return try lint([(file, text)]).files[0].findings.map { fingerprints.next($0) }
    }

    /// The published test vectors of FNV-1a with 128 bits.
    @Test func theHashIsFNV1a() {
        #expect(Fingerprints.hash([""]) == 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D)
        #expect(Fingerprints.hash(["a"]) == 0xD228_CB69_6F1A_8CAF_7891_2B70_4E4A_8964)
        #expect(Fingerprints.hash(["foobar"]) == 0x343E_1662_793C_64BF_6F0D_3597_BA44_6F18)
        #expect(Fingerprints.hash(["a", "b"]) != Fingerprints.hash(["ab"]))
    }

    @Test func surviveShiftedLinesAndItems() throws {
        let before = try fingerprints(foreign)
        let comment =
            "# a comment\n\n" + foreign.replacing("  socketOptions:\n", with: "  socketOptions:\n  - {level: 6, name: 1, intValue: 1}\n")
        #expect(try fingerprints(comment).contains(before[0]))
        #expect(before.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func changeWithTheOptionTheObjectAndTheFile() throws {
        let before = try fingerprints(foreign)
        #expect(try fingerprints(foreign.replacing("name: 8, intValue: 1", with: "name: 8, intValue: 0")) != before)
        #expect(try fingerprints(foreign.replacing("name: p,", with: "name: q,")) != before)
        #expect(try fingerprints(foreign, file: "b.yaml") != before)
    }

    @Test func likeFindingsOfOneFileAreToldApart() throws {
        let twice = try fingerprints(foreign + "---\n" + foreign)
        #expect(twice.count == 2 && Set(twice).count == 2)
        #expect(try twice[0] == fingerprints(foreign)[0])
    }
}
