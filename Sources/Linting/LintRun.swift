public import Configuration
public import PolicyRules

/// A run of the linter over many files.
public struct LintRun: Sendable {
    /// In the order in which they were named.
    public internal(set) var files: [LintedFile]
    /// Files and folders that could not be opened.
    public private(set) var unreadable: [UnreadableFile]

    /// A run whose files are reviewed already.
    public init(files: [LintedFile] = [], unreadable: [UnreadableFile] = []) {
        self.files = files
        self.unreadable = unreadable
    }

    /// Reads and reviews files, several at a time, in a stable order.
    /// - Parameters:
    ///   - settings: for each of the finder's named paths.
    ///   - isThorough: whether files of folders are read that hold nothing to review at a quick look, so that their documents can be named.
    public init(over finder: FileFinder, settings: [Settings], day: CalendarDay, isThorough: Bool = false) async {
        files = []
        unreadable = finder.unreadable
        let found = finder.files
        // A few files a task: a task for each would cost more than most files do.
        let chunkSize = 64
        let chunks = stride(from: 0, to: found.count, by: chunkSize).map { found[$0..<min($0 + chunkSize, found.count)] }
        let results = await withTaskGroup(of: (Int, [Result<LintedFile, UnreadableFile>]).self) { group in
            for (index, chunk) in chunks.enumerated() {
                group.addTask { (index, chunk.map { Self.lint($0, settings[$0.root], day, isThorough: isThorough) }) }
            }
            var results = [[Result<LintedFile, UnreadableFile>]](repeating: [], count: chunks.count)
            for await (index, files) in group { results[index] = files }
            return results
        }
        for result in results.joined() {
            switch result {
            case .success(let file): files.append(file)
            case .failure(let problem): unreadable.append(problem)
            }
        }
    }

    private static func lint(
        _ file: FoundFile, _ settings: Settings, _ day: CalendarDay, isThorough: Bool
    ) -> Result<LintedFile, UnreadableFile> {
        let source: [UInt8]
        do {
            source = try FileBytes.read(file.path)
        } catch {
            return .failure(error)
        }
        // A folder holds many manifests, and templates of manifests, that are none of our business: they are not even parsed.
        let isOurs = file.isNamed || isThorough || QuickLook.isWorthReading(source)
        return .success(
            isOurs ? LintedFile(name: file.path, source: source, settings: settings, day: day) : LintedFile(passingOver: file.path))
    }

    /// The same run with one more input: standard input.
    public mutating func add(_ input: Result<LintedFile, UnreadableFile>) {
        switch input {
        case .success(let file): files.append(file)
        case .failure(let problem): unreadable.append(problem)
        }
    }

    /// Objects of our kinds in all files.
    public var objectCount: Int { files.reduce(0) { $0 + $1.objectCount } }

    /// Whether some input could not be read: files, or documents in files.
    public var hasUnreadableInput: Bool { unreadableCount > 0 }

    private var unreadableCount: Int { files.reduce(unreadable.count) { $0 + $1.problems.count } }

    /// How many findings there are of a severity.
    public func count(of severity: Severity) -> Int {
        files.reduce(0) { $0 + $1.findings.count { $0.finding.severity == severity } }
    }

    /// Whether there is a finding at or above a severity.
    public func hasFindings(atOrAbove severity: Severity) -> Bool {
        files.contains { $0.findings.contains { $0.finding.severity >= severity } }
    }

    /// Documents of kinds that are not read, in the files that were.
    public var otherCount: Int { files.reduce(0) { $0 + $1.others.count } }

    /// "3 errors, 1 warning in 2 of 14 objects (10 files); passed over: 3 documents of other kinds; 1 input could not be read"
    public var summary: String {
        func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let counts = [Severity.error, .warning, .info].map { (count(of: $0), $0.word) }.filter { $0.0 > 0 }
        let found = counts.map { counted($0, $1) }.joined(separator: ", ")
        let withFindings = files.reduce(0) { $0 + $1.objectsWithFindings }
        let objects = counted(objectCount, "object")
        let unread = unreadableCount == 0 ? "" : "; \(counted(unreadableCount, "input")) could not be read"
        let isWhole = files.count { $0.isPassedOver }
        let passed = [
            (otherCount, "document of other kinds", "documents of other kinds"),
            (isWhole, "file without any of ours", "files without any of ours"),
        ]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }.joined(separator: ", ")
        let passedOver = passed.isEmpty ? "" : "; passed over: \(passed)"
        return (found.isEmpty ? "no findings in \(objects)" : "\(found) in \(withFindings) of \(objects)")
            + " (\(counted(files.count, "file")))\(passedOver)\(unread)"
    }
}
