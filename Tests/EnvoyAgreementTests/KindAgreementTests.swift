import Foundation
import Manifests
import SocketOptions
import Testing

@testable import PolicyKinds
@testable import PolicyRules

extension EnvoyTests {
    /// Every kind's reading against what Envoy does with what the kind's product makes of it. Whoever adds a kind adds nothing here.
    struct KindAgreementTests {
        @Test
        func `every kind's settings do in Envoy what their review says`() async throws {
            let environment = ProcessInfo.processInfo.environment
            let seed = environment["SOCKWARDEN_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000_000)
            let count = max(500, environment["SOCKWARDEN_RANDOM_POLICIES"].flatMap(Int.init) ?? 0)
            let tools = try await ToolChoice()

            // Read by the ordinary way, a kind after the other on as many threads as there are.
            let readings = try await withThrowingTaskGroup(of: (Int, KindReading).self) { group in
                for (index, kind) in PolicyKinds.all.enumerated() {
                    group.addTask { (index, try KindReading(of: kind, count: count, seed: seed, tools: tools)) }
                }
                var readings: [(Int, KindReading)] = []
                for try await reading in group { readings.append(reading) }
                return readings.sorted { $0.0 < $1.0 }.map(\.1)
            }

            // Each setting is given to Envoy once, whoever asks for it.
            var outcomes: [ToolChoice.Sort: [GivenSetting: SocketOutcome]] = [:]
            for sort in ToolChoice.Sort.allCases {
                let cases = readings.filter { $0.sort == sort }.flatMap(\.cases)
                var settings: [GivenSetting] = []
                var expectations: [GivenSetting: Expectation] = [:]
                for one in cases {
                    guard case .given(let setting, let expectation, _) = one.fate, expectations[setting] == nil else { continue }
                    settings.append(setting)
                    expectations[setting] = expectation
                }
                var judge = SettingJudge(tool: tools.tool(sort))
                outcomes[sort] = try await judge.outcomes(
                    of: settings, suspects: Set(settings.filter { expectations[$0] == .none(.refusedWhenParsed) }))
                // Of sockets that connect only Envoy's log says which option failed.
                var predicted: [String: Int] = [:]
                for setting in settings where !setting.isDownstream {
                    guard case .none(.rejected(.option(let key, _)))? = expectations[setting] else { continue }
                    predicted[key, default: 0] += 1
                }
                for (key, count) in predicted { #expect(judge.failedUpstream[key, default: 0] >= count, "\(key)") }
            }

            var silent: [String] = []
            for reading in readings {
                var tally = KindTally()
                for one in reading.cases {
                    let outcome: SocketOutcome? =
                        if case .given(let setting, _, _) = one.fate { outcomes[reading.sort]?[setting] } else { nil }
                    for complaint in tally.count(one, outcome: outcome) {
                        Issue.record("\(reading.name), seed \(seed): \(complaint)\n\(one.document.text)")
                    }
                }
                if reading.cases.isEmpty {
                    silent.append(reading.name)
                    continue
                }
                #expect(reading.cases.count >= 500)
                print(
                    "Envoy agreement, \(reading.name): \(reading.cases.count) documents, \(tally.disagreements) disagreements, "
                        + "\(tally.silentLosses) silent losses, \(tally.falseRefusals) refusals that are none (\(tally.summary)), Envoy \(tools.release(reading.sort))"
                )
                #expect(tally.disagreements == 0 && tally.silentLosses == 0 && tally.falseRefusals == 0)
            }
            print(
                "Envoy agreement of kinds: \(outcomes.values.map(\.count).reduce(0, +)) settings, seed \(seed); "
                    + (silent.isEmpty
                        ? "no kind left out" : "left out, as nothing of theirs becomes Envoy's: \(silent.joined(separator: ", "))"))
        }
    }
}

/// Which Envoy a product's settings are given to: the newest, or 1.36 where the product never shipped a newer line.
struct ToolChoice: Sendable {
    enum Sort: CaseIterable { case newest, old }

    private let releases: [Sort: Release]

    init() async throws {
        var releases: [Sort: Release] = [:]
        releases[.newest] = try await EnvoyTool.newest?.release()
        releases[.old] = try await EnvoyTool.old?.release()
        self.releases = releases
    }

    func tool(_ sort: Sort) -> EnvoyTool? { sort == .old ? EnvoyTool.old : EnvoyTool.newest }

    func release(_ sort: Sort) -> String { releases[sort].map { "\($0)" } ?? "?" }

    func release(number sort: Sort) -> Release? { releases[sort] }

    func sort(of product: Product) -> Sort {
        guard let old = releases[.old], let newest = product.envoys.map(\.envoy).max() else { return .newest }
        return newest <= old ? .old : .newest
    }
}

/// What should come of a setting.
enum Expectation: Sendable, Hashable {
    case none(Verdict)
    /// Whichever option it is that fails.
    case refusedByKernel
    case sockets(SocketKeepalive)
    /// The node decides.
    case undetermined

