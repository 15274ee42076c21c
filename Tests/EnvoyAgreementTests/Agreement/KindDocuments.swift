import PolicyKinds
import SocketOptions

/// A document of a kind, and what its author asks of sockets.
struct KindDocument: Sendable {
    let text: String
    /// What is asked of keepalive, by option: each number that stands there, in thousandths, so that parts of a second count.
    var asked: [OptionKey: Set<Int64>]
    /// Whether anything at all stands there.
    var isEmpty = false

    /// Whether sockets have something else.
    func differs(from keepalive: SocketKeepalive) -> Bool {
        let values: [OptionKey: Int32] = [
            OptionKey(1, 9): keepalive.isOn ? 1 : 0, OptionKey(6, 4): keepalive.idle, OptionKey(6, 5): keepalive.interval,
            OptionKey(6, 6): keepalive.count, OptionKey(6, 18): keepalive.userTimeout,
        ]
        return asked.contains { key, numbers in numbers.contains { values[key].map { Int64($0) * 1000 } != $0 } }
    }
}

/// Random documents of a setting: as people write it, and may get it wrong.
///
/// Of one seed every kind gets the same lists and the same numbers, in its own spelling: so each setting has to be given to Envoy only once.
struct KindDocuments {
    private var random: SplitMix64
    private var lists: RandomPolicies

    init(seed: UInt64, rows: [SocketOption]) {
        random = SplitMix64(seed: seed)
        lists = RandomPolicies(seed: seed, rows: rows)
    }

    /// - Parameter takesProtobuf: whether the kind reads a list as protobuf does, in both spellings.
    mutating func next(for setting: SettingPath, in specimen: Specimen, takesProtobuf: Bool) -> KindDocument {
        switch setting.holds {
        case .options: list(in: specimen, takesProtobuf)
        case .keepalive(let form): block(form, in: specimen)
        case .fields(let form): fields(form, in: specimen)
        }
    }

    // MARK: - A product's own fields

    private mutating func fields(_ form: OptionFields, in specimen: Specimen) -> KindDocument {
        if random.chance(4) {
            let (text, isEmpty) = random.pick([("null", true), ("[]", false), ("60", false), ("{}", true)])
            return KindDocument(text: specimen.document(with: text), asked: [:], isEmpty: isEmpty)
        }
        let values = ["0", "1", "3", "4", "46", "184", "252", "255", "256", "-1", "null", "true", "\"184\"", "1.5"]
        let members = form.fields.filter { _ in random.chance(60) }.map { "\"\($0.name)\": \(random.pick(values))" }
        let isEmpty = members.allSatisfy { $0.hasSuffix(": 0") || $0.hasSuffix(": null") }
        return KindDocument(text: specimen.document(with: "{\(members.joined(separator: ", "))}"), asked: [:], isEmpty: isEmpty)
    }

    // MARK: - Raw options

