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

/// Finds the manifests below the paths that somebody named.
public struct FileFinder {
    /// Files, each once, in the order of their naming; those of a folder sorted by their bytes.
    public private(set) var files: [FoundFile] = []
    /// What could not be looked into.
    public private(set) var unreadable: [UnreadableFile] = []
    private var seen: Set<String> = []
    private var visited: Set<Inode> = []

    private struct Inode: Hashable {
        let device: UInt
        let number: UInt
    }

    /// Looks through folders for `.yaml`, `.yml` and `.json`; a file that is named itself counts whatever it is called. Folders and files
    /// whose name begins with a point are passed over, unless they are named themselves.
    public init(_ paths: [String]) {
        for (root, path) in paths.enumerated() { visit(path, root, isNamed: true) }
    }

    private mutating func visit(_ path: String, _ root: Int, isNamed: Bool) {
        var information = stat()
        guard stat(path, &information) == 0 else {
            // A dangling link matters where it would be a manifest.
            if isNamed || Self.isManifest(path) { unreadable.append(UnreadableFile(path, errno: errno)) }
            return
        }
        let type = information.st_mode & S_IFMT
        if type == S_IFDIR {
            // A link back up would never end.
            let inode = Inode(device: UInt(information.st_dev), number: UInt(information.st_ino))
            if visited.insert(inode).inserted { visitFolder(path, root) }
        } else if isNamed || (type == S_IFREG && Self.isManifest(path)) {
            if seen.insert(path).inserted { files.append(FoundFile(path: path, root: root, isNamed: isNamed)) }
        }
    }

    private mutating func visitFolder(_ path: String, _ root: Int) {
        guard let folder = opendir(path) else {
            unreadable.append(UnreadableFile(path, errno: errno))
            return
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
                    String(cString: $0)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { visit(prefix + name, root, isNamed: false) }
    }

    private static func isManifest(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }
}
