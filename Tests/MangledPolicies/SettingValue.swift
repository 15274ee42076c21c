import Manifests
import PolicyKinds
import SocketOptions

/// The value of a setting as people write it, and what they get wrong about it.
struct SettingValue {
    /// A field and its value as JSON.
    typealias Field = (name: String, value: String)

    private enum Form {
        case options([[Field]])
        case block(BlockForm, [Field])
        case fields([Field])
        case other(String)
    }

    private var form: Form
    private let isSnake: Bool

    /// The guide's recipe: 60 s, 20 s, 3 probes.
    init(goodFor setting: SettingPath, in specimen: Specimen) {
        var isSnake = false
        switch setting.holds {
        case .options:
            isSnake = Self.takesSnakeCase(specimen)
            let key = isSnake ? "int_value" : "intValue"
            let rows = [
                ("enable keepalive", 1, 9, 1), ("idle time", 6, 4, 60), ("keepalive interval", 6, 5, 20),
                ("keepalive probes count", 6, 6, 3),
            ]
            form = .options(
                rows.map { description, level, name, value in
                    [
                        ("description", "\"\(description)\""), ("level", "\(level)"), ("name", "\(name)"), (key, "\(value)"),
                        ("state", "\"STATE_PREBIND\""),
                    ]
                })
        case .keepalive(let block):
            form = .block(
                block,
                block.fields.filter(\.form.isApplied).map { role, name, form in
                    (name, form.json(of: role == .count ? 3 : role == .interval ? 20 : 60))
                })
        case .fields(let fields): form = .fields([(fields.fields[0].name, "184")])
        }
        self.isSnake = isSnake
    }

    private static func takesSnakeCase(_ specimen: Specimen) -> Bool {
        let text = specimen.document(with: #"[{"level": 6, "name": 4, "int_value": 60}]"#)
        guard case .success(let tree)? = ManifestReader.documents(in: Array(text.utf8)).first,
            let list = tree.objects.first.flatMap(PolicyObject.init(from:))?.configurations.lazy.compactMap(\.options).first
        else { return false }
        return list.options.first?.otherFields.isEmpty ?? false
    }

    /// Of a block with a map of its own each field by itself, as JSON; nil where it has none.
    var fieldsAlone: [String]? {
        guard case .block(let block, let fields) = form, block.sharedPrefix == nil, !fields.isEmpty else { return nil }
        return fields.map { "\"\($0.name)\": \($0.value)" }
    }

    /// In one line.
    var json: String {
        func map(_ fields: [Field]) -> String { "{" + fields.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}" }
        return switch form {
        case .options(let options): "[" + options.map(map).joined(separator: ", ") + "]"
        case .block(let form, let fields): form.sharedPrefix == nil || !fields.isEmpty ? map(fields) : "{}"
        case .fields(let fields): map(fields)
        case .other(let json): json
        }
    }
}

/// Mistakes.
extension SettingValue {
    /// One to three of them.
    mutating func mangle(with random: inout some RandomNumberGenerator) -> [String] {
        var mistakes: [String] = []
        for _ in 0..<(1 + (random.chance(40) ? 1 : 0) + (random.chance(15) ? 1 : 0)) {
            switch form {
            case .options(var options):
                mistakes.append(mangle(&options, with: &random))
                form = .options(options)
            case .block(let block, var fields):
                if mistakes.isEmpty, block.sharedPrefix == nil, random.chance(8) {
                    let text = random.pick(["null", "{}"])
                    form = .other(text)
                    return [text]
                }
                mistakes.append(mangle(&fields, of: block, with: &random))
                form = .block(block, fields)
            case .fields:
                form = .fields([(random.pick(fieldsNames), "46")])
                return ["46"]
            case .other: break
            }
        }
        return mistakes
    }

    private var fieldsNames: [String] {
        if case .fields(let fields) = form { fields.map(\.name) } else { [] }
    }

    private static func set(_ name: String, _ value: String, in option: inout [Field]) {
        for index in option.indices where option[index].name == name { option[index].value = value }
    }

