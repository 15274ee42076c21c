/// What Envoy made of one listener.
enum Verdict: Sendable, Hashable {
    /// It listens.
    case accepted
    /// Refused: the old listener stays, or there is none.
    case rejected(Failure)
    /// Taken, then dropped without a word to whoever sent it.
    case removed(Failure)
    /// Envoy's parser refuses the whole response that it came in.
    case refusedWhenParsed

    /// What Envoy's log says failed.
    enum Failure: Sendable, Hashable {
        /// setsockopt(2): "6/4", and strerror(3)'s text; nil for any.
        case option(key: String, error: String?)
        /// listen(2), by errno.
        case listen(error: Int32)
        case other(String)
    }

    /// Whether Envoy's verdict is this one, the kernel's text compared only where this one names it.
    func isFulfilled(by actual: Verdict) -> Bool {
        switch (self, actual) {
        case (.rejected(.option(let key, nil)), .rejected(.option(let actualKey, _))),
            (.removed(.option(let key, nil)), .removed(.option(let actualKey, _))):
            key == actualKey
        default: self == actual
        }
    }

    /// Verdicts by listener, from lines of Envoy's log.
    ///
    /// The main thread logs "Setting 6/4 option on socket failed: Invalid argument" before it gives up the listener that it is at.
    static func readFrom(log: [String]) -> [String: Verdict] {
        var verdicts: [String: Verdict] = [:]
        var failedOption: Failure?
        for line in log {
            if let failure = failure(in: line) {
                failedOption = failure
            } else if let rejected = line.firstMatch(
                of: #/listener '([^']+)' (?:config rejected|failed to bind or apply socket options): (.*)/#)
            {
                // Newer Envoys say it twice, older ones once.
                if verdicts[String(rejected.1)] == nil {
                    verdicts[String(rejected.1)] = .rejected(failedOption ?? .other(String(rejected.2)))
                }
                failedOption = nil
            } else if let removed = line.firstMatch(of: #/listener init for listener '([^']+)' failed: (.*)/#) {
                let refusedListen = removed.2.firstMatch(of: #/cannot listen\(\) errno=(\d+)/#).flatMap { Int32($0.1) }
                verdicts[String(removed.1)] = .removed(
                    refusedListen.map(Failure.listen) ?? failedOption ?? .other(String(removed.2)))
                failedOption = nil
            }
        }
        return verdicts
    }

    /// The last option that a log says failed.
    static func failedOption(in log: [String]) -> Failure? { log.lazy.reversed().compactMap(failure(in:)).first }

    private static func failure(in line: String) -> Failure? {
        guard let setting = line.firstMatch(of: #/Setting (-?\d+)\/(-?\d+) option on socket failed: (.+)/#),
            let level = Int64(setting.1), let name = Int64(setting.2)
        else { return nil }
        // The log has the numbers as configured; setsockopt(2) got their low 32 bits.
        let key = "\(Int32(truncatingIfNeeded: level))/\(Int32(truncatingIfNeeded: name))"
        return .option(key: key, error: String(setting.3))
    }
}
