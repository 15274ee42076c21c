import Manifests
import PolicyKinds
import SocketOptions

/// An environment as reviews use it: what follows from it alone is made once, when it is read, and is the same for every review.
///
/// A value that never changes. What depends on Linux's usual numbers alone is made once a process and shared, so that this is cheap to
/// make; on architectures with numbers of their own the words about single numbers are made anew each time.
public final class CompiledEnvironment: Sendable {
    private let target: TargetEnvironment
    /// One platform for each table and byte order: linux/amd64 and linux/arm64 are the same.
    let distinctPlatforms: [TargetPlatform]
    /// How messages name the platforms: "linux" where all have the generic numbers, else their names.
    let platformNames: String
    /// Whether every platform has Linux's usual numbers and kernel.
    let isUsualLinux: Bool
    /// Whether every platform has Linux's usual numbers, gVisor among them.
    private let hasUsualNumbers: Bool
    private let numberings: Set<Numbering>

    /// The defaults.
    public static let standard = CompiledEnvironment(TargetEnvironment())

    /// Works out what follows from an environment.
    public init(_ target: TargetEnvironment) {
        self.target = target
        var distinct: [TargetPlatform] = []
        for platform in target.platforms
        where !distinct.contains(where: { $0.numbering == platform.numbering && $0.isLittleEndian == platform.isLittleEndian }) {
            distinct.append(platform)
        }
        distinctPlatforms = distinct
        let numberings = Set(distinct.map(\.numbering))
        self.numberings = numberings
        isUsualLinux = numberings == [.linux]
        hasUsualNumbers = !numberings.isEmpty && numberings.isSubset(of: [.linux, .gvisor])
        platformNames = isUsualLinux ? "linux" : enumeration(target.platforms.map(\.rawValue))
    }

    /// See `TargetEnvironment`.
    var platforms: [TargetPlatform] { target.platforms }
    var kernel: KernelVersion { target.kernel }
    var listenerFamily: ListenerFamily { target.listenerFamily }
    var capabilities: CapabilitySet { target.capabilities }
    var releases: [String: Release] { target.releases }
    var middleboxes: [Middlebox] { target.middleboxes }
    var upstreamMiddleboxes: [Middlebox] { target.upstreamMiddleboxes }
    var packetLoss: Double { target.packetLoss }
    var thresholds: Thresholds { target.thresholds }

    /// The release of a product in the cluster; nil where the configuration names none.
    func release(of product: Product) -> Release? { target.releases[product.name] }

    /// The Envoy that reads a product's configuration, as far as the configuration says.
    func envoy(of product: Product) -> Release? { target.releases["envoy"] ?? release(of: product).flatMap(product.envoy(of:)) }
}

/// What numbers and constants are on the target platforms, and elsewhere.
extension CompiledEnvironment {
    /// The option's row on the first target platform that has it.
    func row(named constant: String) -> KnownOption? {
        for platform in distinctPlatforms {
            if let row = platform.table.known(named: constant) { return row }
        }
        return nil
    }

    /// The row of a pair on the first target platform where it means something.
    func row(of key: OptionKey) -> KnownOption? {
        for platform in distinctPlatforms {
            if let row = platform.table.known(key) { return row }
        }
        return nil
    }

    /// A Linux option with the numbers of the first target platform that has it: "TCP_KEEPIDLE (6/4)".
    func title(of constant: String) -> String { row(named: constant)?.title ?? constant }

    /// What a pair means outside the target platforms, on macOS and the BSDs first.
    func foreignMeanings(of key: OptionKey) -> [ForeignMeaning] {
        hasUsualNumbers ? ForeignMeaning.outsideUsualLinux[key] ?? [] : ForeignMeaning.all(of: key, outside: numberings)
    }

    /// "on linux write level 1, name 9", for each target platform whose numbers differ. nil where none has the option.
    func numbers(of constant: String) -> String? {
        isUsualLinux ? Self.usualNumbers[constant] : numbersOnEachPlatform(of: [constant])
    }

    private static let usualNumbers: [String: String] = {
        let table = OptionTable.linux
        let names = table.options.map(\.constant) + table.aliases.keys
        return Dictionary(
            names.compactMap { name in
                table.known(named: name).map { (name, "on linux write level \($0.key.level), name \($0.key.name)") }
            }, uniquingKeysWith: { first, _ in first })
    }()

    /// The same for several options to choose from: "on linux write level 6, name 4 for TCP_KEEPIDLE or level 6, name 6 for TCP_KEEPCNT".
    func numbers(ofAnyOf constants: [String]) -> String? {
        constants.count == 1 ? numbers(of: constants[0]) : numbersOnEachPlatform(of: constants)
    }

    private func numbersOnEachPlatform(of constants: [String]) -> String? {
        var parts: [String] = []
        for platform in distinctPlatforms {
            let name = platform.numbering == .linux ? "linux" : platform.rawValue
            let choices = constants.compactMap { constant in
                platform.table.known(named: constant).map { row in
                    "level \(row.key.level), name \(row.key.name)" + (constants.count > 1 ? " for \(constant)" : "")
                }
            }
            let text = enumeration(choices, "or")
            if choices.isEmpty || parts.last?.hasSuffix(text) == true { continue }
            parts.append("on \(name) write \(text)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
