public import Configuration
public import PolicyRules

/// A run of the linter over many inputs: several are read and reviewed at a time, each is handed on in the order in which it was found,
/// and only the few that are under way are held.
public struct LintRun: Sendable {
    private let settings: [CompiledSettings]
    private let day: CalendarDay
    private let isThorough: Bool
    private let gateways: GatewaysOfRun?

    /// - Parameters:
    ///   - settings: for each of the named paths.
    ///   - day: today, for suppressions that expire.
    ///   - isThorough: whether files of folders are read that hold nothing to review at a quick look, so that their documents can be named.
    ///   - gateways: those in the run's files, for policies that are applied to them.
    public init(settings: [Settings], day: CalendarDay, isThorough: Bool = false, gateways: GatewaysOfRun? = nil) {
        self.gateways = gateways
        self.settings = settings.map(CompiledSettings.init)
        self.day = day
        self.isThorough = isThorough
    }

    /// A few files a task: a task for each would cost more than most files do.
    private static let chunkSize = 16
    /// How many chunks are under way or wait for their turn.
    private static let window = 8

    /// Reads and reviews inputs.
    /// - Parameter handOn: called with one after the other, in their order. What it throws ends the run.
    public func review(_ inputs: some Sequence<FoundInput>, handOn: (LintedInput) throws -> Void) async throws {
        var inputs = inputs.makeIterator()
        try await withThrowingTaskGroup(of: (Int, [LintedInput]).self) { group in
            var done: [Int: [LintedInput]] = [:]
            var started = 0
            var next = 0
            while true {
                while started < next + Self.window {
                    let chunk = Self.chunk(of: &inputs)
                    guard !chunk.isEmpty else { break }
                    group.addTask { [started] in (started, chunk.map(lint)) }
                    started += 1
                }
                guard next < started else { return }
                while done[next] == nil, let (index, results) = try await group.next() { done[index] = results }
                for input in done.removeValue(forKey: next) ?? [] { try handOn(input) }
                next += 1
            }
        }
    }

    private static func chunk(of inputs: inout some IteratorProtocol<FoundInput>) -> [FoundInput] {
        var chunk: [FoundInput] = []
        while chunk.count < chunkSize, let input = inputs.next() { chunk.append(input) }
        return chunk
    }

    private func lint(_ input: FoundInput) -> LintedInput {
        switch input {
        case .unreadable(let problem): return .unreadable(problem)
        case .skipped(let skipped): return .skipped(skipped)
        case .text(let name, let source, let root):
            return .reviewed(LintedFile(name: name, source: source, settings: settings[root], day: day, gateways: gateways))
        case .standardInput(let name, let source, let root):
            return .reviewed(
                LintedFile(name: name, source: source, settings: settings[root], day: day, origin: .standardInput, gateways: gateways))
        case .file(let file):
            let source: [UInt8]
            do {
                // What nobody has named was found in a folder, as an ordinary file.
                source = try file.isNamed ? FileBytes.read(file.path) : FileBytes.readOrdinary(file.path)
            } catch {
                return .unreadable(error)
            }
            // A folder holds many manifests, and templates of manifests, that are none of our business: they are not even parsed.
            guard file.isNamed || isThorough || QuickLook.isWorthReading(source) else {
                return .skipped(SkippedInput(path: file.path, reason: "no kind that is read, at a quick look", wasOpened: true))
            }
            return .reviewed(
                LintedFile(name: file.path, source: source, settings: settings[file.root], day: day, origin: .file, gateways: gateways))
        }
    }
}

/// Something to look at, or why not.
public enum FoundInput: Sendable {
    /// A file that is still to be read.
    case file(FoundFile)
    /// What was read already: its name for people, its bytes, and the number of the named path that led to it.
    case text(name: String, bytes: [UInt8], root: Int)
    /// The same of standard input.
    case standardInput(name: String, bytes: [UInt8], root: Int)
    /// What could not be opened.
    case unreadable(UnreadableFile)
    /// What is not looked at.
    case skipped(SkippedInput)
}

/// What became of an input.
public enum LintedInput: Sendable {
    /// It was read and reviewed.
    case reviewed(LintedFile)
    /// It could not be read.
    case unreadable(UnreadableFile)
    /// It was not looked at.
    case skipped(SkippedInput)
}

/// An input that is not looked at.
public struct SkippedInput: Sendable, Hashable {
    /// The file or folder.
    public let path: String
    /// Why, in words.
    public let reason: String
    /// Whether it took a look into it to know; else its name or place was enough, and it counts nowhere.
    public let wasOpened: Bool

    /// Something with a reason.
    public init(path: String, reason: String, wasOpened: Bool = false) {
        self.path = path
        self.reason = reason
        self.wasOpened = wasOpened
    }
}
