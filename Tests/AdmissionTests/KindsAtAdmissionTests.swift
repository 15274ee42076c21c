import Admission
import Configuration
import Foundation
import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// What admission does with a bad object, it does for every kind.
@Suite struct KindsAtAdmissionTests {
    /// Kinds that a webhook may be asked about, with a setting that some release serves.
    static let kinds: [PolicyKind] = PolicyKinds.all.filter { $0.isServed && $0.isKubernetesObject && !$0.specimens.isEmpty }
    static let names: [String] = kinds.map { "\($0.group)/\($0.kind)" }

    @Test func thereAreKinds() {
        #expect(Self.kinds.count > 25)
    }

    @Test(arguments: names) func badIsDeniedInTheKindsOwnName(name: String) throws {
        let kind = try kind(name)
        for bad in try objects(of: kind, isSound: false) {
            let answer = try Answer(to: body(of: bad))
            #expect(answer.allowed == false && answer.annotations["verdict"] == "denied", "\(bad)")
            let details = try #require(answer.status["details"] as? [String: Any])
            #expect(details["kind"] as? String == kind.kind && details["group"] as? String ?? "" == kind.group)
        }
    }

    @Test(arguments: names) func soundIsAllowed(name: String) throws {
        for sound in try objects(of: kind(name), isSound: true) {
            #expect(try Answer(to: body(of: sound)).allowed == true, "\(sound)")
        }
    }

    /// The ratchet: what stood may be labelled, and what is new is denied.
    @Test(arguments: names) func onlyWhatIsNewIsDenied(name: String) throws {
        let kind = try kind(name)
        for (bad, sound) in try zip(objects(of: kind, isSound: false), objects(of: kind, isSound: true)) {
            let labelled = try Answer(to: body(of: changed(bad, ["labels": ["team": "edge"]]), old: bad))
            #expect(labelled.allowed == true, "\(labelled.causes)")
            #expect(labelled.warnings.contains { $0.contains("let through because it stood here before") })
            #expect(try Answer(to: body(of: bad, old: sound)).allowed == false)
        }
    }

    @Test(arguments: names) func exemptionsHold(name: String) throws {
        var settings = Settings()
        settings.exemptions.namespaces = ["default"]
        for bad in try objects(of: kind(name), isSound: false) {
            let answer = try Answer(to: body(of: bad), settings: settings)
            #expect(answer.allowed == true && answer.warnings.isEmpty)
        }
    }

