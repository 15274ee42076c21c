/// The options of one platform. A look-up is one hash of two numbers and allocates nothing.
public struct OptionTable: Sendable {
    /// Every row, by level and name.
    public let options: [SocketOption]
    /// What the platform answers to a pair that is in no row: ENOPROTOOPT on Linux, success on gVisor.
    public let answerToUnknown: KernelAnswer
    /// Other constants of the platform's headers for a row, by constant: `SO_RCVTIMEO_OLD` is `SO_RCVTIMEO`.
    public let aliases: [String: String]
    private let rowByKey: [OptionKey: Int]
    private let rowByConstant: [String: Int]
    private let boxes: [KnownOption]

    /// A table of rows with distinct keys.
    public init(_ options: [SocketOption], aliases: [String: String] = [:], answerToUnknown: KernelAnswer = .refused(.ENOPROTOOPT)) {
        self.options = options
        self.aliases = aliases
        self.answerToUnknown = answerToUnknown
        rowByKey = Dictionary(options.indices.map { (options[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
        var rows = Dictionary(options.indices.map { (options[$0].constant, $0) }, uniquingKeysWith: { first, _ in first })
        for (alias, constant) in aliases where rows[alias] == nil { rows[alias] = rows[constant] }
        rowByConstant = rows
        boxes = options.map(KnownOption.init)
    }

    /// The row of a level and name, in its box.
    public func known(_ key: OptionKey) -> KnownOption? {
        guard let row = rowByKey[key] else { return nil }
        return boxes[row]
    }

    /// The row of a constant or one of its aliases, in its box.
    public func known(named constant: String) -> KnownOption? {
        guard let row = rowByConstant[constant] else { return nil }
        return boxes[row]
    }

    /// The row of a level and name.
    public subscript(key: OptionKey) -> SocketOption? {
        guard let row = rowByKey[key] else { return nil }
        return options[row]
    }

    /// The row of a constant or one of its aliases, for example `TCP_KEEPIDLE` or `SO_RCVTIMEO_OLD`. Case matters.
    public func named(_ constant: String) -> SocketOption? {
        guard let row = rowByConstant[constant] else { return nil }
        return options[row]
    }

    /// What the kernel answers to setsockopt(2) with these numbers.
    public func answer(to value: OptionValue, for key: OptionKey, in situation: SocketSituation) -> KernelAnswer {
        guard let row = rowByKey[key] else { return answerToUnknown }
        return options[row].answer(to: value, in: situation)
    }

    /// The table as a kernel of this release has it: options that came later are absent. Made anew each time; keep it.
    public func asOf(_ version: KernelVersion) -> OptionTable {
        let rows: [SocketOption] = options.filter { $0.since.map { $0.version <= version } ?? true }.map { $0.asOf(version) }
        return OptionTable(rows, aliases: aliases, answerToUnknown: answerToUnknown)
    }

    /// The same table with another row in place of one: what the tests of the table itself perturb.
    public func replacing(_ key: OptionKey, with option: SocketOption) -> OptionTable {
        OptionTable(options.map { $0.key == key ? option : $0 }, aliases: aliases, answerToUnknown: answerToUnknown)
    }
}