    func isFulfilled(by outcome: SocketOutcome, of setting: GivenSetting) -> Bool {
        switch (self, outcome) {
        case (.undetermined, _): true
        case (.none(let expected), .none(let actual)):
            // Of sockets that connect Envoy's answer does not say which option failed.
            expected.isFulfilled(by: actual) || !setting.isDownstream && expected.isRejection && actual.isRejection
        // Envoy calls connect(2) all the same, and where options before the failed one make that fail too, it says so instead.
        case (.none(let expected), .unreachable): !setting.isDownstream && expected.isRejection
        case (.refusedByKernel, .none(let actual)): actual.isRejection
        // Some raw options that are taken make connections impossible.
        case (.sockets, .unreachable): setting.json.hasPrefix("[")
        case (.sockets(let expected), .sockets(let actual)): expected == actual
        default: false
        }
    }
}

extension Verdict {
    fileprivate var isRejection: Bool {
        if case .rejected = self { true } else { false }
    }
}

/// The documents of a kind, read and reviewed.
struct KindReading: Sendable {
    let name: String
    let sort: ToolChoice.Sort
    private(set) var cases: [Case] = []

    struct Case: Sendable {
        let document: KindDocument
        let said: Said
        let fate: Fate
    }

    /// What becomes of a document before any proxy gets it.
    enum Fate: Sendable {
        /// `isRefusedElsewhere`: where the object does not show a backend's family, and the other family refuses what this one skips, rules
        /// report that refusal.
        case given(GivenSetting, Expectation, isRefusedElsewhere: Bool)
        /// Refused, or nothing that is handed on.
        case refused, nothing
    }

    init(of kind: PolicyKind, count: Int, seed: UInt64, tools: ToolChoice) throws {
        name = kind.kind
        sort = tools.sort(of: kind.product)
        var environment = try Prediction.environment(on: .ipv4, as: .unprivileged)
        environment.releases["envoy"] = tools.release(number: sort)
        guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { throw EnvoyFailure("no day") }
        let context = ReviewContext(environment: CompiledEnvironment(environment), day: day)
        let settings = kind.settings.filter { setting in
            setting.specimen != nil && setting.becomes != .acceptedConnections && setting.becomes != .backendConnections
        }
        guard !settings.isEmpty else { return }
        var documents = KindDocuments(seed: seed, rows: RunningKernel.table.options)
        let takesProtobuf = settings.map(Self.takesProtobuf)
        // Each admin port needs an Envoy of its own.
        var admins = 0
        var index = 0
        while cases.count < count {
            let position = index % settings.count
            let setting = settings[position]
            index += 1
            if setting.becomes == .adminOptions {
                admins += 1
                if admins > 20, settings.count > 1 { continue }
            }
            guard let specimen = setting.specimen else { continue }
            let document = documents.next(for: setting, in: specimen, takesProtobuf: takesProtobuf[position])
            cases.append(try Self.read(document, as: setting, in: context))
        }
    }