    /// An annotation silences errors where the configuration lets it, and none by default.
    @Test(arguments: names) func suppressionsHold(name: String) throws {
        var settings = Settings()
        settings.annotations = .all
        for bad in try objects(of: kind(name), isSound: false) {
            let found = try Answer(to: body(of: bad))
            let codes = try (found.causes.compactMap { $0["message"] } + found.warnings).map { text in
                String(try #require(text.split(separator: "[").last).prefix(5))
            }
            let annotations = Dictionary(
                codes.map { ("ignore.sockwarden.dev/" + $0, "tried in staging") }, uniquingKeysWith: { first, _ in first })
            let suppressed = changed(bad, ["annotations": annotations])
            #expect(try Answer(to: body(of: suppressed), settings: settings).allowed == true, "\(codes)")
            #expect(try Answer(to: body(of: suppressed)).allowed == found.allowed)
        }
    }

    /// A version of the group that is not ours, and a request that is for another kind than the object: with matchPolicy Equivalent the API
    /// server converts. The object says what it is.
    @Test(arguments: names) func theObjectSaysWhatItIs(name: String) throws {
        let kind = try kind(name)
        for bad in try objects(of: kind, isSound: false) {
            let found = try Answer(to: body(of: bad))
            var other = bad
            other["apiVersion"] = kind.group.isEmpty ? "v99" : kind.group + "/v99"
            let answer = try Answer(to: body(of: other))
            #expect(answer.allowed == found.allowed && answer.causes == found.causes)
            let mixed = try Answer(to: body(of: bad, requestKind: ["group": "example.com", "version": "v1", "kind": "Other"]))
            #expect(mixed.allowed == found.allowed && mixed.causes == found.causes)
        }
    }

    /// What the API server pruned is told from the annotation that kubectl leaves.
    @Test(arguments: names) func whatWasPrunedIsTold(name: String) throws {
        let kind = try kind(name)
        for setting in kind.settings {
            guard let specimen = setting.specimen, case .since = setting.availability, setting.path.hasPrefix("spec."),
                !setting.path.contains(":")
            else { continue }
            let applied = try object(specimen.document(with: setting.value(isSound: true)))
            var pruned = applied
            pruned["spec"] = (applied["spec"] as? [String: Any] ?? [:]).filter { $0.key.hasPrefix("target") || $0.key == "host" }
            let text = String(decoding: try JSONSerialization.data(withJSONObject: applied), as: UTF8.self)
            let answer = try Answer(
                to: body(of: changed(pruned, ["annotations": ["kubectl.kubernetes.io/last-applied-configuration": text]])))
            #expect(answer.warnings.contains { $0.contains("was thrown away") }, "\(setting.path): \(answer.warnings)")
        }
    }

    // MARK: - Objects and requests

    private func kind(_ name: String) throws -> PolicyKind {
        try #require(Self.kinds.first { "\($0.group)/\($0.kind)" == name })
    }

    /// An object for each setting of a kind.
    private func objects(of kind: PolicyKind, isSound: Bool) throws -> [[String: Any]] {
        try kind.specimens.map { setting, specimen in try object(specimen.document(with: setting.value(isSound: isSound))) }
    }

    private func object(_ document: String) throws -> [String: Any] {
        let tree = try #require(ManifestReader.documents(in: Array(document.utf8)).first).get()
        var writer = JSONWriter()
        writer.node(tree.root)
        return try #require(try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    }

    /// The object with more in its metadata's maps.
    private func changed(_ object: [String: Any], _ maps: [String: [String: String]]) -> [String: Any] {
        var object = object
        var metadata = object["metadata"] as? [String: Any] ?? [:]
        for (field, entries) in maps {
            metadata[field] = (metadata[field] as? [String: String] ?? [:]).merging(entries) { _, new in new }
        }
        object["metadata"] = metadata
        return object
    }

    private func body(of object: [String: Any], old: [String: Any]? = nil, requestKind: [String: String]? = nil) throws -> String {
        let version = (object["apiVersion"] as? String ?? "").split(separator: "/").map(String.init)
        let own = [
            "group": version.count > 1 ? version[0] : "", "version": version.last ?? "", "kind": object["kind"] as? String ?? "",
        ]
        let request: [String: Any] = [
            "uid": "u-1", "operation": old == nil ? "CREATE" : "UPDATE", "kind": requestKind ?? own, "name": "example",
            "namespace": "default", "userInfo": ["username": "jane"], "object": object, "oldObject": old ?? NSNull(),
        ]
        let review: [String: Any] = ["apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request]
        return String(decoding: try JSONSerialization.data(withJSONObject: review, options: .sortedKeys), as: UTF8.self)
    }
}

extension PolicyKind {
    /// Its settings that some release serves, each with a document that has it.
    fileprivate var specimens: [(SettingPath, Specimen)] {
        settings.compactMap { setting in
            if case .never = setting.availability { return nil }
            return setting.specimen.map { (setting, $0) }
        }
    }
}

extension SettingPath {
    /// A value of the setting's field, in one line of JSON: one that every platform takes, or one with numbers that none does.
    fileprivate func value(isSound: Bool) -> String {
        switch holds {
        case .options:
            return isSound
                ? #"[{"level": 1, "name": 9, "intValue": 1}, {"level": 6, "name": 4, "intValue": 60}]"#
                : #"[{"level": 65535, "name": 8, "intValue": 1}]"#
        case .keepalive(let block):
            let numbers: [Int64] = isSound ? [60, 20, 3] : [40_000, 40_000, 200]
            let fields = zip(block.fields, numbers).map { field, number in "\"\(field.name)\": \(field.form.json(of: number))" }
            let first = block.sharedPrefix == nil ? [] : ["\"\(block.name)\": true"]
            return "{" + (first + fields).joined(separator: ", ") + "}"
        case .fields(let options):
            // The second may be for another family than the listener's.
            return "{" + options.fields.prefix(1).map { "\"\($0.name)\": \(isSound ? 184 : 300)" }.joined() + "}"
        }
    }
}
