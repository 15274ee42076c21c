import Foundation

/// The options' numbers in the kernel headers installed beside the C library: a second source for a row's number.
enum KernelHeaders {
    /// By constant; empty where no headers are installed.
    static let numbers: [String: Int32] = {
        var found: [String: Int32] = [:]
        for file in ["asm-generic/socket.h", "linux/in.h", "linux/in6.h", "linux/tcp.h", "linux/udp.h"] {
            guard let text = try? String(contentsOfFile: "/usr/include/" + file, encoding: .utf8) else { continue }
            for line in text.split(separator: "\n") {
                let words = line.split(whereSeparator: \.isWhitespace)
                if words.count >= 3, words[0] == "#define", let number = Int32(words[2]) { found[String(words[1])] = number }
            }
        }
        return found
    }()
}
