import Manifests
import PolicyKinds
import Synchronization

/// The Gateways in the files of a run, read when a policy asks for them: hardly any does.
public final class GatewaysOfRun: Sendable {
    private let files: FileFinder
    private let gateways = Mutex<KnownGateways?>(nil)
    private static let search = WordSearch([Array(KnownGateways.hint.utf8)])

    /// - Parameter files: the run's, each of them once.
    public init(_ files: FileFinder) { self.files = files }

    /// All there are. What cannot be read holds none: the run itself says so. A pipe is the run's to read.
    var all: KnownGateways {
        gateways.withLock { known in
            if let known { return known }
            var found = KnownGateways()
            for case .file(let file) in files where FileBytes.isOrdinary(file.path) {
                if case .success(let source) = Result(catching: { try FileBytes.read(file.path) }) {
                    found.merge(Self.gateways(in: source))
                }
            }
            known = found
            return found
        }
    }

    /// Those in a file's bytes.
    static func gateways(in source: [UInt8]) -> KnownGateways {
        var found = KnownGateways()
        guard search.finds(in: source) else { return found }
        for case .success(let tree) in ManifestReader.documents(in: source) {
            for node in tree.objects { found.add(node) }
        }
        return found
    }
}
