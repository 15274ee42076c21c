import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let envoyManagedOption: Rule = Rule(
        code: "SW117", name: "envoy-managed-option", severity: .error,
        documentation: Documentation(
            finds: """
                An option that Envoy sets itself. SO_REUSEPORT=0 before STATE_LISTENING is an error. In STATE_LISTENING it is a warning, as are \
                TCP_NODELAY=0, which Envoy overwrites, and SO_REUSEADDR=0.
                """,
            why: """
                Envoy has a listening socket for each worker thread: without SO_REUSEPORT the second one fails with EADDRINUSE, and the \
                listener is gone while Envoy reports LIVE (measured, Envoy 1.40)
                """,
            example: .options(
                "- {description: SO_REUSEPORT, level: 1, name: 15, intValue: 0}",
                mended: "- {description: SO_REUSEPORT, level: 1, name: 15, intValue: 1}"),
            instead: "nothing: leave the option to Envoy (the listener's own field is enable_reuse_port)"),
        check: .soundOption { review in
            guard let row = review.row, review.intValue == 0 else { return nil }
            // Sockets that connect share no port, and are bound anew each time.
            let becomes = review.list.configuration.setting.becomes
            guard becomes == .listenerOptions || row.constant == "TCP_NODELAY" else { return nil }
            switch row.constant {
            case "SO_REUSEPORT" where review.option.state != .listening:
                return Finding(
                    .envoyManagedOption, at: review.raw.valuePlace,
                    "\(row.title) set to 0 undoes what Envoy sets for its worker threads: the second one fails with EADDRINUSE and the listener "
                        + "is gone; remove it", fix: review.removal)
            case "SO_REUSEPORT":
                return Finding(
                    .envoyManagedOption, .warning, at: review.raw.valuePlace,
                    "\(row.title) set to 0 in STATE_LISTENING does nothing any more, as every worker listens by then; remove it",
                    why: "Envoy sets SO_REUSEPORT=1 for its worker threads, and after listen(2) it is not looked at again",
                    fix: review.removal)
            case "TCP_NODELAY":
                return Finding(
                    .envoyManagedOption, .warning, at: review.raw.valuePlace,
                    "\(row.title) set to 0 does nothing: Envoy sets it to 1 on every connection it \(becomes.role == .listener ? "accepts" : "makes"); "
                        + "remove it",
                    why: "connections have TCP_NODELAY=1 whatever the options say: Envoy sets it after them (measured, Envoy 1.40)",
                    fix: review.removal)
            case "SO_REUSEADDR":
                return Finding(
                    .envoyManagedOption, .warning, at: review.raw.valuePlace,
                    "\(row.title) set to 0 undoes what Envoy sets: a restarted proxy can fail to bind (EADDRINUSE) while old connections linger "
                        + "in TIME_WAIT; remove it",
                    why: "Envoy sets SO_REUSEADDR=1 so that it can bind again right after a restart",
                    fix: review.removal)
            default: return nil
            }
        })

    /// Options whose hazards this rule reports, so that SW118 does not.
    static let constantsManagedByEnvoy: Set<String> = ["SO_REUSEPORT", "TCP_NODELAY", "SO_REUSEADDR"]
}