    private mutating func mangle(_ options: inout [[Field]], with random: inout some RandomNumberGenerator) -> String {
        let key = isSnake ? "int_value" : "intValue"
        func index(_ level: String, _ name: String) -> Int? {
            options.firstIndex { option in
                option.contains { $0.name == "level" && $0.value == level } && option.contains { $0.name == "name" && $0.value == name }
            }
        }
        func value(_ level: String, _ name: String, _ number: String) {
            if let index = index(level, name) { Self.set(key, number, in: &options[index]) }
        }
        func pair(_ level: String, _ name: String, _ other: (String, String)) {
            guard let index = index(level, name) else { return }
            Self.set("level", other.0, in: &options[index])
            Self.set("name", other.1, in: &options[index])
        }
        func add(_ fields: [Field]) { options.append(fields + [("state", "\"STATE_PREBIND\"")]) }
        let any = Int(random.next() % UInt64(options.count))
        let mistake = random.pick(Self.listMistakes)
        switch mistake {
        case "macOS's SO_KEEPALIVE": pair("1", "9", ("65535", "8"))
        case "macOS's TCP_KEEPALIVE": pair("6", "4", ("6", "16"))
        case "FreeBSD's TCP_KEEPIDLE": pair("6", "4", ("6", "256"))
        case "swapped": pair("6", "4", ("4", "6"))
        case "swapped enable": pair("1", "9", ("9", "1"))
        case "TCP_DEFER_ACCEPT for SO_KEEPALIVE": pair("1", "9", ("6", "9"))
        case "STATE_LISTENING": for index in options.indices { Self.set("state", "\"STATE_LISTENING\"", in: &options[index]) }
        case "misspelt state": Self.set("state", "\"PREBIND\"", in: &options[any])
        case "number as state": Self.set("state", "2", in: &options[any])
        case "no SO_KEEPALIVE": if options.count > 1, let index = index("1", "9") { options.remove(at: index) }
        case "SO_KEEPALIVE off": value("1", "9", "0")
        case "SO_KEEPALIVE true": value("1", "9", "true")
        case "no idle time": if let index = index("6", "4"), options.count > 1 { options.remove(at: index) }
        case "no interval, no count":
            if let index = index("6", "5"), options.count > 1 { options.remove(at: index) }
            if let index = index("6", "6"), options.count > 1 { options.remove(at: index) }
        case "another spelling": rename(&options[any], key, random.pick(["value", "intvalue", isSnake ? "optval" : "int_value"]))
        case "optname": rename(&options[any], "name", "optname")
        case "milliseconds": value("6", "4", "60000")
        case "suspected milliseconds": value("6", "5", "20000")
        case "zero": value("6", "4", "0")
        case "long idle": value("6", "4", "400")
        case "one probe": value("6", "6", "1")
        case "too often": value("6", "4", "5")
        case "quick probes": value("6", "5", "1")
        case "many slow probes": value("6", "6", "127")
        case "too many probes": value("6", "6", "200")
        case "twice": options.append(options[any])
        case "twice with another value":
            options.append(options[any])
            Self.set(key, "61", in: &options[options.count - 1])
        case "both values": options[any].append((isSnake ? "buf_value" : "bufValue", "\"PAAAAA==\""))
        case "no value": options[any].removeAll { $0.name == key }
        case "no level": options[any].removeAll { $0.name == "level" }
        case "contradiction": Self.set("description", "\"TCP_KEEPINTVL\"", in: &options[any])
        case "name as it is": add([("level", "6"), ("name", "13"), (isSnake ? "buf_value" : "bufValue", "\"cubic\"")])
        case "DSCP": add([("description", "\"DSCP EF\""), ("level", "0"), ("name", "1"), (key, "46")])
        case "cork": add([("level", "6"), ("name", "3"), (key, "1")])
        case "don't route": add([("level", "1"), ("name", "5"), (key, "1"), ("description", "\"SO_DONTROUTE\"")])
        case "UDP": add([("level", "17"), ("name", "100"), (key, "1")])
        case "read only": add([("description", "\"SO_ERROR\""), ("level", "1"), ("name", "4"), (key, "1")])
        case "user timeout": add([("description", "\"TCP_USER_TIMEOUT\""), ("level", "6"), ("name", "18"), (key, "30000")])
        case "33 bits": value("6", "4", "4294967356")
        case "mark": add([("description", "\"SO_MARK\""), ("level", "1"), ("name", "36"), (key, "1")])
        case "newer kernel": add([("description", "\"TCP_RTO_MAX_MS\""), ("level", "6"), ("name", "44"), (key, "30000")])
        case "congestion module": add([("level", "6"), ("name", "13"), (isSnake ? "buf_value" : "bufValue", "\"YmJyAA==\"")])
        case "datagram": options[any].append(("type", "{\"datagram\": {}}"))
        default: break
        }
        return mistake
    }

