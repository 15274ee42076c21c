public import Foundation

/// A folder as the kubelet mounts a Secret or a ConfigMap: a name is a link to `..data/NAME`, and `..data` to a folder that a rename replaces.
public final class MountedVolume: Sendable {
    /// The mount.
    public let folder: TemporaryFolder

    /// A volume with these files.
    public init(_ files: [String: Data]) throws {
        folder = try TemporaryFolder()
        try swap(to: files)
        for name in files.keys { try folder.link(name, to: "..data/" + name) }
    }

    /// Where one of its files is.
    public func path(_ name: String) -> String { folder.path + "/" + name }

    /// Replaces all files at once. One that is left out is gone.
    public func swap(to files: [String: Data]) throws {
        let data = "..\(UUID().uuidString)"
        try FileManager.default.createDirectory(at: folder.url.appending(path: data), withIntermediateDirectories: false)
        for (name, content) in files { try folder.write(content, to: data + "/" + name) }
        try folder.link("..data_tmp", to: data)
        guard rename(folder.path + "/..data_tmp", folder.path + "/..data") == 0 else { throw NoSwap(number: errno) }
    }

    /// rename(2) failed.
    public struct NoSwap: Error {
        let number: Int32
    }
}
