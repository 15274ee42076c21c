import Manifests

/// One value that is in force, and where it comes from.
public struct ConfigurationValue: Sendable, Hashable {
    /// The keys that lead to it: `environment.network.packetLoss`, `rules.SW205`.
    public let key: String
    /// As compact JSON.
    public let text: String
    /// The line of the file that says so, from 1; nil for a default.
    public let line: Int?

    /// Every value that is in force with a file; with nothing in it every default.
    /// - Throws: `ConfigurationError` where the file cannot be used.
    public static func all(of source: [UInt8]) throws(ConfigurationError) -> [ConfigurationValue] {
        _ = try ConfigurationFile.read(source)
        // What the reader takes has one document at most.
        guard case .success(let tree)? = ManifestReader.documents(in: source).first else { return Walk().values(of: ConfigurationKey.all) }
        return Walk(lines: LineIndex(source)).values(of: ConfigurationKey.all, in: tree.root)
    }

    private struct Walk {
        var lines = LineIndex([])

        /// - Parameter onlyWritten: for what has no defaults of its own.
        func values(
            of keys: [ConfigurationKey], in node: ManifestNode? = nil, prefix: String = "", onlyWritten: Bool = false
        ) -> [ConfigurationValue] {
            keys.flatMap { key -> [ConfigurationValue] in
                let written = node?.entries.first { $0.key.isText(key.name) }
                let path = prefix + key.name
                if case .section(let keys, _, _) = key.value {
                    return values(of: keys, in: written?.value, prefix: path + ".", onlyWritten: onlyWritten)
                }
                guard let written else {
                    return onlyWritten || key.isOld
                        ? [] : key.standard.map { [ConfigurationValue(key: path, text: $0.json, line: nil)] } ?? []
                }
                switch key.value {
                case .map where written.value.entries.contains(where: { _ in true }):
                    return written.value.entries.map { value($0.value, at: $0.key, path: "\(path).\($0.key.text)") }
                case .list(.section(let keys, _, _), _) where written.value.elements.contains(where: { _ in true }):
                    return written.value.elements.enumerated().flatMap { index, item in
                        values(of: keys, in: item, prefix: "\(path)[\(index)].", onlyWritten: true)
                    }
                default: return [value(written.value, at: written.key, path: path)]
                }
            }
        }

        private func value(_ node: ManifestNode, at key: ManifestNode, path: String) -> ConfigurationValue {
            ConfigurationValue(key: path, text: node.canonicalText, line: lines.position(of: key.span.start).line)
        }
    }
}
