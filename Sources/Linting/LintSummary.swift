public import PolicyRules

/// What a run has come to so far, in numbers.
public struct LintSummary: Sendable, Hashable {
    /// Files and other inputs, those that were passed over among them.
    public private(set) var files = 0
    /// Objects of our kinds.
    public private(set) var objects = 0
    /// Those among them with findings.
    public private(set) var objectsWithFindings = 0
    /// Documents of kinds that are not read, in the files that were.
    public private(set) var others = 0
    /// Files that a quick look was enough for.
    public private(set) var skipped = 0
    /// Files, folders and documents that could not be read.
    public private(set) var unreadable = 0
    private var findings: [Severity: Int] = [:]

    /// Nothing yet.
    public init() {}

    /// Counts one more input.
    public mutating func add(_ input: LintedInput) {
        switch input {
        case .reviewed(let file):
            files += 1
            objects += file.objects.count
            objectsWithFindings += file.objectsWithFindings
            others += file.others.count
            unreadable += file.problems.count
            for finding in file.findings { findings[finding.finding.severity, default: 0] += 1 }
        case .skipped(let input):
            guard input.wasOpened else { return }
            files += 1
            skipped += 1
        case .unreadable: unreadable += 1
        }
    }

    /// How many findings there are of a severity.
    public func count(of severity: Severity) -> Int { findings[severity] ?? 0 }

    /// Whether there is a finding at or above a severity.
    public func hasFindings(atOrAbove severity: Severity) -> Bool { Severity.allCases.contains { $0 >= severity && count(of: $0) > 0 } }

    /// "3 errors, 1 warning", the worst first; nil where there are none.
    public var findingsInWords: String? { Self.words(count(of:)) }

    /// "3 errors, 1 warning in 2 of 14 objects (10 files); passed over: 3 documents of other kinds; 1 input could not be read"
    public var text: String {
        let objects = Self.counted(objects, "object")
        let found = findingsInWords.map { "\($0) in \(objectsWithFindings) of \(objects)" } ?? "no findings in \(objects)"
        let parts = inputs
        return "\(found) (\(parts[0]))\(parts.dropFirst().map { "; \($0)" }.joined())"
    }

    /// "10 files; passed over: 3 documents of other kinds; 1 input could not be read"
    var inputsInWords: String { inputs.joined(separator: "; ") }

    private var inputs: [String] {
        let passedOver = [
            (others, "document of other kinds", "documents of other kinds"),
            (skipped, "file without any of ours", "files without any of ours"),
        ]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }.joined(separator: ", ")
        return [Self.counted(files, "file")] + (passedOver.isEmpty ? [] : ["passed over: \(passedOver)"])
            + (unreadable == 0 ? [] : ["\(Self.counted(unreadable, "input")) could not be read"])
    }

    /// "3 errors, 1 warning" of any count by severity.
    static func words(_ count: (Severity) -> Int) -> String? {
        let counts = [Severity.error, .warning, .info].map { (count($0), $0.word) }.filter { $0.0 > 0 }
        return counts.isEmpty ? nil : counts.map { counted($0, $1) }.joined(separator: ", ")
    }

    static func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
