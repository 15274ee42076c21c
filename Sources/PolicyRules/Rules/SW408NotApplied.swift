import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let notApplied: Rule = Rule(
        code: "SW408", name: "not-applied", severity: .warning,
        documentation: Documentation(
            finds: """
                A setting that stands where nobody reads it, or that is overwritten: as the kind knows of its product, which may set options of its own \
                on every accepted connection; and raw options in a state that \
                their sockets never reach, which are those of sockets that connect and of the admin port in any state but STATE_PREBIND. An error \
                where that leaves no keepalive at all, or loses a whole listener or cluster.
                """,
            why: "nothing refuses it and nothing reports it: the configuration is accepted, and connections do not have the setting",
            example: .optionsNeverApplied,
            instead: "the field that is read, or nothing; for raw options of sockets that connect, STATE_PREBIND"),
        check:
            .option { review in
                guard review.isSkipped, let state = review.option.state,
                    review.list.resolutions.first?.options[review.index].skipped == .state
                else { return nil }
                let title = review.row.map(\.title) ?? review.option.key.map { "\($0)" } ?? "the option"
                let whose = review.list.configuration.role == .upstream ? "sockets that connect only get" : "the admin port only gets"
                return Claim(
                    Finding(
                        .notApplied, leavesNoKeepalive(review) ? .error : .warning,
                        at: Place(review.raw.state.node ?? review.raw.node),
                        "\(title) in \(state.name) is never applied: \(whose) the options of STATE_PREBIND; write STATE_PREBIND",
                        instead: SocketState.prebind.name,
                        fix: .safe("write STATE_PREBIND", review.writing(state: .prebind))))
            },
        .list { review in
            guard let own = review.configuration.setting.own, own.moment == .accepted else { return [] }
            var titles: [String] = []
            for index in review.options.indices where !review.verdicts[index].isClaimed {
                let option = review.review(index)
                // What the product sets as well is lost by nobody.
                guard !option.isSkipped, let title = option.title, let key = option.option.key,
                    let value = own.options.first(where: { $0.key == key })?.value, option.intValue != value, !titles.contains(title)
                else { continue }
                titles.append(title)
            }
            guard !titles.isEmpty else { return [] }
            let lost = "\(enumeration(titles)) \(titles.count == 1 ? "is" : "are")"
            return [
                Finding(
                    .notApplied, at: Place(review.list.node, .key), "\(lost) overwritten: \(own.clause); \(own.remedy)",
                    instead: own.remedy)
            ]
        },
        .object { review in
            review.object.reading.notApplied.filter { applies($0, review.environment) }.map { setting in
                Finding(
                    .notApplied, setting.loses == .setting ? .warning : .error, at: setting.place, "\(setting.clause); \(setting.remedy)",
                    instead: setting.remedy)
            }
        })

    /// Whether the option is the one that switches keepalive on, and nothing else does.
    private static func leavesNoKeepalive(_ review: ClassifiedOption) -> Bool {
        let list = review.list
        guard review.row?.keepaliveRole == .enable, review.option.value == .int(1) else { return false }
        return list.roleCounts[.enable] == 0 && !review.list.object.hasTypedKeepalive(for: list.configuration)
    }

    private static func applies(_ setting: NotApplied, _ environment: CompiledEnvironment) -> Bool {
        guard let reader = setting.onlyWith else { return true }
        return environment.releases[reader.product] != nil && environment.releases[reader.without] == nil
    }
}
