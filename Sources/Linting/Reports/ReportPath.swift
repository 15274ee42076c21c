/// Paths as reports for other programs name files: relative to the folder of the run, which is where a checkout's root is.
struct ReportPath {
    /// The folder, its components.
    private let folder: [Substring]

    /// - Parameter folder: an absolute path.
    init(in folder: String) { self.folder = Self.components(of: folder) }

    /// "deploy/policy.yaml" for a file below the folder, however it was named; an absolute path for another one.
    func path(_ name: String) -> String {
        let all = name.hasPrefix("/") ? Self.components(of: name) : folder + Self.components(of: name)
        var parts: [Substring] = []
        for part in all {
            if part == "..", !parts.isEmpty { parts.removeLast() } else if part != ".." { parts.append(part) }
        }
        let isBelow = parts.count > folder.count && parts.starts(with: folder)
        return isBelow ? parts.dropFirst(folder.count).joined(separator: "/") : "/" + parts.joined(separator: "/")
    }

    /// The same as a URI: relative to the folder, or absolute.
    func uri(_ name: String) -> String {
        let path = path(name)
        // A colon in the first part of a relative one would read as a scheme; percent-encoded it does not.
        return path.hasPrefix("/") ? "file://" + Self.encoded(path) : Self.encoded(path)
    }

    /// The folder as a URI, with a slash at its end.
    var folderURI: String { "file:///" + folder.map { Self.encoded(String($0)) + "/" }.joined() }

    private static func components(of path: String) -> [Substring] { path.split(separator: "/").filter { $0 != "." } }

    /// RFC 3986: unreserved characters and the slash stay.
    private static func encoded(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return text
    }
}
