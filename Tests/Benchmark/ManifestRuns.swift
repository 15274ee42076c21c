import Configuration
import Glibc
import Linting
import Manifests
import PolicyKinds
import PolicyRules

/// What linting many files costs, beside reading them alone.
enum ManifestRuns {
    /// What the files hold.
    enum Mixture: String, CaseIterable {
        /// A repository of manifests: one in twenty is ours, one in a hundred has an error.
        case repository
        /// Every file holds a policy, one in ten has an error.
        case policies
        /// Every file holds an object of another kind than the last one's: all kinds and settings in turn.
        case kinds
        /// No file holds anything of ours.
        case others
    }

    private static let formats = ["text", "json", "sarif"]
    private static let folderSize = 500

    /// Prints a row for each number of files and mixture.
    static func measure(_ counts: [Int]) {
        print("\nlint of many files: seconds, and how many times reading them alone; the peak of memory in MB")
        print("(read: open, read and close; parsed: read, and made documents of, in as many threads as lint has)")
        print(
            "files".right(8) + "  holding".left(14) + "MB".right(6) + "read".right(8) + "parsed".right(8)
                + formats.map { $0.right(22) }.joined())
        for count in counts {
            for mixture in Mixture.allCases {
                let (folder, bytes) = make(count, mixture)
                defer { remove(folder) }
                let read = least { ChildProcess(["--read", folder]) }
                var row =
                    "\(count)".right(8) + "  \(mixture.rawValue)".left(14) + fixed(Double(bytes) / 1e6).right(6)
                    + seconds(read.time).right(8) + seconds(least { ChildProcess(["--parse", folder]) }.time).right(8)
                for format in formats {
                    let run = least { ChildProcess(["--lint", format, folder]) }
                    guard run.end == .exit(0) else { stop("lint --format \(format): \(run.end)") }
                    row += "\(seconds(run.time)) × \(fixed(run.time / read.time)), \(run.peak >> 20) MB".right(22)
                }
                print(row)
            }
        }
    }

