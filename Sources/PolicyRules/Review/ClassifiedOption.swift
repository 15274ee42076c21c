import Manifests
import PolicyKinds
import SocketOptions

/// One raw option under review.
struct ClassifiedOption: Sendable {
    let list: ClassifiedList
    let index: Int

    var context: ReviewContext { list.context }
    var environment: CompiledEnvironment { list.context.environment }
    var option: DecodedOption { list.options[index] }
    var raw: RawOption { option.raw }
    var description: Description? { list.descriptions[index] }
    /// The description where it is the option's own field: a comment is never held against an author as an error.
    var ownDescription: Description? { description.flatMap { $0.origin == .field ? $0 : nil } }

    /// What each platform that differs makes of it.
    var perPlatform: [(platform: TargetPlatform, option: Resolution.ResolvedOption)] {
        list.resolutions.map { ($0.platform, $0.options[index]) }
    }

    /// The first platform's row, where there is one.
    var row: KnownOption? { list.soundRows[index] ?? list.resolutions.lazy.compactMap { $0.options[index].row }.first }
    /// How messages name it: "TCP_KEEPIDLE (6/4)", or by the product's own field that it was made of; nil where no platform knows it.
    var title: String? {
        row.map { row in raw.productField.map { "`\($0)` (\(row.constant), \(row.key))" } ?? row.title }
    }
    var isKnownAnywhere: Bool { row != nil }
    var isSkipped: Bool { list.resolutions.first.map { $0.options[index].skipped != nil } ?? false }
    /// The value as an int of the first platform.
    var intValue: Int32? {
        if case .int(let value) = option.value { value } else { list.resolutions.first?.options[index].intValue }
    }

    /// The first refusal of a platform, for the proxy as it is.
    var refusal: (platform: TargetPlatform, error: SocketError)? {
        for resolution in list.resolutions {
            if case .refused(let error) = resolution.options[index].answer { return (resolution.platform, error) }
        }
        return nil
    }

    /// What the node decides on a platform, for the proxy as it is.
    var dependence: NodeDependence? {
        for resolution in list.resolutions {
            if case .undetermined(let dependence) = resolution.options[index].answer { return dependence }
        }
        return nil
    }

    /// The family of the socket that the option is applied to.
    var family: AddressFamily { list.resolutions.first?.options[index].family ?? list.listenerFamily.socketFamily }

    /// The socket that the option is applied to on the first platform; nil where its state is none.
    var situation: SocketSituation? {
        guard let state = option.state, let platform = environment.distinctPlatforms.first else { return nil }
        return SocketSituation(
            state: state, family: family, capabilities: environment.capabilities,
            isLittleEndian: platform.isLittleEndian)
    }

    /// The answer of a platform's kernel under other circumstances than the option's own.
    func answer(on platform: TargetPlatform, state: SocketState? = nil, capabilities: CapabilitySet? = nil) -> KernelAnswer? {
        guard let key = option.key, let value = option.value, var situation else { return nil }
        situation.isLittleEndian = platform.isLittleEndian
        situation.state = state ?? situation.state
        situation.capabilities = capabilities ?? situation.capabilities
        return platform.table.answer(to: value, for: key, in: situation)
    }

    /// For messages about a failing option: the warning that its state makes the failure worse.
    var worseWhenListening: String {
        // Of a product's own field the state is not the author's to write.
        if raw.productField != nil { return "" }
        return missingNumber
            + (option.state == .listening
                ? "; STATE_LISTENING makes it worse, as the update itself is not refused: write STATE_PREBIND" : "")
    }

    /// What becomes of the listener, or of connections to the backend, when the option fails.
    var consequence: String {
        switch list.configuration.setting.becomes {
        case .clusterOptions, .clusterKeepalive, .backendConnections:
            "every new connection to \(list.configuration.target.title) fails, while no update is refused"
        case .adminOptions: "Envoy does not start"
        default:
            option.state == .listening
                ? "Envoy drops the listener" + (raw.productField == nil ? "" : " without refusing the update")
                : "Envoy rejects the listener"
        }
    }

    /// For messages about a failing option: that Envoy reads a number which is left out as 0.
    private var missingNumber: String {
        let missing = [(raw.level.isAbsent, "level"), (raw.name.isAbsent, "name")].filter(\.0).map(\.1)
        return missing.isEmpty
            ? ""
            : "; \(enumeration(missing)) \(missing.count == 1 ? "is" : "are") left out, which Envoy reads as 0: write \(missing.count == 1 ? "it" : "them")"
    }

    /// Whether both numbers of the pair are written: a 0 for one that is left out is nobody's mistake about platforms or order.
    var hasWholePair: Bool { !raw.level.isAbsent && !raw.name.isAbsent }

    /// How messages name the platforms: "linux", "linux/mips", "gvisor".
    var platformNames: String { list.environment.platformNames }
}
