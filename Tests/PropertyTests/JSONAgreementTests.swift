import Foundation
import Manifests
import PolicyKinds
import Testing

/// Our JSON reader against Foundation's, on the same mutants: both take a text or neither does, and what they read is the same.
@Suite struct JSONAgreementTests {
    static let tasks = 3

    @Test func readersAgreeOnEveryMutant() async {
        print("agreement: seed \(runSeed), \(mutantCount) mutants; SOCKWARDEN_SEED and SOCKWARDEN_MUTANTS set others")
        let fixtures = Fixture.all.filter(\.isJSON)
        let agreement = await withTaskGroup(of: Agreement.self) { group in
            for task in 0..<Self.tasks {
                group.addTask {
                    var agreement = Agreement()
                    for number in stride(from: task, to: mutantCount, by: Self.tasks) {
                        agreement.compare(Mutant(number, of: fixtures).bytes, "mutant \(number)")
                        // The other tests want to run as well.
                        if number % 10 == 0 { await Task.yield() }
                    }
                    return agreement
                }
            }
            return await group.reduce(into: Agreement()) { $0.add($1) }
        }
        print(
            "agreement: \(agreement.accepted) texts taken by both, \(agreement.refused) refused by both, \(agreement.exceptions) exceptions,"
                + " \(agreement.values) values compared")
        #expect(agreement.accepted + agreement.refused + agreement.exceptions == mutantCount)
        #expect(agreement.accepted > mutantCount / 2 && agreement.refused > mutantCount / 8 && agreement.exceptions < mutantCount / 20)
        #expect(agreement.disagreements == [])
    }

    /// The corners that a random walk may miss.
    @Test func readersAgreeOnTheCorners() {
        var agreement = Agreement()
        let texts = [
            "", " ", "1", "-", "-0", "01", "1.", ".1", "1e", "1e5", "1E+05", "\"a\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"",
            "\"\u{7F}\"",
            "\"\t\"", "\"\\x\"", "[1,]", "{\"a\":1,}", "{,}", "[,]", "nul", "nulll", "TRUE", "NaN", "Infinity", "{\"a\":1 }x", "[1] 2",
            "\u{A0}1", "/**/1",
            "{'a':1}", "{a:1}", "\u{FEFF}{}", "[\"\u{2028}\"]", "9007199254740993", "0.1", "123456789.123456789", "1e-400", "-1e-5",
            "18446744073709551615", "-9223372036854775808", "{\"a\":{\"a\":[[],{}]}}", "{\"\":1}", "[\"\\/\"]", "\u{B}1", "\u{C}1",
            "[\r\n\t1 ]",
            String(repeating: "[", count: 512) + String(repeating: "]", count: 512),
            String(repeating: "[", count: 513) + String(repeating: "]", count: 513), String(repeating: "{\"a\":", count: 600),
        ]
        for text in texts { agreement.compare(Array(text.utf8), text) }
        for bytes: [UInt8] in [
            [0xFF], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xC3, 0x22],
        ] {
            agreement.compare(bytes, "\(bytes)")
        }
        #expect(agreement.disagreements == [])
        #expect(agreement.accepted > 20 && agreement.refused > 20)
    }
}

/// A count of comparisons.
struct Agreement: Sendable {
    var accepted = 0
    var refused = 0
    var exceptions = 0
    var values = 0
    var disagreements: [String] = []

    mutating func add(_ other: Agreement) {
        accepted += other.accepted
        refused += other.refused
        exceptions += other.exceptions
        values += other.values
        disagreements = Array((disagreements + other.disagreements).prefix(20))
    }

    mutating func compare(_ bytes: [UInt8], _ name: String) {
        var ours: ManifestTree?
        var theirs: Any?
        var reasons: [String] = []
        do { ours = try JSONReader.read(bytes) } catch { reasons.append("ours: \(error.message) at \(error.offset)") }
        do {
            theirs = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        } catch {
            reasons.append("Foundation: \((error as NSError).userInfo[NSDebugDescriptionErrorKey] ?? error)")
        }
        switch (ours, theirs) {
        case (nil, nil): refused += 1
        case (let ours?, let theirs?):
            if let difference = difference(ours.root, theirs, "") { disagreements.append("\(name): \(difference)") } else { accepted += 1 }
        default:
            if let ours, Self.holdsNumberBeyondDouble(ours.root) {
                // Foundation has no value for a number that no Double holds, and refuses it; RFC 8259 sets numbers no bounds.
                exceptions += 1
            } else if let theirs, let repaired = Self.withoutTrailingCommas(bytes), difference(repaired.root, theirs, "") == nil {
                // Foundation passes over a comma before the end of a list or map; RFC 8259, and with it the API server, does not.
                exceptions += 1
            } else {
                disagreements.append("\(name): \(reasons)")
            }
        }
    }

