import CostShapes
import Glibc

/// What one input costs, reviewed in a process of its own.
struct Measurement {
    /// Bytes of the input.
    let size: Int
    let result: Result
    /// Of the whole process, the input included, in bytes.
    let peak: Int

    enum Result {
        /// CPU time of one review, in nanoseconds.
        case cpu(Double)
        case overLimit(seconds: Int)
        case died(signal: Int32)
    }

    /// Makes the input in one process and reviews it in another. nil for a shape that has no input of about this size.
    init?(of shape: Shape, bytes: Int, limit: Int) {
        let body = Streams.temporaryFile()
        defer { close(body) }
        let maker = ChildProcess(["--make", shape.name, "\(bytes)"], file: body)
        guard maker.end == .exit(0) else { stop("\(shape.name) cannot be made: \(maker.end)") }
        size = Int(lseek(body, 0, SEEK_END))
        guard size > bytes / 2, size < bytes * 2 else { return nil }
        let run = ChildProcess(["--measure", shape.face.rawValue, "--limit", "\(limit)"], input: body, output: 64)
        peak = run.peak
        result =
            switch run.end {
            case .exit: Double(run.text.prefix { $0 != "\n" }).map(Result.cpu) ?? .died(signal: 0)
            case .signal(SIGXCPU), .signal(SIGKILL): .overLimit(seconds: limit)
            case .signal(let number): .died(signal: number)
            }
    }

    /// In the child: the least of three runs of what is cheap.
    static func measureInput(for face: Shape.Face, limit: Int) {
        var bound = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit + 1))
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &bound)
        // A shape must not take the machine with it.
        bound = rlimit(rlim_cur: 8 << 30, rlim_max: 8 << 30)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &bound)
        let body = Streams.read(0)
        print(ShapeCost.least(of: 3, body, for: face).cpu)
    }

    /// Nanoseconds, for sorting: what was stopped is above what was not.
    var order: Double {
        switch result {
        case .cpu(let time): time
        case .overLimit(let seconds): Double(seconds) * 1e9
        case .died: .infinity
        }
    }

    var cpu: Double? {
        if case .cpu(let time) = result { time } else { nil }
    }

    /// "12.3 ms", "over 10 s"
    var words: String {
        switch result {
        case .cpu(let time): milliseconds(time)
        case .overLimit(let seconds): "over \(seconds) s"
        case .died(let signal): "signal \(signal)"
        }
    }
}

/// "12.3 ms"
func milliseconds(_ nanoseconds: Double) -> String { "\(fixed(nanoseconds / 1_000_000)) ms" }

/// A number with one digit behind the point.
func fixed(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

extension String {
    /// With spaces in front up to a width.
    func right(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
    /// With spaces behind up to a width.
    func left(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
