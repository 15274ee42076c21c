import Manifests
import PolicyKinds
import SocketOptions

/// A list of raw options under review: what is written, what each platform makes of it, and a verdict for each option. A value that never
/// changes: each step of the classification makes the next one.
final class ClassifiedList: Sendable {
    let context: ReviewContext
    let object: PolicyObject
    let configuration: SocketConfiguration
    let list: SocketOptionList
    let options: [DecodedOption]
    /// What each option's description says, or the comment beside it where there is none.
    let descriptions: [Description?]
    /// What the listener binds: as the object shows, else as the environment says.
    let listenerFamily: ListenerFamily
    /// For each option its row, where it is sound at one look-up: no rule about single options is asked about it.
    let soundRows: [KnownOption?]
    /// One for each platform that differs. None where every option is sound at one look-up: nobody asks then.
    let resolutions: [Resolution]
    /// One for each option.
    let verdicts: [Verdict]
    /// How many options have each role by number or by meaning.
    let roleCounts: RoleCounts
    /// The roles that a keepalive recipe without descriptions lacks, if collisions stand in for exactly those: see SW103.
    let rolesOfCollisions: Set<KeepaliveRole>

    /// What has been made out of one option.
    struct Verdict: Sendable {
        /// The rule that took the option for a mistake, and what its author meant.
        let claim: Claim?
        /// The keepalive role of the option: the one it was meant to have, else the one its numbers have. nil for skipped and unreadable
        /// ones.
        let role: KeepaliveRole?

        var isClaimed: Bool { claim != nil }
        /// What the author meant the option to be, where the numbers say something else.
        var meant: MeantOption? { claim?.meant }
    }

    var environment: CompiledEnvironment { context.environment }

    /// - Parameter looksAtAll: whether sound options are looked at as well; the tests hold the short way to the long one.
    init(
        _ list: SocketOptionList, in configuration: SocketConfiguration, of object: PolicyObject, context: ReviewContext,
        looksAtAll: Bool = false
    ) {
        self.context = context
        self.object = object
        self.configuration = configuration
        self.list = list
        let environment = context.environment
        let family = Resolution.family(of: configuration, in: environment)
        listenerFamily = family
        let sound = SoundOptions(for: configuration, in: environment)
        let count = list.options.count
        var options: [DecodedOption] = []
        var descriptions: [Description?] = []
        var soundRows: [KnownOption?] = []
        options.reserveCapacity(count)
        descriptions.reserveCapacity(count)
        soundRows.reserveCapacity(count)
        for (index, raw) in list.options.enumerated() {
            let (option, description) = (DecodedOption(raw, index: index), Description(raw))
            soundRows.append(looksAtAll ? nil : sound.row(of: option, described: description))
            options.append(option)
            descriptions.append(description)
        }
        self.options = options
        self.descriptions = descriptions
        self.soundRows = soundRows
        guard soundRows.contains(where: { $0 == nil }) else {
            resolutions = []
            verdicts = soundRows.map { Verdict(claim: nil, role: $0?.keepaliveRole) }
            roleCounts = RoleCounts(verdicts)
            // A pair that is mistaken for another is never sound at one look-up.
            rolesOfCollisions = []
            return
        }
        let resolutions = environment.distinctPlatforms.map { platform in
            Resolution(of: options, for: configuration, on: platform, table: platform.table, in: environment)
        }
        self.resolutions = resolutions
        verdicts = options.indices.map { index in
            let isSkipped = resolutions.first?.options[index].skipped != nil
            return Verdict(
                claim: nil, role: isSkipped ? nil : resolutions.lazy.compactMap { $0.options[index].row?.keepaliveRole }.first)
        }
        roleCounts = RoleCounts(verdicts)
        rolesOfCollisions = Collision.roles(in: options, descriptions, verdicts)
    }

    private init(_ other: ClassifiedList, verdicts: [Verdict]) {
        context = other.context
        object = other.object
        configuration = other.configuration
        list = other.list
        options = other.options
        descriptions = other.descriptions
        soundRows = other.soundRows
        resolutions = other.resolutions
        listenerFamily = other.listenerFamily
        self.verdicts = verdicts
        roleCounts = RoleCounts(verdicts)
        rolesOfCollisions = Collision.roles(in: options, descriptions, verdicts)
    }

    /// An option as the first platform sees it.
    func review(_ index: Int) -> ClassifiedOption { ClassifiedOption(list: self, index: index) }

    /// The keepalive role of an option, by number or by meaning.
    func role(of index: Int) -> KeepaliveRole? { verdicts[index].role }

    /// The Linux constants that the list sets by number.
    var constants: Set<String> { Set(options.indices.lazy.compactMap { self.review($0).row?.constant }) }

    /// Classifies the options: each rule of "one mistake, one finding" in its order looks at all that no rule before it has claimed, and
    /// knows what those made out of the others.
    func classified() -> (list: ClassifiedList, findings: [Finding]) {
        let doubtful = soundRows.indices.filter { soundRows[$0] == nil }
        guard !doubtful.isEmpty else { return (self, []) }
        var list = self
        var findings: [Finding] = []
        for check in RuleRegistry.optionOrder {
            var verdicts: [Verdict]?
            for index in doubtful where !list.verdicts[index].isClaimed {
                guard let claim = check.look(list.review(index)) else { continue }
                findings.append(claim.finding)
                guard !check.goesOn else { continue }
                verdicts = verdicts ?? list.verdicts
                verdicts?[index] = Verdict(claim: claim, role: claim.meant.map(\.role) ?? list.verdicts[index].role)
            }
            if let verdicts { list = ClassifiedList(list, verdicts: verdicts) }
        }
        for index in doubtful where !list.verdicts[index].isClaimed {
            let option = list.review(index)
            for check in RuleRegistry.soundOption {
                if let finding = check.look(option) { findings.append(finding) }
            }
        }
        return (list, findings)
    }
}

/// How many options of a list have each keepalive role.
struct RoleCounts: Sendable {
    private var enable = 0
    private var idle = 0
    private var interval = 0
    private var count = 0

    init(_ verdicts: [ClassifiedList.Verdict]) {
        for verdict in verdicts {
            switch verdict.role {
            case .enable: enable += 1
            case .idle: idle += 1
            case .interval: interval += 1
            case .count: count += 1
            case nil: break
            }
        }
    }

    subscript(role: KeepaliveRole) -> Int {
        switch role {
        case .enable: enable
        case .idle: idle
        case .interval: interval
        case .count: count
        }
    }
}

/// What an option was meant to be: a keepalive setting, or another option of Linux.
struct MeantOption: Sendable {
    let constant: String
    let role: KeepaliveRole?
}
