import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let newerKernelOption: Rule = Rule(
        code: "SW115", name: "newer-kernel-option", severity: .error,
        documentation: Documentation(
            finds: "An option that came with a newer kernel than the oldest one of the nodes, `environment.kernel`.",
            why:
                "on the older nodes the kernel answers ENOPROTOOPT: there the listener is rejected, or every connection to the backend fails",
            example: .options(
                "- {description: TCP_RTO_MAX_MS, level: 6, name: 44, intValue: 30000}",
                mended: "- {description: TCP_USER_TIMEOUT, level: 6, name: 18, intValue: 30000}"),
            instead: "an option that all nodes' kernels have, or the kernel that the nodes really run in `environment.kernel`"),
        check: .option { review in
            guard let row = review.row, let since = row.since, since.version > review.environment.kernel,
                review.environment.platforms.contains(where: { $0 != .gvisor })
            else { return nil }
            return Claim(
                Finding(
                    .newerKernelOption, at: review.raw.pairPlace,
                    "\(row.title) came with Linux \(since.version), and the oldest node may run \(review.environment.kernel): there the kernel "
                        + "answers ENOPROTOOPT and \(review.consequence); remove it, or set environment.kernel to what the nodes run"
                        + review.worseWhenListening,
                    fix: review.removal))
        })
}