    private static let listMistakes = [
        "macOS's SO_KEEPALIVE", "macOS's TCP_KEEPALIVE", "FreeBSD's TCP_KEEPIDLE", "swapped", "swapped enable",
        "TCP_DEFER_ACCEPT for SO_KEEPALIVE", "STATE_LISTENING", "misspelt state", "number as state", "no SO_KEEPALIVE", "SO_KEEPALIVE off",
        "SO_KEEPALIVE true", "no idle time", "no interval, no count", "another spelling", "optname", "milliseconds",
        "suspected milliseconds", "zero", "long idle", "one probe", "too often", "quick probes", "many slow probes", "too many probes",
        "twice", "twice with another value", "both values", "no value", "no level", "contradiction", "name as it is", "DSCP", "cork",
        "don't route", "UDP", "read only", "user timeout", "33 bits", "mark", "newer kernel", "congestion module", "datagram",
    ]

    private func rename(_ option: inout [Field], _ name: String, _ other: String) {
        for index in option.indices where option[index].name == name { option[index].name = other }
    }

    private mutating func mangle(_ fields: inout [Field], of block: BlockForm, with random: inout some RandomNumberGenerator) -> String {
        guard !fields.isEmpty else { return "nothing" }
        let any = Int(random.next() % UInt64(fields.count))
        let (role, _, form) = block.fields.first { $0.name == fields[any].name } ?? block.fields[0]
        let mistake = random.pick(Self.blockMistakes)
        switch mistake {
        case "another name":
            let others = [
                "keepalivetime", "keepAliveTime", "keepalive_time", "idleTime", "interval", "keepalive_interval", "probes", "retries",
            ]
            let roles: [KeepaliveRole] = [.idle, .idle, .idle, .idle, .interval, .interval, .count, .count]
            let choices = zip(others, roles).filter { $0.1 == role }.map(\.0)
            if block.sharedPrefix == nil, !choices.isEmpty { fields[any].name = random.pick(choices) }
        case "another type": fields[any].value = form.takesDuration ? "60" : "\"60s\""
        case "number as text": fields[any].value = "\"20\""
        case "words": fields[any].value = "\"60 seconds\""
        case "nonsense": fields[any].value = "\"soon\""
        case "zero": fields[any].value = form.takesDuration ? "\"0s\"" : "0"
        case "negative": fields[any].value = form.takesDuration ? "\"-1s\"" : "-1"
        case "over the maximum": fields[any].value = form.json(of: 40_000)
        case "milliseconds": fields[any].value = form.json(of: 60_000)
        case "fraction": fields[any].value = form.takesDuration ? "\"20500ms\"" : "20.5"
        case "long": fields[any].value = form.json(of: role == .count ? 120 : 4000)
        case "short": fields[any].value = form.json(of: 1)
        case "missing": fields.remove(at: any)
        default: break
        }
        return "\(mistake) (\(role))"
    }

    private static let blockMistakes = [
        "another name", "another type", "number as text", "words", "nonsense", "zero", "negative", "over the maximum", "milliseconds",
        "fraction", "long", "short", "missing", "missing",
    ]
}
