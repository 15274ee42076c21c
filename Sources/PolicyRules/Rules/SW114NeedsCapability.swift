import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let needsCapability: Rule = Rule(
        code: "SW114", name: "needs-capability", severity: .error,
        documentation: Documentation(
            finds: "A value that needs a Linux capability which the proxy's container does not keep (`environment.capabilities`).",
            why:
                "the kernel answers EPERM or EACCES: the listener is rejected, or every connection to the backend fails; stock gateways keep NET_BIND_SERVICE alone",
            example: .options(
                "- {description: SO_MARK, level: 1, name: 36, intValue: 1}",
                mended: "- {description: SO_PRIORITY, level: 1, name: 12, intValue: 6}"),
            instead: "an option that needs no capability, or a container that keeps it (and say so in environment.capabilities)"),
        check: .option { review in
            guard let row = review.row else { return nil }
            if let refusal = review.refusal {
                guard refusal.error == .EPERM || refusal.error == .EACCES,
                    SocketState.allCases.contains(where: { review.answer(on: refusal.platform, state: $0, capabilities: .all) == .accepted }
                    )
                else { return nil }
                return Claim(finding(review, row, needing: row.capability, refusal.error, on: "the kernel"))
            }
            // What today's kernels give to everybody, the oldest node may still ask a capability for.
            let kernel = review.environment.kernel
            guard let situation = review.situation, let value = review.option.value, row.option.earlier != nil,
                review.environment.platforms.contains(where: { $0 != .gvisor })
            else { return nil }
            let old = row.option.asOf(kernel)
            guard case .refused(let error) = old.answer(to: value, in: situation), error == .EPERM || error == .EACCES else { return nil }
            return Claim(finding(review, row, needing: old.capability, error, on: "Linux \(kernel), which the oldest node may run,"))
        })

    private static func finding(
        _ review: ClassifiedOption, _ row: KnownOption, needing need: CapabilityNeed?, _ error: SocketError, on kernel: String
    ) -> Finding {
        let needed = enumeration((need?.anyOf ?? .netAdmin).names, "or")
        let kept = review.environment.capabilities.names
        return Finding(
            .needsCapability, at: review.raw.valuePlace,
            "\(row.title) needs the capability \(needed) for this value, and the proxy keeps \(kept.isEmpty ? "none" : "only " + enumeration(kept)): "
                + "\(kernel) answers \(error) and \(review.consequence); remove it, or let the proxy keep the capability"
                + review.worseWhenListening,
            fix: review.removal)
    }
}

extension CapabilitySet {
    /// As a security context names them.
    var names: [String] {
        var names: [String] = []
        if contains(.netBindService) { names.append("NET_BIND_SERVICE") }
        if contains(.netRaw) { names.append("NET_RAW") }
        if contains(.netAdmin) { names.append("NET_ADMIN") }
        return names
    }
}
