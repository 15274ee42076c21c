import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let notPortable: Rule = Rule(
        code: "SW122", name: "not-portable", severity: .error,
        documentation: Documentation(
            finds:
                "A pair that some target platforms know and others do not, or know as another option. Fires only with several platforms.",
            why: "one policy serves proxies on all of them, and on some the kernel refuses the pair or sets something else",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                mended: "- {description: idle time, level: 6, name: 4, intValue: 60}",
                configuration: "environment:\n  platforms: [linux/amd64, linux/mips]\n"),
            instead: "a policy for each platform, bound to the gateways that run there"),
        check: .option { review in
            guard let key = review.option.key, review.list.resolutions.count > 1, review.isKnownAnywhere else { return nil }
            let meanings = review.perPlatform.map { ($0.platform, $0.option.row?.constant) }
            guard Set(meanings.map(\.1)).count > 1 else { return nil }
            let text = meanings.map { platform, constant in "\(constant ?? "no option") on \(platform.rawValue)" }
            return Claim(
                Finding(
                    .notPortable, at: review.raw.pairPlace,
                    "\(key) is \(enumeration(text)), and the policy is for all of them; write a policy for each\(review.worseWhenListening)"
                ))
        })
}
