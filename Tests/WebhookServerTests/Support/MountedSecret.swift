import Foundation
import TestSupport

/// A Secret with a serving pair and its CA, mounted.
final class MountedSecret: Sendable {
    private let volume: MountedVolume
    var folder: TemporaryFolder { volume.folder }
    var certificate: String { volume.path("tls.crt") }
    var key: String { volume.path("tls.key") }
    var authority: String { volume.path("ca.crt") }

    init(_ certificates: TestCertificates) throws {
        volume = try MountedVolume(Self.read(certificates.files))
    }

    /// Replaces all files at once.
    func swap(to certificates: TestCertificates) throws { try swap(to: certificates.files) }

    /// Replaces all files at once: names, and the files to copy.
    func swap(to files: [String: String]) throws { try volume.swap(to: Self.read(files)) }

    private static func read(_ files: [String: String]) throws -> [String: Data] {
        try files.mapValues { try Data(contentsOf: URL(filePath: $0)) }
    }
}

extension TestCertificates {
    fileprivate var files: [String: String] { ["tls.crt": certificate, "tls.key": key, "ca.crt": authority] }
}