    private static func holdsNumberBeyondDouble(_ node: ManifestNode) -> Bool {
        switch node.kind {
        case .number: return Double(node.text).map { !$0.isFinite } ?? true
        case .sequence: return node.elements.contains(where: holdsNumberBeyondDouble)
        case .mapping: return node.entries.contains { holdsNumberBeyondDouble($0.value) }
        case .skipped:
            do { return holdsNumberBeyondDouble(try JSONReader.read(Array(node.sourceText.utf8)).root) } catch { return false }
        case .null, .bool, .string: return false
        }
    }

    /// What our reader makes of a text once the commas before a closing bracket are gone; nil where it refuses it for another reason.
    private static func withoutTrailingCommas(_ bytes: [UInt8]) -> ManifestTree? {
        var bytes = bytes
        while true {
            do {
                return try JSONReader.read(bytes)
            } catch {
                let closes = bytes[error.offset...].first.map { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "}") } ?? false
                guard closes, let before = bytes[..<error.offset].lastIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }),
                    bytes[before] == UInt8(ascii: ",")
                else { return nil }
                bytes.remove(at: before)
            }
        }
    }

    /// A text without byte order marks: Foundation drops them at the start of a text and behind an escape, RFC 8259 knows no such exception.
    private static func withoutMarks(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FEFF}" }))
    }

    /// The first place at which two values differ.
    private mutating func difference(_ ours: ManifestNode, _ theirs: Any, _ path: String) -> String? {
        values += 1
        switch ours.kind {
        case .skipped:
            do {
                return difference(try JSONReader.read(Array(ours.sourceText.utf8)).root, theirs, path)
            } catch {
                return "\(path): skipped, and no JSON: \(error)"
            }
        case .null: return theirs is NSNull ? nil : "\(path): null and \(theirs)"
        case .string:
            guard let text = theirs as? String,
                ours.text.utf8.elementsEqual(text.utf8) || Self.withoutMarks(ours.text).utf8.elementsEqual(Self.withoutMarks(text).utf8)
            else { return "\(path): \(ours.sourceText) and \(theirs)" }
            return nil
        case .bool:
            return Self.kind(theirs) == .bool && (theirs as? Bool) == (ours.text == "true") ? nil : "\(path): \(ours.text) and \(theirs)"
        case .number:
            guard Self.kind(theirs) == .number, let number = theirs as? NSNumber else { return "\(path): \(ours.text) and \(theirs)" }
            let isSame =
                Int64(ours.text).map { $0 == number.int64Value } ?? UInt64(ours.text).map { $0 == number.uint64Value }
                ?? (Double(ours.text) == number.doubleValue)
            return isSame ? nil : "\(path): \(ours.text) and \(number)"
        case .sequence:
            guard let list = theirs as? [Any] else { return "\(path): a list and \(theirs)" }
            let elements = Array(ours.elements)
            guard elements.count == list.count else { return "\(path): \(elements.count) items and \(list.count)" }
            for (index, pair) in zip(elements, list).enumerated() {
                if let difference = difference(pair.0, pair.1, "\(path)[\(index)]") { return difference }
            }
            return nil
        case .mapping:
            guard let written = theirs as? [String: Any] else { return "\(path): a map and \(theirs)" }
            var last: [String: ManifestNode] = [:]
            for (key, value) in ours.entries { last[Self.withoutMarks(key.text)] = value }
            let map = Dictionary(written.map { (Self.withoutMarks($0.key), $0.value) }) { first, _ in first }
            guard Set(last.keys) == Set(map.keys) else { return "\(path): keys \(last.keys.sorted()) and \(map.keys.sorted())" }
            for (key, value) in last {
                if let their = map[key], let difference = difference(value, their, "\(path).\(key)") { return difference }
            }
            return nil
        }
    }

    private enum Kind { case bool, number, other }

    /// A Bool is an NSNumber as well, and a 1 a Bool: only the type of the object tells them apart.
    private static func kind(_ value: Any) -> Kind {
        guard let number = value as? NSNumber else { return .other }
        return String(cString: number.objCType) == "c" ? .bool : .number
    }
}
