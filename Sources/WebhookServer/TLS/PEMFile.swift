/// A mounted file with PEM in it, and the messages about it.
struct PEMFile {
    /// What it is for, as messages say it: `certificate`, `key`, `client CA`.
    let role: String
    let path: String

    /// One line that names the file.
    func error(_ reason: String) -> ServingCertificateError {
        ServingCertificateError("\(role) file \(path): \(reason)")
    }

    /// Reads the file.
    ///
    /// - Throws: ``ServingCertificateError`` where it is no regular file, or no text that could be PEM.
    func read() throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try MountedFile.read(path)
        } catch {
            throw self.error(words(error))
        }
        try checkEncoding(bytes)
        return bytes
    }

    private func words(_ fault: MountedFile.Fault) -> String {
        switch fault {
        case .missing: "there is no such file: mount the TLS Secret there, or make one with certs/make-development-certificates.sh"
        case .irregular(let kind): "it is \(kind), not a regular file: name a PEM file"
        case .tooLarge: "it is larger than 1 MiB, which no certificate is: name a PEM file"
        case .forbidden, .failed: fault.description
        }
    }

    private func checkEncoding(_ bytes: [UInt8]) throws {
        if bytes.isEmpty { throw error("it is empty: write it again") }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw error("it begins with a byte order mark, which PEM does not have: save it as UTF-8 without one")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw error("it is UTF-16: save it as UTF-8 without a byte order mark")
        }
    }
}