    /// In the child: what `cat` does, to nowhere.
    static func read(_ path: String) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        visit(path) { path, isFolder in
            guard !isFolder else { return }
            let file = open(path, O_RDONLY)
            guard file >= 0 else { stop("\(path): errno \(errno)") }
            while Glibc.read(file, &buffer, buffer.count) > 0 {}
            close(file)
        }
    }

    /// In the child: every file's documents, to nowhere.
    static func parse(_ folder: String) async {
        var paths: [String] = []
        visit(folder) { path, isFolder in if !isFolder { paths.append(path) } }
        let size = 16
        await withTaskGroup { group in
            for start in stride(from: 0, to: paths.count, by: size) {
                let chunk = paths[start..<min(start + size, paths.count)]
                group.addTask {
                    for path in chunk {
                        do {
                            let documents = ManifestReader.documents(in: try FileBytes.read(path))
                            guard documents.allSatisfy({ if case .success = $0 { true } else { false } }) else {
                                stop("\(path) is no YAML")
                            }
                        } catch {
                            stop("\(error)")
                        }
                    }
                }
            }
        }
    }

    /// In the child: what `sockwarden lint --format FORMAT FOLDER` does.
    static func lint(_ format: String, _ folder: String) async {
        guard let format = ReportFormat.named(format), let day = CalendarDay(year: 2026, month: 11, day: 23) else { stop("no such format") }
        var report = format.report(ReportSettings(version: "0", folder: "/", day: day))
        let output = ReportOutput { Streams.write($0, to: 1) }
        var summary = LintSummary()
        let inputs = InputSequence(unmatched: [], FileFinder([folder]), rendering: Rendering(valueFiles: []), standardInput: nil)
        do {
            try report.begin(output)
            try await LintRun(settings: [Settings()], day: day).review(inputs) { input in
                summary.add(input)
                try report.add(input, output)
            }
            try report.end(summary, output)
            try output.flush()
        } catch {
            stop("\(error)")
        }
    }

    private static func least(_ run: () -> ChildProcess) -> ChildProcess {
        let runs = (0..<3).map { _ in run() }
        return runs.min { $0.time < $1.time } ?? runs[0]
    }

    private static func seconds(_ time: Double) -> String {
        let hundredths = Int((time * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
    }

    private static func make(_ count: Int, _ mixture: Mixture) -> (folder: String, bytes: Int) {
        var template = Array("/tmp/sockwarden-benchmark-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { stop("mkdtemp: errno \(errno)") }
        let root = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        var folder = ""
        var bytes = 0
        for number in 0..<count {
            if number % folderSize == 0 {
                folder = "\(root)/team-\(number / folderSize)"
                mkdir(folder, 0o755)
            }
            let text =
                switch mixture {
                case .repository: number % 20 == 7 ? policy(number, hasError: number % 100 == 7) : deployment(number)
                case .policies: policy(number, hasError: number % 10 == 7)
                case .kinds: specimens[number % specimens.count]
                case .others: deployment(number)
                }
            bytes += text.utf8.count
            let file = open("\(folder)/manifest-\(number).yaml", O_WRONLY | O_CREAT, 0o644)
            guard file >= 0 else { stop("a manifest cannot be written: errno \(errno)") }
            Streams.write(Array(text.utf8), to: file)
            close(file)
        }
        return (root, bytes)
    }

    /// A sound document for each setting of each kind.
    private static let specimens: [String] = PolicyKinds.all.flatMap(\.settings).compactMap { setting in
        let value =
            switch setting.holds {
            case .options: #"[{"level": 1, "name": 9, "intValue": 1}, {"level": 6, "name": 4, "intValue": 60}]"#
            case .fields(let options): "{\(options.fields.prefix(1).map { "\"\($0.name)\": 184" }.joined())}"
            case .keepalive(let block):
                "{"
                    + ((block.sharedPrefix == nil ? [] : ["\"\(block.name)\": true"])
                    + zip(block.fields, [60, 20, 3] as [Int64]).map { "\"\($0.name)\": \($0.form.json(of: $1))" })
                    .joined(separator: ", ") + "}"
            }
        return setting.specimen?.document(with: value)
    }

    private static func policy(_ number: Int, hasError: Bool) -> String {
        """
        apiVersion: gateway.envoyproxy.io/v1alpha1
        kind: ClientTrafficPolicy
        metadata:
          name: clients-\(number)
          namespace: team-\(number / folderSize)
          labels: {app.kubernetes.io/part-of: gateways, team: "\(number / folderSize)"}
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: gateway-\(number)}
          tcpKeepalive:
            probes: 3
            idleTime: 60s
            interval: \(hasError ? "500ms" : "20s")

        """
    }

    private static func deployment(_ number: Int) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: service-\(number)
          namespace: team-\(number / folderSize)
        spec:
          replicas: 3
          selector:
            matchLabels: {app: service-\(number)}
          template:
            metadata:
              labels: {app: service-\(number)}
            spec:
              containers:
              - name: service
                image: registry.example.com/service-\(number):1.4.\(number % 50)
                ports:
                - {name: http, containerPort: 8080}
                env:
                - {name: LOG_LEVEL, value: info}
                resources:
                  requests: {cpu: 100m, memory: 128Mi}
                  limits: {memory: 256Mi}
                readinessProbe:
                  httpGet: {path: /ready, port: http}

        """
    }

    private static func remove(_ path: String) {
        visit(path) { path, isFolder in _ = isFolder ? rmdir(path) : unlink(path) }
        rmdir(path)
    }

    /// What is below a folder, its contents before itself.
    private static func visit(_ path: String, _ body: (String, Bool) -> Void) {
        guard let folder = opendir(path) else { stop("\(path): errno \(errno)") }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let isFolder = entry.pointee.d_type == DT_DIR
            if isFolder { visit("\(path)/\(name)", body) }
            body("\(path)/\(name)", isFolder)
        }
    }
}
