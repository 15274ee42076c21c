import ArgumentParser
import Configuration
import Linting

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Which configuration file a command reads.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    static func read(_ path: String) throws -> Settings {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw Failure(code: .usage, message: "cannot read the configuration file \(error.description)")
        }
        do {
            let settings = try ConfigurationFile.read(bytes)
            for hint in settings.hints { standardError("\(path):\(hint)") }
            return settings
        } catch {
            throw Failure(code: .usage, message: "\(path):\(error.line):\(error.column): \(error.message)")
        }
    }
}

/// The configuration of each path that is linted: `--config`, else the nearest `.sockwarden.yaml` in its folder or above, else the defaults.
struct ConfigurationFolders {
    private let options: ConfigurationOptions
    private let isOff: Bool
    private let isVerbose: Bool
    /// By file, so that each is read once; the empty name stands for the defaults.
    private var known: [String: Settings] = [:]

    init(_ options: ConfigurationOptions, isOff: Bool, isVerbose: Bool) {
        self.options = options
        self.isOff = isOff
        self.isVerbose = isVerbose
    }

    /// The settings for a file or a folder.
    mutating func settings(for path: String) throws -> Settings {
        let file = file(for: path)
        if let settings = known[file ?? ""] { return settings }
        let settings = try file.map(ConfigurationOptions.read) ?? Settings()
        if isVerbose { standardError("configuration: \(file ?? "the defaults")") }
        known[file ?? ""] = settings
        return settings
    }

    /// The configuration file that counts for a file or a folder; nil where the defaults do.
    func file(for path: String) -> String? { isOff ? nil : options.config ?? Self.search(from: Self.folder(of: path)) }

    private static func folder(of path: String) -> String {
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR { return path }
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    private static func search(from folder: String) -> String? {
        // A folder that is not there: standard input may be called anything.
        guard let resolved = realpath(folder, nil) ?? realpath(".", nil) else { return nil }
        defer { free(resolved) }
        var path = String(cString: resolved)
        while true {
            let candidate = (path == "/" ? "" : path) + "/" + ConfigurationFile.name
            if access(candidate, F_OK) == 0 { return candidate }
            guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
    }
}
