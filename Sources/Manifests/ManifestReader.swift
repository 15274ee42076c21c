/// Reads files, JSON or YAML, into documents.
public struct ManifestReader {
    /// Each document's tree, or why it is none.
    public static func documents(in source: [UInt8]) -> [Result<ManifestTree, ReadingError>] {
        let first = source.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }.first
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "["), !beginsWithTemplate(source) else { return YAMLReader.read(source) }
        do {
            return [.success(try JSONReader.read(source))]
        } catch {
            // It may be YAML that begins with a flow map, several JSON texts between lines of `---`, or a chart's template.
            let documents = YAMLReader.read(source)
            let isYAML = documents.allSatisfy { if case .success = $0 { true } else { false } }
            let brace = UInt8(ascii: "{")
            let isTemplate = source[..<error.offset].last == brace && source[error.offset...].first == brace
            return isYAML || isTemplate || documents.count > 1 ? documents : [.failure(error)]
        }
    }

    /// `{{` begins a Helm template, and no JSON.
    private static func beginsWithTemplate(_ source: [UInt8]) -> Bool {
        source.firstIndex(of: UInt8(ascii: "{")).map { source[$0...].starts(with: "{{".utf8) } ?? false
    }
}
