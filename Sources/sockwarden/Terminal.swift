#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What standard output is, and what it can show.
enum Terminal {
    /// Its columns; nil where it is none. `COLUMNS` goes before what the terminal says.
    static var width: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        if let columns = Int(variable("COLUMNS")), columns > 0 { return columns }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whether it shows colors: a terminal that is not dumb, unless NO_COLOR is set.
    static var hasColor: Bool { variable("NO_COLOR").isEmpty && variable("TERM") != "dumb" && isatty(STDOUT_FILENO) == 1 }

    /// Whether the locale's letters are UTF-8: the first of LC_ALL, LC_CTYPE and LANG that is set says so (setlocale(3)).
    static var isUnicode: Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.map(variable).first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }

    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
}
