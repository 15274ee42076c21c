import Manifests
public import PolicyKinds

/// All that a review needs to know besides the object: passed in, so that a review is a pure function.
public struct ReviewContext: Sendable {
    /// What the proxies run on, and what stands on the way.
    public var environment: CompiledEnvironment
    /// What the cluster makes of each rule.
    public var rules: RuleSettings
    /// What is done to the object.
    public var operation: Operation
    /// The object before an update.
    public var oldObject: PolicyObject?
    /// Where the object was read from.
    public var origin: Origin
    /// Today, for suppressions that expire.
    public var day: CalendarDay
    /// Which findings an author's annotations may silence.
    public var annotations: AnnotationReach

    /// What is done to an object, as far as rules care.
    public enum Operation: Sendable, Hashable { case create, update }

    /// Where the object was read from.
    public enum Origin: Sendable, Hashable {
        /// A file: the API server has not seen it yet.
        case manifest
        /// An AdmissionReview: the API server has pruned what it does not serve.
        case admission
    }

    /// Which findings an author's annotations may silence.
    public enum AnnotationReach: String, Sendable, Hashable, CaseIterable {
        /// Warnings and infos; errors stay, so that no author lets himself through.
        case warnings
        /// Everything.
        case all
        /// Nothing.
        case none
    }

    /// A context; by default a manifest that is about to be created.
    public init(
        environment: CompiledEnvironment = .standard, rules: RuleSettings = RuleSettings(), operation: Operation = .create,
        oldObject: PolicyObject? = nil, origin: Origin = .manifest, day: CalendarDay, annotations: AnnotationReach = .warnings
    ) {
        self.environment = environment
        self.rules = rules
        self.operation = operation
        self.oldObject = oldObject
        self.origin = origin
        self.day = day
        self.annotations = annotations
    }
}

/// A day of the Gregorian calendar, in UTC.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...days[month - 1]).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// A day as ISO 8601 writes it: "2027-01-31". nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// By date.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// As ISO 8601 writes it: "2027-01-31".
    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
