import Foundation
import Manifests
import PolicyKinds
import SocketOptions

@testable import PolicyRules

/// What Sockwarden predicts of a written policy, by the way that every review takes: manifest, object, configuration, resolution.
struct Prediction {
    let resolution: Resolution
    private let options: [DecodedOption]
    private let environment: CompiledEnvironment

    init(_ written: [WrittenOption], on address: EnvoyListener.Address, as privilege: Privilege) throws {
        try self.init(Self.object(ofManifest: Self.manifest(written)), on: address, as: privilege)
    }

    /// Of the policy's one configuration, on a listener with this address.
    init(_ policy: PolicyObject, on address: EnvoyListener.Address, as privilege: Privilege) throws {
        guard policy.configurations.count == 1, let configuration = policy.configurations.first else {
            throw EnvoyFailure("no single configuration: \(policy.node.sourceText)")
        }
        try self.init(
            of: Self.options(of: policy), for: configuration, in: CompiledEnvironment(Self.environment(on: address, as: privilege)))
    }

    init(of options: [DecodedOption], on address: EnvoyListener.Address, as privilege: Privilege) throws {
        self.options = options
        environment = CompiledEnvironment(try Self.environment(on: address, as: privilege))
        resolution = Resolution(
            of: options, on: .current, table: RunningKernel.table, family: environment.listenerFamily.socketFamily,
            capabilities: environment.capabilities)
    }

    /// Of a configuration's own options: what the rules read, on this kernel. A test knows what its clusters are.
    init(of options: [DecodedOption], for configuration: SocketConfiguration, in environment: CompiledEnvironment) {
        self.options = options
        self.environment = environment
        resolution = Resolution(
            of: options, for: configuration, on: .current, table: RunningKernel.table, in: environment, isFamilySure: true)
    }

    /// The machine that the tests run on. A listener on "::" that Envoy makes is of this family for sure, whatever else it accepts.
    static func environment(on address: EnvoyListener.Address, as privilege: Privilege) throws -> TargetEnvironment {
        var environment = TargetEnvironment()
        environment.platforms = [.current]
        environment.kernel = RunningKernel.version
        environment.listenerFamily = address == .ipv4 ? .ipv4 : .ipv6
        environment.capabilities = try privilege.capabilities()
        return environment
    }

    /// What the review of a policy says where this is its environment.
    func review(of policy: PolicyObject) throws -> Said {
        guard let day = CalendarDay(year: 2026, month: 11, day: 23) else { throw EnvoyFailure("no day") }
        return Said(PolicyReview(of: policy, in: ReviewContext(environment: environment, day: day)).findings)
    }

    /// The verdict that Envoy should give; nil where it depends on the node.
    var verdict: Verdict? {
        switch resolution.outcome {
        case .accepted: .accepted
        case .rejected(let index, let error): .rejected(failure(index, error))
        case .removed(let index, .EADDRINUSE) where key(index) == "1/15": .removed(.listen(error: EADDRINUSE))
        case .removed(let index, let error): .removed(failure(index, error))
        case .refusedWhenParsed: .refusedWhenParsed
        case .undetermined: nil
        }
    }

    private func key(_ index: Int) -> String { options[index].key.map(\.description) ?? "?" }

    /// Which option fails, and the kernel's text, where the table claims to know it: not for pairs in no row, nor where kernels that are
    /// built otherwise answer otherwise.
    private func failure(_ index: Int, _ error: SocketError) -> Verdict.Failure {
        let key = key(index)
        let claimsError =
            resolution.options[index].row?.acceptance.alternatives.isEmpty == true && !Self.errorDependsOnProcess.contains(key)
        return .option(key: key, error: claimsError ? error.text : nil)
    }

    /// Options that are always refused, with an errno that depends on what else the process did: SO_ATTACH_BPF and
    /// SO_ATTACH_REUSEPORT_EBPF read the number as a descriptor, SO_DETACH_REUSEPORT_BPF looks at the sockets that share the port.
    private static let errorDependsOnProcess: Set<String> = ["1/50", "1/52", "1/68"]

    static func manifest(_ options: [WrittenOption]) -> String {
        """
        {"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {"name": "p"},
         "spec": {"targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "http"}],
                  "socketOptions": [\(options.map(\.manifestJSON).joined(separator: ", "))]}}
        """
    }
}

extension TargetPlatform {
    /// The platform that the tests run on.
    static let current: TargetPlatform = {
        #if arch(arm64)
            .linuxARM64
        #else
            .linuxAMD64
        #endif
    }()
}

extension Privilege {
    /// What this process has (proc(5)), and hands on.
    func capabilities() throws -> CapabilitySet {
        if self == .unprivileged { return [] }
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        guard let effective = status.firstMatch(of: #/CapEff:\s*([0-9a-f]+)/#).flatMap({ UInt64($0.1, radix: 16) }) else {
            throw EnvoyFailure("the kernel does not say which capabilities this process has")
        }
        var capabilities: CapabilitySet = []
        if effective & 1 << 10 != 0 { capabilities.insert(.netBindService) }
        if effective & 1 << 12 != 0 { capabilities.insert(.netAdmin) }
        if effective & 1 << 13 != 0 { capabilities.insert(.netRaw) }
        return capabilities
    }
}
