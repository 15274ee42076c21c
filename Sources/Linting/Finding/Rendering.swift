import Manifests

/// What writes the manifests of a folder.
public enum Renderer: Sendable, Hashable, CaseIterable {
    /// A chart: a folder with a `Chart.yaml`.
    case helm
    /// A kustomization: a folder with a `kustomization.yaml`, or one of its other names.
    case kustomize

    private var marks: [String] {
        switch self {
        case .helm: ["Chart.yaml"]
        case .kustomize: ["kustomization.yaml", "kustomization.yml", "Kustomization"]
        }
    }

    /// Whether a folder is one, by the names that it holds.
    func isMarked(_ holds: (String) -> Bool) -> Bool { marks.contains(where: holds) }

    /// The file that makes a folder one.
    func mark(in folder: String) -> String {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return prefix + (marks.first { FileBytes.exists(prefix + $0) } ?? marks[0])
    }

    /// Whether it can be rendered for itself: not a library of templates, nor a component of other kustomizations.
    func stands(alone source: FoundSource) -> Bool {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(mark(in: source.path))
        } catch {
            // The renderer says what is wrong with it.
            return true
        }
        guard case .success(let tree)? = ManifestReader.documents(in: bytes).first else { return true }
        switch self {
        case .helm: return tree.root["type"].map { !$0.hasText("library") } ?? true
        case .kustomize: return tree.root["kind"].map { !$0.hasText("Component") } ?? true
        }
    }
}

/// Lets charts and kustomizations be rendered by the programs on the PATH, and hands over what they wrote.
public struct Rendering: Sendable {
    /// Behind the name of a file whose lines are not those of the file on disk.
    static let mark = " (rendered)"

    private let valueFiles: [String]

    /// - Parameter valueFiles: for every chart.
    public init(valueFiles: [String] = []) { self.valueFiles = valueFiles }

    /// What a folder's manifests come to.
    public func inputs(of source: FoundSource) -> [FoundInput] {
        do {
            switch source.renderer {
            case .helm:
                let text = try output(of: "helm", ["template", Self.asPath(source.path)] + valueFiles.flatMap { ["--values", $0] })
                return Self.templates(in: text, chart: source.path).map { .text(name: $0.name, bytes: $0.bytes, root: source.root) }
            case .kustomize:
                let text: [UInt8]
                do {
                    text = try output(of: "kustomize", ["build", Self.asPath(source.path)])
                } catch  where error.isMissing {
                    text = try output(of: "kubectl", ["kustomize", Self.asPath(source.path)])
                }
                return [.text(name: source.renderer.mark(in: source.path) + Self.mark, bytes: text, root: source.root)]
            }
        } catch {
            return [.unreadable(UnreadableFile(source.path, reason: Self.words(error, source.renderer)))]
        }
    }

    private func output(of program: String, _ arguments: [String]) throws(Program.Failure) -> [UInt8] {
        let result = try Program(name: program).run(arguments)
        guard result.code == 0 else { throw Program.Failure(reason: "\(program) fails: \(result.complaint)") }
        return result.output
    }

    private static func words(_ failure: Program.Failure, _ renderer: Renderer) -> String {
        guard failure.isMissing else { return failure.reason }
        switch renderer {
        case .helm: return "helm is not on the PATH; install it, or leave --helm out"
        case .kustomize: return "neither kustomize nor kubectl is on the PATH; install one, or leave --kustomize out"
        }
    }

    /// A path that is no option and no name of a chart in some repository.
    private static func asPath(_ path: String) -> String { path.hasPrefix("/") || path.hasPrefix(".") ? path : "./" + path }

    /// The documents of helm's output by the templates that they come from: `# Source: CHART/templates/gateway.yaml` behind each `---`. A
    /// template's documents may stand apart, since helm sorts by kind; they are put together in their order.
    static func templates(in output: [UInt8], chart: String) -> [(name: String, bytes: [UInt8])] {
        let prefix = chart.hasSuffix("/") ? chart : chart + "/"
        var names: [String] = []
        var texts: [String: [UInt8]] = [:]
        var name = prefix + "Chart.yaml" + mark
        func add(_ lines: ArraySlice<UInt8>) {
            guard lines.contains(where: { $0 > 0x20 }) else { return }
            if texts[name] == nil { names.append(name) }
            texts[name, default: []] += lines
        }
        let source = Array("# Source: ".utf8)
        var start = 0
        var line = 0
        while line < output.count {
            let end = output[line...].firstIndex(of: 0x0A).map { $0 + 1 } ?? output.count
            if output[line..<end].elementsEqual("---\n".utf8), output[end...].starts(with: source) {
                add(output[start..<line])
                start = line
                let path = output[(end + source.count)...].prefix { $0 != 0x0A }
                // The first name is the chart's own, whatever its folder is called.
                let parts = String(decoding: path, as: UTF8.self).split(separator: "/", maxSplits: 1)
                name = prefix + (parts.count == 2 ? parts[1] : "Chart.yaml") + mark
            }
            line = end
        }
        add(output[start...])
        return names.map { ($0, texts[$0] ?? []) }
    }
}
