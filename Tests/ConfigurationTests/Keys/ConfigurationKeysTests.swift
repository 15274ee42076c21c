import Testing

@testable import Configuration

/// What is told of the configuration file's keys is what the reader takes.
@Suite struct ConfigurationKeysTests {
    /// A file with one value at the end of a path of keys.
    private func file(_ path: [String], _ value: String) -> String {
        path.dropLast().enumerated().map { "\(String(repeating: " ", count: $0 * 2))\($1):\n" }.joined()
            + String(repeating: " ", count: (path.count - 1) * 2) + "\(path.last ?? ""): \(value)\n"
    }

    /// All keys with their paths, sections among them.
    private func walk(_ keys: [ConfigurationKey] = ConfigurationKey.all, below path: [String] = []) -> [(
        path: [String], key: ConfigurationKey
    )] {
        keys.flatMap { key -> [(path: [String], key: ConfigurationKey)] in
            let here = path + [key.name]
            guard case .section(let keys, _, _) = key.value else { return [(here, key)] }
            return [(here, key)] + walk(keys, below: here)
        }
    }

    /// Values that a key of this sort takes.
    private func samples(_ value: ConfigurationKey.Value) -> [String] {
        switch value {
        case .section(let keys, let required, _):
            keys.flatMap { key in
                samples(key.value).map { sample in
                    let others = keys.filter { required.contains($0.name) && $0.name != key.name }
                    let written = others.map { "\($0.name): \(samples($0.value)[0])" } + ["\(key.name): \(sample)"]
                    return "{\(written.joined(separator: ", "))}"
                }
            }
        case .list(let item, let atLeastOne): (atLeastOne ? [] : ["[]"]) + samples(item).map { "[\($0)]" }
        case .map(let keys, let value): ["{}"] + keys.flatMap { key in samples(value).map { "{\(key): \($0)}" } }
        case .choice(let texts): texts.map { "\"\($0)\"" }
        case .text(let pattern, _):
            switch pattern {
            case let text where text.contains("%"): ["0.1%", "100%"]
            case let text where text.contains("ns"): ["10s", "1h30m"]
            case let text where text.contains("\\."): ["\"5.10\""]
            default: ["edge"]
            }
        case .flag(let only): only.map { ["\($0)"] } ?? ["true", "false"]
        case .either(let values): values.flatMap(samples)
        }
    }

    @Test func everyKeyAndValueIsRead() throws {
        var count = 0
        for (path, key) in walk() {
            for sample in samples(key.value) {
                let text = file(path, sample)
                #expect(throws: Never.self, "\(text)") { _ = try ConfigurationFile.read(Array(text.utf8)) }
                count += 1
            }
        }
        print("\(count) files read")
    }

    /// The reader names the keys that it takes where it finds another one.
    @Test func theReaderTakesNoOthers() throws {
        let below = walk().compactMap { path, key in
            if case .section(let keys, _, _) = key.value { (path: path, keys: keys) } else { nil }
        }
        let sections: [(path: [String], keys: [ConfigurationKey])] = [([], ConfigurationKey.all)] + below
        for (path, keys) in sections {
            let text = file(path + ["zzzzzzzzzz"], "1")
            let error = #expect(throws: ConfigurationError.self) { try ConfigurationFile.read(Array(text.utf8)) }
            let taken = error?.message.split(separator: "the keys here are ").last?.split(separator: ", ").map(String.init) ?? []
            #expect(Set(taken) == Set(keys.map(\.name)), "\(path): \(error?.message ?? "")")
        }
    }

    @Test func defaultsAreTheReaders() throws {
        for (path, key) in walk() {
            guard let standard = key.standard else { continue }
            #expect(try ConfigurationFile.read(Array(file(path, standard.json).utf8)) == Settings(), "\(path)")
        }
        let values = try ConfigurationValue.all(of: [])
        #expect(values.contains(ConfigurationValue(key: "environment.kernel", text: "\"5.10\"", line: nil)))
        #expect(values.allSatisfy { $0.line == nil } && values.count == walk().count { $0.key.standard != nil })
    }

    @Test func whatIsWrittenHasItsLine() throws {
        let values = try ConfigurationValue.all(
            of: Array(
                """
                # ours
                environment:
                  kernel: "6.1"
                  releases: {envoy: "1.37"}
                  middleboxes: [{name: edge, idleTimeout: 300s}, aws-alb]
                rules:
                  SW205: off
                  single-probe: error
                """.utf8))
        func value(_ key: String) -> ConfigurationValue? { values.first { $0.key == key } }
        #expect(value("environment.kernel") == ConfigurationValue(key: "environment.kernel", text: "\"6.1\"", line: 3))
        #expect(value("environment.releases.envoy")?.text == "\"1.37\"" && value("environment.releases.envoy")?.line == 4)
        #expect(value("environment.middleboxes")?.text == #"[{"idleTimeout":"300s","name":"edge"},"aws-alb"]"#)
        #expect(value("rules.SW205")?.line == 7 && value("rules.single-probe")?.text == "\"error\"" && value("rules") == nil)
        #expect(value("environment.platforms")?.line == nil && value("environment.kgateway") == nil)
        #expect(throws: ConfigurationError.self) { try ConfigurationValue.all(of: Array("rules: {SW999: off}".utf8)) }
    }
}
