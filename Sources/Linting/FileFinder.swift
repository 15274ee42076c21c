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

/// Finds the manifests below the paths that somebody named: each once, in the order of its naming, what a folder holds sorted by its bytes.
///
/// It looks as far as it is asked: of a folder with however many files only the names that are still to come are held.
public struct FileFinder: Sequence, IteratorProtocol, Sendable {
    private let renderers: Set<Renderer>
    private let respectsIgnores: Bool
    private let namesSkipped: Bool
    private let paths: [String]
    private let named: Set<String>
    private var nextRoot = 0
    /// The folders that are being looked into, the innermost last.
    private var open: [Folder] = []
    /// What was come upon on the way to the next name.
    private var waiting: [Found] = []
    /// Those of the named paths that were found.
    private var seen: Set<String> = []
    private var visited: Set<Inode> = []

    /// Something to look at, or why not.
    public enum Found: Sendable, Hashable {
        /// A manifest, by its name or because somebody named it.
        case file(FoundFile)
        /// A folder for another program.
        case source(FoundSource)
        /// What could not be looked into.
        case unreadable(UnreadableFile)
        /// What is passed over.
        case skipped(SkippedInput)
    }

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
        /// Its path, with a slash at the end.
        var prefix = ""
        /// What it holds, as far as it was not looked at.
        var entries = FolderNames()
        /// Whether the files are written out by a kustomization above.
        var isRendered = false
    }

    /// Looks through folders for `.yaml`, `.yml` and `.json`; a file that is named itself counts whatever it is called. Folders and files
    /// whose name begins with a point are passed over, and so is what `.gitignore` names, unless they are named themselves.
    /// - Parameters:
    ///   - renderers: which folders are not looked into but handed over for another program.
    ///   - respectsIgnores: whether `.gitignore` counts.
    ///   - namesSkipped: whether what is passed over is handed over as well.
    public init(_ paths: [String], renderers: Set<Renderer> = [], respectsIgnores: Bool = true, namesSkipped: Bool = false) {
        self.renderers = renderers
        self.respectsIgnores = respectsIgnores
        self.namesSkipped = namesSkipped
        self.paths = paths
        named = Set(paths)
    }

    /// The next one; nil once there is no more.
    public mutating func next() -> Found? {
        while true {
            if !waiting.isEmpty { return waiting.removeFirst() }
            if let entry = open.last?.entries.first {
                open[open.count - 1].entries.removeFirst()
                visit(entry, in: open[open.count - 1])
            } else if open.popLast() == nil {
                guard nextRoot < paths.count else { return nil }
                nextRoot += 1
                visit(paths[nextRoot - 1], nextRoot - 1)
            }
        }
    }

    /// What somebody named.
    private mutating func visit(_ path: String, _ root: Int) {
        var information = stat()
        guard stat(path, &information) == 0 else { return waiting.append(.unreadable(UnreadableFile(path, errno: errno))) }
        guard information.st_mode & S_IFMT == S_IFDIR else { return add(path, root, isNamed: true) }
        let (rules, names) = respectsIgnores ? IgnoreFiles.rules(above: path) : (IgnoreRules(), [])
        visitFolder(path, information, Folder(root: root, rules: rules, names: names))
    }

    private mutating func visitFolder(_ path: String, _ information: stat, _ folder: Folder) {
        // A link back up would never end.
        let inode = Inode(device: UInt(information.st_dev), number: UInt(information.st_ino))
        guard visited.insert(inode).inserted else { return }
        guard let entries = opendir(path) else { return waiting.append(.unreadable(UnreadableFile(path, errno: errno))) }
        defer { closedir(entries) }
        var folder = folder
        folder.prefix = path.hasSuffix("/") ? path : path + "/"
        folder.entries = FolderNames(in: entries)
        if let renderer = Renderer.allCases.first(where: { renderers.contains($0) && $0.isMarked(folder.entries.contains) }) {
            let source = FoundSource(path: path, root: folder.root, renderer: renderer)
            if renderer.stands(alone: source) { waiting.append(.source(source)) }
            // A chart's own folders are its templates and its charts; in a kustomization's there may be others.
            if renderer == .helm { return }
            folder.isRendered = true
        }
        if respectsIgnores, folder.entries.contains(IgnoreFiles.name) {
            var unreadable: [UnreadableFile] = []
            folder.rules = IgnoreFiles.adding(
                folder.prefix + IgnoreFiles.name, to: folder.rules, depth: folder.names.count, &unreadable)
            waiting += unreadable.map(Found.unreadable)
        }
        open.append(folder)
    }

    /// What a folder holds.
    private mutating func visit(_ entry: FolderNames.Entry, in folder: Folder) {
        let name = entry.name
        let path = folder.prefix + name
        guard !name.hasPrefix(".") else { return skip(path, "hidden", if: Self.isManifest(path)) }
        var information = stat()
        // What the folder says to be an ordinary file is not asked again.
        if !entry.isFile {
            guard stat(path, &information) == 0 else {
                // A dangling link matters where it would be a manifest.
                if Self.isManifest(path) { waiting.append(.unreadable(UnreadableFile(path, errno: errno))) }
                return
            }
        }
        let type = entry.isFile ? S_IFREG : information.st_mode & S_IFMT
        let isFolder = type == S_IFDIR
        guard isFolder || (type == S_IFREG && Self.isManifest(path)) else { return }
        let names = folder.names + [name[...]]
        guard folder.rules.isEmpty || !folder.rules.ignores(names, isFolder: isFolder) else {
            return skip(path, "named by .gitignore", if: true)
        }
        if isFolder {
            var below = folder
            below.names = names
            visitFolder(path, information, below)
        } else if folder.isRendered {
            skip(path, "part of the kustomization above", if: true)
        } else {
            add(path, folder.root, isNamed: false)
        }
    }

    private mutating func add(_ path: String, _ root: Int, isNamed: Bool) {
        // Folders are looked into once: a path comes again only where somebody named it, besides another.
        if paths.count > 1, named.contains(path), !seen.insert(path).inserted { return }
        waiting.append(.file(FoundFile(path: path, root: root, isNamed: isNamed)))
    }

    private mutating func skip(_ path: String, _ reason: String, if matters: Bool) {
        if namesSkipped && matters { waiting.append(.skipped(SkippedInput(path: path, reason: reason))) }
    }

    static func isManifest(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }
}

