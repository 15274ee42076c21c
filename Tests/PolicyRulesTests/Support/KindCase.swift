import Testing

/// A manifest and all that users are told about it.
struct KindCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let yaml: String
    /// One for each finding, in order: what its line begins with, "code severity path", and after " … " what else stands in it.
    let expected: [String]

    init(_ description: String, _ yaml: String, _ expected: String...) {
        testDescription = description
        self.yaml = yaml
        self.expected = expected
    }

    /// Reviews the manifest and compares.
    func check(_ reviewed: Reviewed) {
        let lines = reviewed.lines("SW")
        guard lines.count == expected.count else {
            Issue.record("\(testDescription): \(lines)")
            return
        }
        for (line, wanted) in zip(lines, expected) {
            let parts = wanted.split(separator: " … ")
            #expect(line.hasPrefix(parts[0]) && parts.allSatisfy { line.contains($0) }, "\(line)")
        }
    }
}
