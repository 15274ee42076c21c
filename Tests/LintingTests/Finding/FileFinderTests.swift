import TestSupport
import Testing

@testable import Linting

/// What a run finds below the paths that it is given.
@Suite struct FileFinderTests {
    private func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        return folder
    }

    private func found(_ paths: String..., in folder: TemporaryFolder, renderers: Set<Renderer> = [], respectsIgnores: Bool = true)
        -> [String]
    {
        let finder = FileFinder(paths.map { folder.path + "/" + $0 }, renderers: renderers, respectsIgnores: respectsIgnores)
        return finder.map { found in
            switch found {
            case .file(let file): String(file.path.dropFirst(folder.path.count + 1))
            case .source(let source): "\(source.renderer) \(source.path.dropFirst(folder.path.count + 1))"
            case .unreadable(let problem): "\(problem.path.dropFirst(folder.path.count + 1)): \(problem.reason)"
            case .skipped(let skipped): "\(skipped.path.dropFirst(folder.path.count + 1)): \(skipped.reason)"
            }
        }
    }

    @Test func leavesOutWhatIsHiddenAndWhatIsIgnored() throws {
        let folder = try folder([
            ".git/info/exclude": "private.yaml\n", ".gitignore": "out/\n*.tmp.yaml\n/d/top.yaml\n", "a.yaml": "", ".b.yaml": "",
            "private.yaml": "",
            "d/e/.gitignore": "!x.tmp.yaml\ngone.json\n", "d/e/x.tmp.yaml": "", "d/e/y.yml": "", "d/e/gone.json": "", "d/top.yaml": "",
            "d/e/top.yaml": "", "out/c.yaml": "", "d/z.tmp.yaml": "", "n.txt": "", ".github/w.yaml": "",
        ])
        #expect(found("", in: folder) == ["a.yaml", "d/e/top.yaml", "d/e/x.tmp.yaml", "d/e/y.yml"].map { "" + $0 })
        // From further down the files above count as well, up to the repository's top.
        #expect(found("d/e", in: folder) == ["d/e/top.yaml", "d/e/x.tmp.yaml", "d/e/y.yml"])
        #expect(found("d", in: folder) == ["d/e/top.yaml", "d/e/x.tmp.yaml", "d/e/y.yml"])
        // What is named counts.
        #expect(found("out", "d/z.tmp.yaml", in: folder) == ["out/c.yaml", "d/z.tmp.yaml"])
        #expect(found("d", in: folder, respectsIgnores: false).count == 6)
    }

    @Test func outsideOfARepositoryTheFolderItselfBegins() throws {
        let folder = try folder([".gitignore": "a.yaml\n", "d/.gitignore": "b.yaml\n", "d/a.yaml": "", "d/b.yaml": ""])
        #expect(found("d", in: folder) == ["d/a.yaml"] && found("", in: folder).isEmpty)
    }

    @Test func chartsAndKustomizations() throws {
        let folder = try folder([
            "app/Chart.yaml": "name: app", "app/templates/a.yaml": "", "lib/Chart.yaml": "type: library", "lib/templates/a.yaml": "",
            "k/kustomization.yaml": "", "k/a.yaml": "", "k/sub/b.yaml": "", "k/sub/over/Kustomization": "",
            "k/part/kustomization.yml": "kind: Component",
            "plain/a.yaml": "",
        ])
        #expect(
            found("", in: folder, renderers: [.helm, .kustomize])
                == ["helm app", "kustomize k", "kustomize k/sub/over", "plain/a.yaml"].map { $0 })
        #expect(found("app", in: folder, renderers: [.helm]) == ["helm app"])
        #expect(found("app", in: folder) == ["app/Chart.yaml", "app/templates/a.yaml"])
    }

    @Test(arguments: [
        ("d/**/*.yaml", ["d/a.yaml", "d/e/b.yaml"]), ("d/*.yaml", ["d/a.yaml"]), ("*/e/*", ["d/e/b.yaml", "d/e/c.json"]),
        ("d/**", ["d/a.yaml", "d/e/b.yaml", "d/e/c.json"]),
        ("d/*", ["d/a.yaml", "d/e"]), ("d/[!a]*", ["d/e", "d/n.txt"]), ("d/?.txt", ["d/n.txt"]), ("d/**/.*.yaml", ["d/.h.yaml"]),
        ("x[1].yaml", ["x[1].yaml"]),
        ("nope/*.yaml", []), ("d/no*", []), ("**/c.json", ["d/e/c.json"]),
    ]) func patterns(pattern: String, expected: [String]) throws {
        let folder = try folder([
            ".git/HEAD": "", ".gitignore": "i.yaml\n", "d/a.yaml": "", "d/i.yaml": "", "d/e/b.yaml": "", "d/e/c.json": "", "d/n.txt": "",
            "d/.h.yaml": "",
            "x[1].yaml": "",
        ])
        let expansion = GlobExpansion([folder.path + "/" + pattern])
        #expect(expansion.paths == expected.map { folder.path + "/" + $0 })
        #expect(expansion.unmatched == (expected.isEmpty ? [folder.path + "/" + pattern] : []))
    }

    @Test func aLoopOfLinksEnds() throws {
        let folder = try folder(["d/a.yaml": ""])
        try folder.link("d/up", to: folder.path)
        #expect(GlobExpansion([folder.path + "/**/a.yaml"]).paths == [folder.path + "/d/a.yaml"])
    }

    @Test func helmsOutputByTemplate() {
        let output = """
            ---
            # Source: app/charts/sub/templates/a.yaml
            a: 1
            ---
            # Source: app/templates/b.yaml
            b: |
              ---
              # Source: x
            ---
            # Source: app/charts/sub/templates/a.yaml
            a: 2

            """
        let parts = Rendering.templates(in: Array(output.utf8), chart: "charts/mine")
        #expect(parts.map(\.name) == ["charts/mine/charts/sub/templates/a.yaml (rendered)", "charts/mine/templates/b.yaml (rendered)"])
        #expect(String(decoding: parts[0].bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("a:") } == ["a: 1", "a: 2"])
        #expect(Rendering.templates(in: Array("a: 1\n".utf8), chart: "c/").map(\.name) == ["c/Chart.yaml (rendered)"])
        #expect(Rendering.templates(in: [], chart: "c").isEmpty)
    }
}
