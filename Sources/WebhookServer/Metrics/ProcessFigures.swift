#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What this process takes, as the kernel counts it.
struct ProcessFigures {
    var cpuSeconds: Double
    var residentBytes: Int
    var openDescriptors: Int
    var maximumDescriptors: Int
    /// Seconds since the epoch.
    var startTime: Double

    /// The figures now; nil where /proc cannot be read.
    static func now() -> ProcessFigures? {
        guard let stat = text("/proc/self/stat"), let statm = text("/proc/self/statm"), let uptime = text("/proc/uptime") else {
            return nil
        }
        // The second field is the command's name, which may hold anything; the rest counts from after its parenthesis.
        let fields = (stat.split(separator: ")").last ?? "").split(separator: " ")
        let pages = statm.split(separator: " ")
        guard fields.count > 19, pages.count > 1, let start = Double(fields[19]), let resident = Int(pages[1]),
            let sinceBoot = uptime.split(separator: " ").first.flatMap({ Double($0) })
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        let now = SystemClock.now()
        return ProcessFigures(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), residentBytes: resident * sysconf(Int32(_SC_PAGESIZE)),
            openDescriptors: openDescriptors(), maximumDescriptors: descriptorLimit(),
            startTime: Double(now.seconds) + Double(now.nanoseconds) / 1e9 - sinceBoot + start / ticks)
    }

    /// The soft limit on open files.
    static func descriptorLimit() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
            getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises the soft limit on open files to the hard one, as Go's programs do.
    ///
    /// - Returns: the limit that is in force then.
    static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        getrlimit(resource, &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
        return descriptorLimit()
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func openDescriptors() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Without ".", ".." and the folder itself.
        return max(0, count - 3)
    }

    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
