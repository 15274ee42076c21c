#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file to look at.
public struct FoundFile: Sendable, Hashable {
    /// As it was named, or its folder's name and its own.
    public let path: String
    /// Which of the named paths led to it.
    public let root: Int
    /// Whether somebody named it, rather than a folder that holds it.
    public let isNamed: Bool
}

/// A folder whose manifests another program writes.
public struct FoundSource: Sendable, Hashable {
    /// The folder.
    public let path: String
    /// Which of the named paths led to it.
    public let root: Int
    /// What it holds.
    public let renderer: Renderer
}

/// Finds the manifests below the paths that somebody named.
public struct FileFinder {
    /// What was found, each once, in the order of its naming; what a folder holds sorted by its bytes.
    public private(set) var found: [Found] = []
    /// What could not be looked into.
    public private(set) var unreadable: [UnreadableFile] = []
    private let renderers: Set<Renderer>
    private let respectsIgnores: Bool
    private var seen: Set<String> = []
    private var visited: Set<Inode> = []

    /// Something to look at.
    public enum Found: Sendable, Hashable {
        case file(FoundFile)
        case source(FoundSource)
    }

    /// The files among it.
    public var files: [FoundFile] { found.compactMap { if case .file(let file) = $0 { file } else { nil } } }

    private struct Inode: Hashable {
        let device: UInt
        let number: UInt
    }

    /// What holds below a folder.
    private struct Folder {
        let root: Int
        var rules: IgnoreRules
        /// The folder's own names, from where the rules' depths are counted on.
        var names: [Substring]
        /// Whether the files are written out by a kustomization above.
        var isRendered = false
    }

    /// Looks through folders for `.yaml`, `.yml` and `.json`; a file that is named itself counts whatever it is called. Folders and files
    /// whose name begins with a point are passed over, and so is what `.gitignore` names, unless they are named themselves.
    /// - Parameters:
    ///   - renderers: which folders are not looked into but handed over for another program.
    ///   - respectsIgnores: whether `.gitignore` counts.
    public init(_ paths: [String], renderers: Set<Renderer> = [], respectsIgnores: Bool = true) {
        self.renderers = renderers
        self.respectsIgnores = respectsIgnores
        for (root, path) in paths.enumerated() { visit(path, root) }
    }

    /// What somebody named.
    private mutating func visit(_ path: String, _ root: Int) {
        var information = stat()
        guard stat(path, &information) == 0 else {
            unreadable.append(UnreadableFile(path, errno: errno))
            return
        }
        guard information.st_mode & S_IFMT == S_IFDIR else { return add(path, root, isNamed: true) }
        let (rules, names) = respectsIgnores ? IgnoreFiles.rules(above: path) : (IgnoreRules(), [])
        visitFolder(path, information, Folder(root: root, rules: rules, names: names))
    }

    private mutating func visitFolder(_ path: String, _ information: stat, _ folder: Folder) {
        // A link back up would never end.
        let inode = Inode(device: UInt(information.st_dev), number: UInt(information.st_ino))
        guard visited.insert(inode).inserted else { return }
        guard let entries = opendir(path) else {
            unreadable.append(UnreadableFile(path, errno: errno))
            return
        }
        defer { closedir(entries) }
        var names = Self.names(in: entries).filter { !$0.hasPrefix(".") || $0 == IgnoreFiles.name }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        var folder = folder
        if let renderer = Renderer.allCases.first(where: { renderers.contains($0) && $0.isMarked(by: names) }) {
            let source = FoundSource(path: path, root: folder.root, renderer: renderer)
            if renderer.stands(alone: source) { found.append(.source(source)) }
            // A chart's own folders are its templates and its charts; in a kustomization's there may be others.
            if renderer == .helm { return }
            folder.isRendered = true
        }
        if names.contains(IgnoreFiles.name), respectsIgnores {
            folder.rules = IgnoreFiles.adding(prefix + IgnoreFiles.name, to: folder.rules, depth: folder.names.count, &unreadable)
        }
        names.removeAll { $0 == IgnoreFiles.name }
        for name in names { visit(name, in: prefix, folder) }
    }

    /// What an open folder holds, sorted by bytes.
    static func names(in folder: OpaquePointer) -> [String] {
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
                    String(cString: $0)
                }
            }
            names.append(name)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What a folder holds.
    private mutating func visit(_ name: String, in prefix: String, _ folder: Folder) {
        let path = prefix + name
        var information = stat()
        guard stat(path, &information) == 0 else {
            // A dangling link matters where it would be a manifest.
            if Self.isManifest(path) { unreadable.append(UnreadableFile(path, errno: errno)) }
            return
        }
        let type = information.st_mode & S_IFMT
        let isFolder = type == S_IFDIR
        guard isFolder || (type == S_IFREG && Self.isManifest(path)) else { return }
        let names = folder.names + [name[...]]
        guard folder.rules.isEmpty || !folder.rules.ignores(names, isFolder: isFolder) else { return }
        if isFolder {
            var below = folder
            below.names = names
            visitFolder(path, information, below)
        } else if !folder.isRendered {
            add(path, folder.root, isNamed: false)
        }
    }

    private mutating func add(_ path: String, _ root: Int, isNamed: Bool) {
        if seen.insert(path).inserted { found.append(.file(FoundFile(path: path, root: root, isNamed: isNamed))) }
    }

    static func isManifest(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }
}
