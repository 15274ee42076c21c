import Testing

@testable import Manifests

/// Random YAML with anchors, aliases, merge keys, tags, comments, block and flow style, and random damage to it.
@Suite struct YAMLFuzzTests {
    static let count = 10_000

    private func generator(_ number: Int) -> Generator { Generator(seed: runSeed &+ UInt64(number) &* 0xA076_1D64_78BD_642F) }

    /// Each document means what it means to go-yaml, every tree is one, and reading twice gives the same.
    @Test func documentsMeanWhatTheySay() {
        print("YAML documents: seed \(runSeed); SOCKWARDEN_SEED sets another")
        var complaints: [String] = []
        var (aliases, merges, comments, bytes) = (0, 0, 0, 0)
        for number in 0..<Self.count where complaints.count < 5 {
            let documents = [YAMLDocument(generator(2 * number))] + (number % 4 == 0 ? [YAMLDocument(generator(2 * number + 1))] : [])
            let text = documents.map(\.text).joined(separator: number % 8 == 0 ? "--- # c\n" : "---\n")
            let trees = read(text, number, &complaints)
            guard trees.count == documents.count else {
                complaints.append("document \(number): \(trees.count) trees from\n\(text)")
                continue
            }
            for (tree, document) in zip(trees, documents) {
                if YAMLValue(tree.root) != document.meaning { complaints.append("document \(number) is read wrong:\n\(text)") }
                aliases += document.aliases
                merges += document.merges
                comments += tree.comments.count
            }
            bytes += text.utf8.count
        }
        print("YAML documents: \(bytes) bytes with \(aliases) aliases, \(merges) merges and \(comments) comments")
        #expect(complaints == [])
        #expect(aliases > Self.count && merges > Self.count / 2 && comments > Self.count)
    }

    /// What is damaged is refused, or it is a tree like any other.
    @Test func damagedDocumentsMakeNoBrokenTrees() {
        var complaints: [String] = []
        var trees = 0
        for number in 0..<Self.count where complaints.count < 5 {
            var generator = generator(number)
            var bytes = Array(YAMLDocument(generator).text.utf8)
            for _ in 0...generator.below(3) { Mutation.change(&bytes, with: &generator) }
            let documents = YAMLReader.read(bytes)
            for document in documents {
                switch document {
                case .success(let tree):
                    trees += 1
                    complaints += TreeIntegrity.faults(of: tree).map { "damaged document \(number): \($0)" }
                case .failure(let error):
                    if !(0...bytes.count).contains(error.offset) { complaints.append("damaged document \(number): \(error)") }
                }
            }
            if !isSame(documents, YAMLReader.read(bytes)) { complaints.append("damaged document \(number) reads differently twice") }
        }
        #expect(complaints == [])
        #expect(trees > Self.count / 8)
    }

    private func read(_ text: String, _ number: Int, _ complaints: inout [String]) -> [ManifestTree] {
        let bytes = Array(text.utf8)
        let documents = YAMLReader.read(bytes)
        var trees: [ManifestTree] = []
        for document in documents {
            switch document {
            case .success(let tree):
                trees.append(tree)
                complaints += (TreeIntegrity.faults(of: tree) + faultsOfComments(in: tree)).map { "document \(number): \($0) in\n\(text)" }
            case .failure(let error): complaints.append("document \(number): \(error.message) at \(error.offset) of\n\(text)")
            }
        }
        if !isSame(documents, YAMLReader.read(bytes)) { complaints.append("document \(number) reads differently twice:\n\(text)") }
        return trees
    }

    /// Every comment that is written begins with a c; what only looks like one does not.
    private func faultsOfComments(in tree: ManifestTree) -> [String] {
        tree.nodes.indices.compactMap { index in
            guard let comment = ManifestNode(tree: tree, index: Int32(index)).trailingComment, !comment.hasPrefix("c") else { return nil }
            return "node \(index) has the comment \(comment)"
        }
    }

    private func isSame(_ left: [Result<ManifestTree, ReadingError>], _ right: [Result<ManifestTree, ReadingError>]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { left, right in
                switch (left, right) {
                case (.failure(let left), .failure(let right)): left == right
                case (.success(let left), .success(let right)):
                    left.decodedStrings == right.decodedStrings && left.nodes.elementsEqual(right.nodes) { $0.isSame(as: $1) }
                default: false
                }
            }
    }
}

extension ManifestTree.Node {
    fileprivate func isSame(as other: ManifestTree.Node) -> Bool {
        kind == other.kind && start == other.start && end == other.end && parent == other.parent && position == other.position
            && text == other.text && subtreeEnd(at: 0) == other.subtreeEnd(at: 0)
    }
}
