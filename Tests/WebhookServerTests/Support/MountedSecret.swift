import Foundation
import TestSupport

/// A folder as the kubelet mounts a Secret: `tls.crt` is a link to `..data/tls.crt`, and `..data` to a folder that a rename replaces.
final class MountedSecret: Sendable {
    let folder: TemporaryFolder
    var certificate: String { folder.path + "/tls.crt" }
    var key: String { folder.path + "/tls.key" }
    var authority: String { folder.path + "/ca.crt" }

    init(_ certificates: TestCertificates) throws {
        folder = try TemporaryFolder()
        try swap(to: certificates)
        for name in ["tls.crt", "tls.key", "ca.crt"] { try folder.link(name, to: "..data/" + name) }
    }

    /// Replaces all files at once.
    func swap(to certificates: TestCertificates) throws {
        try swap(to: ["tls.crt": certificates.certificate, "tls.key": certificates.key, "ca.crt": certificates.authority])
    }

    /// Replaces all files at once: names, and the files to copy.
    func swap(to files: [String: String]) throws {
        let data = "..\(UUID().uuidString)"
        for (name, source) in files { try folder.write(Data(contentsOf: URL(filePath: source)), to: data + "/" + name) }
        try folder.link("..data_tmp", to: data)
        guard rename(folder.path + "/..data_tmp", folder.path + "/..data") == 0 else { throw NoSwap(number: errno) }
    }

    struct NoSwap: Error {
        let number: Int32
    }
}
