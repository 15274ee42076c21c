public import Manifests

/// Findings that are known and pass: a JSON file, a line each, sorted, so that a change of it reads well in a review.
///
/// A finding is known by its fingerprint (see `FindingIdentity`): it stays known when lines move and items of lists shift, and is another
/// one as soon as its option or block changes. Of findings that are the same each has an entry of its own.
public struct Baseline: Sendable {
    /// Of the format; a file of another one is refused.
    static let version = 1

    /// One finding.
    public struct Entry: Sendable, Hashable, Comparable {
        /// As seen from the folder of the baseline.
        public let file: String
        /// "Pod edge/http"
        public let object: String
        /// The rule's.
        public let code: String
        /// The rule's.
        public let name: String
        /// The field's path, without positions in lists: for people.
        public let path: String
        /// What tells it from others.
        public let fingerprint: String

        /// In the order of the file.
        public static func < (left: Entry, right: Entry) -> Bool {
            (left.file, left.object, left.code, left.path, left.fingerprint)
                < (right.file, right.object, right.code, right.path, right.fingerprint)
        }

        /// "SW207 (single-probe) of Pod edge/http in deploy/policy.yaml", on one line whatever a file says.
        public var description: String { "\(code) (\(name)) of \(CodeFrame.visible(object)) in \(CodeFrame.visible(file))" }
    }

    /// Sorted, each fingerprint of a file once.
    public private(set) var entries: [Entry]

    /// A baseline of these.
    public init(_ entries: [Entry]) { self.entries = entries.sorted() }

    /// The file's bytes.
    public var bytes: [UInt8] {
        var bytes = Array("{\n  \"version\": \(Self.version),\n  \"findings\": [".utf8)
        for (index, entry) in entries.enumerated() {
            var writer = JSONWriter(capacity: 256)
            writer.object {
                $0.field("file", entry.file)
                $0.field("object", entry.object)
                $0.field("code", entry.code)
                $0.field("name", entry.name)
                $0.field("path", entry.path)
                $0.field("fingerprint", entry.fingerprint)
            }
            bytes += Array((index == 0 ? "\n    " : ",\n    ").utf8) + writer.bytes
        }
        return bytes + Array((entries.isEmpty ? "]\n}\n" : "\n  ]\n}\n").utf8)
    }

    /// Reads a file. Keys that are not known are of a newer release and passed over.
    public init(reading source: [UInt8]) throws(BaselineError) {
        let root: ManifestNode
        do {
            root = try JSONReader.read(source).root
        } catch {
            throw BaselineError("this is no baseline: \(error.message)", at: error.offset, in: source)
        }
        func error(_ message: String, at node: ManifestNode) -> BaselineError { BaselineError(message, at: node.span.start, in: source) }
        guard root.kind == .mapping, let version = root["version"] else {
            throw error("this is no baseline: it has no version; write one with --write-baseline", at: root)
        }
        guard version.kind == .number, version.hasText("1") else {
            throw error(
                "a baseline of version \(quoted(version.text)) is not read, only of version 1; write it anew with --write-baseline",
                at: version)
        }
        guard let findings = root["findings"], findings.kind == .sequence else {
            throw error("a baseline has a list of findings; write it anew with --write-baseline", at: root["findings"] ?? root)
        }
        var entries: [Entry] = []
        for node in findings.elements {
            func text(_ key: StaticString) throws(BaselineError) -> String {
                guard let value = node[key], value.kind == .string else {
                    throw error("an entry of a baseline has a text \(key); write it anew with --write-baseline", at: node[key] ?? node)
                }
                return value.text
            }
            entries.append(
                Entry(
                    file: try text("file"), object: try text("object"), code: try text("code"), name: try text("name"),
                    path: try text("path"), fingerprint: try text("fingerprint")))
        }
        self.init(entries)
    }
}

/// Why a baseline cannot be used: one line with the place.
public struct BaselineError: Error, Sendable, Hashable {
    /// What is wrong and what to do.
    public let message: String
    /// Where.
    public let position: LineIndex.Position

    init(_ message: String, at offset: Int, in source: [UInt8]) {
        self.message = message
        position = LineIndex(source).position(of: offset)
    }
}