    private static func takesProtobuf(_ setting: SettingPath) -> Bool {
        guard let text = setting.specimen?.document(with: #"[{"level": 6, "name": 4, "int_value": 60}]"#),
            let options = object(text)?.configurations.lazy.compactMap(\.options).first
        else { return false }
        return options.options.first?.otherFields.isEmpty ?? false
    }

    /// nil where nobody reviews it.
    private static func object(_ text: String) -> PolicyObject? {
        let documents = ManifestReader.documents(in: Array(text.utf8))
        guard let tree = try? documents.first?.get() else { return nil }
        return tree.objects.first.flatMap(PolicyObject.init(from:))
    }

    private static func read(_ document: KindDocument, as setting: SettingPath, in context: ReviewContext) throws -> Case {
        guard let object = object(document.text) else { return Case(document: document, said: Said([]), fate: .nothing) }
        let said = Said(PolicyReview(of: object, in: context).findings)
        let found = object.configurations.first {
            $0.setting.fieldName == setting.fieldName && $0.setting.becomes == setting.becomes
        }
        guard let configuration = found else { return Case(document: document, said: said, fate: .nothing) }
        let fate: Fate
        switch configuration.proxySetting {
        case .nothing: fate = .nothing
        case .refused: fate = .refused
        case .field(let json):
            let family = Resolution.family(of: configuration, in: context.environment).socketFamily
            fate = .given(
                GivenSetting(field: configuration.setting.becomes, json: json, family: family),
                try expectation(of: configuration, in: object, context),
                isRefusedElsewhere: isRefusedElsewhere(configuration, context))
        }
        return Case(document: document, said: said, fate: fate)
    }

    private static func isRefusedElsewhere(_ configuration: SocketConfiguration, _ context: ReviewContext) -> Bool {
        guard let list = configuration.options else { return false }
        let options = list.options.enumerated().map { DecodedOption($1, index: $0) }
        let resolution = Resolution(
            of: options, for: configuration, on: .current, table: RunningKernel.table, in: context.environment)
        return resolution.outcome != Prediction(of: options, for: configuration, in: context.environment).resolution.outcome
    }

    /// What the rules' own values say.
    private static func expectation(
        of configuration: SocketConfiguration, in object: PolicyObject, _ context: ReviewContext
    ) throws -> Expectation {
        switch configuration.settings {
        case .options(let list):
            var options = list.options.enumerated().map { DecodedOption($1, index: $0) }
            // What the product sets by itself stands before what it makes of its fields.
            if list.productFields != nil, case .field(let json) = configuration.proxySetting {
                options = try Prediction.options(ofProtobuf: [String(json.dropFirst().dropLast())])
            }
            let prediction = Prediction(of: options, for: configuration, in: context.environment)
            guard let verdict = prediction.verdict else { return .undetermined }
            return verdict == .accepted ? .sockets(try SocketKeepalive(predictedBy: prediction)) : .none(verdict)
        case .keepalive(let block):
            // A UInt32Value.
            for field in block.fields where field.form.isApplied {
                if case .above(let number) = field.reading, number > Int64(UInt32.max), !configuration.setting.becomes.isRaw {
                    return .none(.refusedWhenParsed)
                }
            }
            var keepalive = try SocketKeepalive.untouched()
            let typed = TypedBlock(context: context, object: object, configuration: configuration, block: block)
            guard let effective = EffectiveKeepalive(typed) else { return .sockets(keepalive) }
            guard effective.inForce != nil else { return .refusedByKernel }
            keepalive.isOn = true
            keepalive.isArmed = true
            keepalive.idle = effective.idle.value.map(Int32.init(clamping:)) ?? keepalive.idle
            keepalive.interval = effective.interval.value.map(Int32.init(clamping:)) ?? keepalive.interval
            keepalive.count = effective.count.value.map(Int32.init(clamping:)) ?? keepalive.count
            return .sockets(keepalive)
        }
    }
}

/// What came of a kind's documents.
struct KindTally {
    private(set) var disagreements = 0
    /// Documents whose author is not told of what Envoy or its sockets lack.
    private(set) var silentLosses = 0
    /// Errors that call refused what Envoy takes.
    private(set) var falseRefusals = 0
    private var kinds: [String: Int] = [:]
    private var complaints = 0

    /// Returns what is wrong, for the first few.
    mutating func count(_ one: KindReading.Case, outcome: SocketOutcome?) -> [String] {
        var wrong: [String] = []
        let said = one.said
        switch (one.fate, outcome) {
        case (.refused, _):
            kinds["refused before Envoy", default: 0] += 1
            if said.errors.isEmpty { wrong.append(silentLoss("refused before any proxy gets it")) }
        case (.nothing, _):
            kinds["nothing", default: 0] += 1
            if !one.document.isEmpty, said.losses.isEmpty { wrong.append(silentLoss("nothing is handed on")) }
        case (.given(let setting, let expectation, let isRefusedElsewhere), let outcome?):
            if !expectation.isFulfilled(by: outcome, of: setting) {
                disagreements += 1
                wrong.append("predicted \(expectation), Envoy: \(outcome); given \(setting.json)")
            }
            switch outcome {
            case .none(let verdict):
                kinds[verdict == .refusedWhenParsed ? "refused when parsed" : "refused by the kernel", default: 0] += 1
                if !said.foretellsLoss { wrong.append(silentLoss("Envoy: \(verdict)")) }
            case .unreachable:
                kinds["unreachable", default: 0] += 1
                if said.losses.isEmpty { wrong.append(silentLoss("no connection comes about")) }
            case .sockets(let keepalive):
                kinds[keepalive.isOn ? "keepalive" : "no keepalive", default: 0] += 1
                if one.document.differs(from: keepalive), said.losses.isEmpty {
                    wrong.append(silentLoss("sockets have \(keepalive), asked was \(one.document.asked)"))
                }
                if !said.refusals.isEmpty, !isRefusedElsewhere {
                    falseRefusals += 1
                    wrong.append("\(said.refusals) call refused what Envoy takes: \(setting.json)")
                }
            }
        case (.given, nil):
            disagreements += 1
            wrong.append("Envoy was not asked")
        }
        complaints += wrong.count
        return complaints > 8 ? [] : wrong
    }

    private mutating func silentLoss(_ text: String) -> String {
        silentLosses += 1
        return "nobody says that: \(text)"
    }

    var summary: String { kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ") }
}