    private mutating func list(in specimen: Specimen, _ takesProtobuf: Bool) -> KindDocument {
        let options = lists.next()
        let isSnake = takesProtobuf && random.chance(50)
        switch random.chance(4) ? Int.random(in: 0..<5, using: &random) : 5 {
        case 0: return KindDocument(text: specimen.document(with: "null"), asked: [:], isEmpty: true)
        case 1: return KindDocument(text: specimen.document(with: "[]"), asked: [:], isEmpty: true)
        case 2: return KindDocument(text: specimen.document(with: "{}"), asked: [:])
        case 3: return KindDocument(text: specimen.document(with: #""keepalive""#), asked: [:])
        case 4: return KindDocument(text: specimen.document(with: "[1, null]"), asked: [:])
        default: break
        }
        var asked: [OptionKey: Set<Int64>] = [:]
        for option in options {
            guard let level = option.level.flatMap(Int32.init), let name = option.name.flatMap(Int32.init),
                [OptionKey(1, 9), OptionKey(6, 4), OptionKey(6, 5), OptionKey(6, 6), OptionKey(6, 18)].contains(OptionKey(level, name)),
                let value = option.intValue.flatMap(Int64.init), value.magnitude < 1 << 50
            else { continue }
            // Any number switches keepalive on.
            asked[OptionKey(level, name), default: []].insert((level == 1 ? (value == 0 ? 0 : 1) : value) * 1000)
        }
        let items = options.map { isSnake ? $0.envoyJSON : $0.manifestJSON }
        return KindDocument(text: specimen.document(with: "[\(items.joined(separator: ", "))]"), asked: asked)
    }

    // MARK: - Typed blocks

    private mutating func block(_ form: BlockForm, in specimen: Specimen) -> KindDocument {
        // Fields that share a map with others have no value of their own to be something else.
        if form.sharedPrefix == nil, random.chance(4) {
            let (text, isEmpty) = random.pick([("null", true), ("[]", false), (#""60s""#, false), ("true", false), ("60", false)])
            return KindDocument(text: specimen.document(with: text), asked: [:], isEmpty: isEmpty)
        }
        var asked: [OptionKey: Set<Int64>] = [OptionKey(1, 9): [1000]]
        var members: [String] = []
        for (role, name, form_) in form.fields where random.chance(70) {
            let name = random.chance(25) ? form.otherNames[role] ?? name : name
            let (text, thousandths) = literal(role, form_)
            members.append("\"\(name)\": \(text)")
            if let thousandths { asked[key(of: role)] = [thousandths] }
        }
        if members.isEmpty, form.whenEmpty == .nothing { asked = [:] }
        let isEmpty = asked.isEmpty
        return KindDocument(
            text: specimen.document(with: "{\(members.joined(separator: ", "))}"), asked: asked, isEmpty: isEmpty)
    }

    private func key(of role: KeepaliveRole) -> OptionKey {
        switch role {
        case .enable: OptionKey(1, 9)
        case .idle: OptionKey(6, 4)
        case .interval: OptionKey(6, 5)
        case .count: OptionKey(6, 6)
        }
    }

    /// A field's value in JSON, and what it asks for in thousandths; nil where it is no number that anybody could mean.
    private mutating func literal(_ role: KeepaliveRole, _ form: FieldForm) -> (String, Int64?) {
        if random.chance(4) { return (random.pick(Self.nonsense), nil) }
        if form.takesDuration {
            let (text, thousandths) = random.pick(random.chance(60) ? Self.soundDurations : Self.durations)
            return ("\"\(text)\"", thousandths)
        }
        var numbers: [Int64] = [1, 2, 3, 5, 20, 60, 75, 127]
        if random.chance(40) {
            numbers = [0, 128, 255, 32767, 32768, 60_000, 4_294_967_295, 4_294_967_296, -1, Int64.max]
            if let maximum = form.maximum { numbers += [maximum, maximum + 1] }
            if role != .count { numbers += [7200, 32767] }
        }
        let number = random.pick(numbers)
        let thousandths = number.multipliedReportingOverflow(by: 1000)
        let asked = thousandths.overflow ? nil : thousandths.partialValue
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return ("\"\(number)\"", asked)
        case 1: return ("\(number).0", asked)
        case 2: return ("\(number).5", nil)
        default: return ("\(number)", asked)
        }
    }

    private static let nonsense = [
        "null", "true", "[]", "{}", #""sixty""#, #""""#, #""${IDLE}""#, #""{{ .Values.idle }}""#, "60.5", "1e400", #""60""#, "60",
        #""60s""#,
    ]
    private static let soundDurations: [(String, Int64)] = [
        ("60s", 60_000), ("20s", 20_000), ("10s", 10_000), ("1m", 60_000), ("90s", 90_000), ("1h", 3_600_000), ("300s", 300_000),
    ]
    private static let durations: [(String, Int64)] = [
        ("0s", 0), ("0ms", 0), ("500ms", 500), ("999ms", 999), ("1s", 1000), ("1500ms", 1500), ("1.5s", 1500), ("0.5s", 500),
        ("1m30s", 90_000), ("32767s", 32_767_000), ("32768s", 32_768_000), ("9h6m7s", 32_767_000), ("9h6m8s", 32_768_000),
        ("9h6m7s999ms", 32_767_999), ("32767.9s", 32_767_900), ("100000s", 100_000_000), ("-1s", -1000), ("2h45m", 9_900_000),
        ("10h", 36_000_000), ("1us", 0), ("1h1.5s", 3_601_500), ("0", 0), ("60", 60_000), ("1 s", 1000), ("60.0s", 60_000),
        ("60.000000001s", 60_000),
    ]
}
