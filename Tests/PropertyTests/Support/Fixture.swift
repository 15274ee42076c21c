import Foundation
import Manifests
import PolicyKinds

/// A file of the Fixtures folder, manifests and AdmissionReviews, good and bad; or a setting of a kind, good and bad.
struct Fixture: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Its documents, to be mutated.
    let documents: [Tree]

    var isJSON: Bool { name.hasSuffix(".json") }

    static let all: [Fixture] = files + kinds

    /// A file for each setting of each kind: with numbers that are sound, and with some that are not.
    private static let kinds: [Fixture] = PolicyKinds.all.flatMap { kind in
        kind.settings.compactMap { setting in
            guard let specimen = setting.specimen else { return nil }
            let bytes = Array(values(of: setting.holds).map(specimen.document).joined(separator: "\n---\n").utf8)
            do {
                let trees = try ManifestReader.documents(in: bytes).map { Tree(try $0.get().root) }
                return Fixture(name: "\(kind.group) \(kind.kind): \(setting.path)", bytes: bytes, documents: trees)
            } catch {
                preconditionFailure("the specimen of \(setting.path) cannot be read: \(error)")
            }
        }
    }

    /// Values of a setting's field in one line of JSON.
    private static func values(of form: SettingPath.Form) -> [String] {
        switch form {
        case .options:
            [
                #"[{"level": 1, "name": 9, "intValue": 1}, {"level": 6, "name": 4, "intValue": 60}, {"level": 6, "name": 5, "intValue": 20}]"#,
                #"[{"level": 65535, "name": 8, "intValue": 1}, {"level": 6, "name": 4, "intValue": 60000, "state": "STATE_LISTENING"}]"#,
            ]
        case .keepalive(let block):
            [[60, 20, 3] as [Int64], [40_000, 0, 200]].map { numbers in
                let fields = zip(block.fields, numbers).map { field, number in "\"\(field.name)\": \(field.form.json(of: number))" }
                let first = block.sharedPrefix == nil ? [] : ["\"\(block.name)\": true"]
                return "{" + (first + fields).joined(separator: ", ") + "}"
            }
        case .fields(let options):
            [1, 300].map { number in
                "{" + options.fields.map { "\"\($0.name)\": \(number)" }.joined(separator: ", ") + "}"
            }
        }
    }

    private static let files: [Fixture] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
                let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
                let documents = try ManifestReader.documents(in: bytes).map { Tree(try $0.get().root) }
                return Fixture(name: name, bytes: bytes, documents: documents)
            }
        } catch {
            preconditionFailure("the fixtures cannot be read: \(error)")
        }
    }()
}