/// The names that a folder holds, sorted by their bytes, in one piece of memory however many there are.
struct FolderNames: Sendable {
    /// For each its type, its name, and a zero.
    private var bytes: [UInt8] = []
    /// Where each begins, the last name first.
    private var starts: [Int32] = []

    /// Something in a folder.
    struct Entry: Sendable {
        let name: String
        /// Whether the folder says that it is an ordinary file. Not every file system says what a name stands for.
        let isFile: Bool
    }

    init() {}

    /// All names of an open folder but its own and its parent's.
    init(in folder: OpaquePointer) {
        while let entry = readdir(folder) {
            withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) { name in
                    let count = strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
                    let isOwn = name[0] == UInt8(ascii: ".") && (count == 1 || (count == 2 && name[1] == UInt8(ascii: ".")))
                    guard !isOwn, bytes.count + count < Int(Int32.max) else { return }
                    starts.append(Int32(bytes.count))
                    bytes.append(entry.pointee.d_type)
                    bytes += UnsafeBufferPointer(start: name, count: count + 1)
                }
            }
        }
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            starts.sort { strcmp(base + Int($0) + 1, base + Int($1) + 1) > 0 }
        }
    }

    /// The next one.
    var first: Entry? {
        guard let start = starts.last.map(Int.init) else { return nil }
        let name = bytes[(start + 1)...].prefix { $0 != 0 }
        return Entry(name: String(decoding: name, as: UTF8.self), isFile: bytes[start] == UInt8(DT_REG))
    }

    /// Goes on to the next one.
    mutating func removeFirst() { starts.removeLast() }

    /// Whether one of the names still to come is this one.
    func contains(_ name: String) -> Bool {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return false }
            return starts.contains { strcmp(base + Int($0) + 1, name) == 0 }
        }
    }
}
