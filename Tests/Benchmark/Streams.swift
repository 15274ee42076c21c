import Glibc

/// Ends with a message.
func stop(_ message: String) -> Never {
    Streams.write(Array((message + "\n").utf8), to: 2)
    exit(2)
}

/// Bytes from and to file descriptors.
enum Streams {
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { exit(1) }
            rest = rest.dropFirst(written)
        }
    }

    /// A file's bytes from its beginning.
    static func read(_ descriptor: Int32) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { return [] }
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                guard got > 0 else { return }
                count += got
            }
        }
    }

    /// A file that is gone when it is closed.
    static func temporaryFile() -> Int32 {
        var path = Array("/tmp/sockwarden-benchmark-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { stop("\(String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)): errno \(errno)") }
        unlink(path)
        return file
    }
}
