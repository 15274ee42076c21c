import Foundation
import Manifests
import PolicyKinds

/// A file of the Fixtures folder: manifests and AdmissionReviews, good and bad.
struct Fixture: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Its documents, to be mutated.
    let documents: [Tree]

    var isJSON: Bool { name.hasSuffix(".json") }

    static let all: [Fixture] = {
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
