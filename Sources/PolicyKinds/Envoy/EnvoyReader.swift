import Manifests

/// Reads Envoy's own messages, in both spellings of protobuf's JSON: the one reader for files, for texts in other objects, and for patches.
struct EnvoyReader {
    /// The kind's own paths of the settings.
    let settings: EnvoySettings

    /// Whose sockets a message is about, where its own name does not say: a patch.
    struct Origin {
        /// As messages name the target: "the listeners that configPatches[1] matches".
        var title: String?
        /// What tells it from others.
        var identity: String?
        /// What it carries, where the patch shows it.
        var transport: SocketTarget.Transport?
    }

    /// A bootstrap, or a part of one.
    func readBootstrap(_ node: ManifestNode, into reading: inout PolicyReading) {
        guard node.kind == .mapping else { return }
        if let admin = container(node.field("admin", "admin"), "admin", .mapping, into: &reading) {
            readOptions(
                in: admin, settings.adminOptions, SocketTarget("the admin port", identity: "admin", family: EnvoyAddress(of: admin).family),
                .none, into: &reading)
        }
        if let manager = container(node.field("cluster_manager", "clusterManager"), "cluster_manager", .mapping, into: &reading) {
            let target = SocketTarget("every cluster without options of its own", identity: "cluster_manager", isGeneral: true)
            readBindConfig(of: manager, (settings.managerOptions, settings.managerExtraOptions), target, .none, into: &reading)
        }
        let manager = reading.configurations.first { $0.target.identity == "cluster_manager" && $0.options != nil }?.target
        guard let resources = container(node.field("static_resources", "staticResources"), "static_resources", .mapping, into: &reading)
        else { return }
        if let listeners = container(resources["listeners"], "listeners", .sequence, into: &reading) {
            for listener in listeners.elements { readListener(listener, into: &reading) }
        }
        if let clusters = container(resources["clusters"], "clusters", .sequence, into: &reading) {
            for cluster in clusters.elements {
                readCluster(cluster, into: &reading)
                guard let manager, cluster.field("upstream_connection_options", "upstreamConnectionOptions") == nil,
                    let bind = cluster.field("upstream_bind_config", "upstreamBindConfig")
                else { continue }
                let name = cluster.textOf("name", "name").map { " of the cluster \(quoted($0))" } ?? ""
                noteReplacement(of: manager, by: bind, "the list\(name) replaces cluster_manager's whole", into: &reading)
            }
        }
    }

    /// A resource with its type: a listener, a cluster, or the wrapper of a discovery response around one. Others hold no settings.
    func readResource(_ node: ManifestNode, into reading: inout PolicyReading) {
        guard node.kind == .mapping, let type = node["@type"], type.kind == .string else { return }
        if type.hasText(Envoy.listenerType) {
            readListener(node, into: &reading)
        } else if type.hasText(Envoy.clusterType) {
            readCluster(node, into: &reading)
        } else if type.hasText("type.googleapis.com/envoy.service.discovery.v3.Resource"), let resource = node["resource"],
            resource["@type"]?.hasText("type.googleapis.com/envoy.service.discovery.v3.Resource") == false
        {
            readResource(resource, into: &reading)
        }
    }

    // MARK: - Listeners

    /// A listener, or the part of one that a patch holds.
    func readListener(_ node: ManifestNode, from origin: Origin = Origin(), into reading: inout PolicyReading) {
        guard node.kind == .mapping else { return }
        let address = EnvoyAddress(of: node)
        let name = node.textOf("name", "name")
        let target = SocketTarget(
            origin.title ?? "the listener \(name.map { quoted($0) } ?? address.shown ?? "without a name")",
            identity: origin.identity ?? "listener \(name ?? address.shown ?? "")",
            transport: origin.transport ?? EnvoyAddress.transport(ofListener: node), family: address.family)
        let application = EnvoyTimeouts.ofListener(node)
        readStrayFields(
            of: node, settings.listenerOptions.parentPath, settings.listenerKeepalive, except: Self.settingFields, into: &reading)
        readOptions(in: node, settings.listenerOptions, target, application, into: &reading)
        readKeepalive(in: node, settings.listenerKeepalive, target, application, into: &reading)

        guard
            let others = container(
                node.field("additional_addresses", "additionalAddresses"), "additional_addresses", .sequence, into: &reading)
        else { return }
        for (position, other) in others.elements.enumerated() where other.kind == .mapping {
            let address = EnvoyAddress(of: other)
            let shown = address.shown ?? "additional address \(position + 1)"
            let itsTarget = SocketTarget(
                "\(target.title) on \(shown)", identity: "\(target.identity) on \(shown)", transport: target.transport,
                family: address.family ?? target.family)
            readStrayFields(
                of: other, settings.addressKeepalive.parentPath, settings.addressKeepalive, except: Self.settingFields, into: &reading)
            readWrappedOptions(in: other, settings.addressOptions, itsTarget, application, into: &reading)
            readKeepalive(in: other, settings.addressKeepalive, itsTarget, application, into: &reading)
            // A typed block reaches it from the listener as well.
            if let wrapper = other.field("socket_options", "socketOptions"), other.field("tcp_keepalive", "tcpKeepalive") == nil,
                node.field("tcp_keepalive", "tcpKeepalive") == nil
            {
                noteReplacement(of: target, by: wrapper, "the list of the additional address replaces the listener's whole", into: &reading)
            }
        }
    }

    // MARK: - Clusters

    /// A cluster, or the part of one that a patch holds.
    func readCluster(_ node: ManifestNode, from origin: Origin = Origin(), into reading: inout PolicyReading) {
        guard node.kind == .mapping else { return }
        let name = node.textOf("name", "name")
        let target = SocketTarget(
            origin.title ?? "the cluster \(name.map { quoted($0) } ?? "without a name")",
            identity: origin.identity ?? "cluster \(name ?? "")",
            family: EnvoyAddress.family(ofCluster: node))
        let application = EnvoyTimeouts.ofCluster(node)
        let home = settings.clusterKeepalive
        readStrayFields(
            of: node, SettingPath.parent(of: home.parentPath), home, except: Self.clusterFields,
            into: &reading)
        if let connection = container(
            node.field("upstream_connection_options", "upstreamConnectionOptions"), "upstream_connection_options", .mapping, into: &reading)
        {
            readStrayFields(of: connection, home.parentPath, home, except: Self.keepaliveFields, into: &reading)
            readKeepalive(in: connection, home, target, application, into: &reading)
        }
        readBindConfig(of: node, (settings.clusterOptions, settings.extraAddressOptions), target, application, into: &reading)
    }

    private func readBindConfig(
        of node: ManifestNode, _ paths: (own: SettingPath, extra: SettingPath), _ target: SocketTarget, _ application: ApplicationTimeouts,
        into reading: inout PolicyReading
    ) {
        guard
            let bind = container(
                node.field("upstream_bind_config", "upstreamBindConfig"), "upstream_bind_config", .mapping, into: &reading)
        else { return }
        readStrayFields(of: bind, paths.own.parentPath, settings.clusterKeepalive, except: Self.optionFields, into: &reading)
        readOptions(in: bind, paths.own, target, application, into: &reading)
        guard
            let extras = container(
                bind.field("extra_source_addresses", "extraSourceAddresses"), "extra_source_addresses", .sequence, into: &reading)
        else { return }
        for extra in extras.elements where extra.kind == .mapping {
            let address = EnvoyAddress(of: extra)
            let itsTarget = SocketTarget(
                "\(target.title) from \(address.shown ?? "another address")", identity: "\(target.identity) from \(address.shown ?? "")",
                family: address.family)
            readWrappedOptions(in: extra, paths.extra, itsTarget, application, into: &reading)
        }
    }

    // MARK: - Settings

    /// A list within a message of its own (SocketOptionsOverride), which says whether there is one at all. Envoy refuses a list in its place
    /// (measured, 1.40).
    private func readWrappedOptions(
        in message: ManifestNode, _ setting: SettingPath, _ target: SocketTarget, _ application: ApplicationTimeouts,
        into reading: inout PolicyReading
    ) {
        guard let wrapper = message.field("socket_options", "socketOptions") else { return }
        if wrapper.kind == .sequence {
            let name = wrapper.key?.text ?? "socket_options"
            reading.malformed.append(
                ("`\(name)`", .wrongType(expected: "a map with the list in it, \(name): {\(name): […]}", found: "a list"), wrapper))
        } else if wrapper.kind == .mapping {
            readOptions(in: wrapper, setting, target, application, into: &reading)
        } else {
            reading.malformed.append(("`socket_options`", .wrongType(expected: "a map", found: wrapper.inWords), wrapper))
        }
    }

    /// The list in `socket_options` of a message. Where both spellings stand, Envoy applies both (measured, 1.40), and others refuse them.
    private func readOptions(
        in message: ManifestNode, _ setting: SettingPath, _ target: SocketTarget, _ application: ApplicationTimeouts,
        into reading: inout PolicyReading
    ) {
        noteRepetition(in: message, "socket_options", "socketOptions", into: &reading)
        for node in [message["socket_options"], message["socketOptions"]].compactMap({ $0 }) where node.kind != .null {
            let list = SocketOptionList(node, keys: .protobuf, into: &reading)
            for option in list.options { noteForeignNumbers([option.level.node, option.name.node, option.intValue.node], into: &reading) }
            add(
                SocketConfiguration(setting: setting, target: target, settings: .options(list), application: application), node,
                into: &reading)
        }
    }

    /// The block in `tcp_keepalive` of a message.
    private func readKeepalive(
        in message: ManifestNode, _ setting: SettingPath, _ target: SocketTarget, _ application: ApplicationTimeouts,
        into reading: inout PolicyReading
    ) {
        noteRepetition(in: message, "tcp_keepalive", "tcpKeepalive", into: &reading)
        guard let node = message.field("tcp_keepalive", "tcpKeepalive") else { return }
        let form = Envoy.tcpKeepalive(node.key?.hasText("tcpKeepalive") == true ? .camel : .snake)
        if case .datagrams(let clause) = target.transport {
            reading.notApplied.append(
                NotApplied(
                    Place(node, .key), "`\(form.name)` is passed over on a UDP or QUIC listener, and \(clause)", remedy: "remove it"))
            return
        }
        if case .refused(let clause) = target.transport {
            // Envoy takes it, other than a list (measured, 1.40).
            reading.notApplied.append(NotApplied(Place(node, .key), "nothing is set here: \(clause)", remedy: "remove it"))
            return
        }
        let block = KeepaliveBlock(node, as: form, into: &reading)
        noteForeignNumbers(block.fields.map(\.node), into: &reading)
        add(
            SocketConfiguration(setting: setting, target: target, settings: .keepalive(block), application: application), node,
            into: &reading)
    }

    /// In a file of Envoy's own, numbers that only Kubernetes' reader of YAML takes: Envoy's takes 0x3c and the octal 074, and refuses these
    /// (measured, 1.40).
    private func noteForeignNumbers(_ nodes: [ManifestNode?], into reading: inout PolicyReading) {
        guard settings.isReadByEnvoy else { return }
        for node in nodes {
            guard let node, node.kind == .number, node.span.end - node.span.start <= 64 else { continue }
            let digits = node.sourceText.drop { $0 == "-" || $0 == "+" }.lowercased()
            guard digits.hasPrefix("0o") || digits.hasPrefix("0b") || digits.utf8.contains(UInt8(ascii: "_")) else { continue }
            reading.malformed.append(
                ("`\(node.key?.text ?? "")`", .wrongType(expected: "a number in decimal digits", found: quoted(node.sourceText)), node))
        }
    }

    /// Takes a configuration, or says why its target has no socket.
    private func add(_ configuration: SocketConfiguration, _ node: ManifestNode, into reading: inout PolicyReading) {
        switch configuration.target.transport {
        case .none(let clause):
            reading.notApplied.append(NotApplied(Place(node, .key), "nothing is set here: \(clause)", remedy: "remove it"))
        case .refused(let clause):
            reading.notApplied.append(
                NotApplied(Place(node, .key), "Envoy refuses the listener: \(clause)", remedy: "remove it", loses: .target))
        case .unknown, .datagrams: reading.add(configuration)
        }
    }

    /// Notes a list of a message that replaces a general one, where it says nothing of keepalive. An empty one is a decision.
    private func noteReplacement(
        of general: SocketTarget, by message: ManifestNode, _ clause: String, into reading: inout PolicyReading
    ) {
        guard let list = message.field("socket_options", "socketOptions"), list.kind == .sequence, !list.isEmptyCollection,
            !list.elements.prefix(ReadingLimits.options).contains(where: {
                $0["level"]?.wholeNumber.value == 1 && $0["name"]?.wholeNumber.value == 9
            })
        else { return }
        reading.replacedDefaults.append(
            ReplacedDefault(
                node: message, missing: list.key?.text ?? "socket_options", clause: clause, of: general, remedy: "repeat its options there",
                isRaw: true))
    }

    private func noteRepetition(
        in message: ManifestNode, _ snake: StaticString, _ camel: StaticString, into reading: inout PolicyReading
    ) {
        guard let first = message[snake], let second = message[camel], first.kind != .null, second.kind != .null else { return }
        reading.malformed.append(("`\(camel)`", .repeated(otherSpelling: "\(snake)"), second))
    }

    /// - Parameter known: the message's own fields that are ours.
    private func readStrayFields(
        of mapping: ManifestNode, _ path: String, _ home: SettingPath, except known: [StaticString], into reading: inout PolicyReading
    ) {
        guard case .keepalive(let block) = home.holds else { return }
        // Where listeners and clusters stand at the same path, as in patches, each has its own fields alone.
        let itsOwn = settings.all.filter { $0.role == home.role }
        reading.readStrayFields(
            of: mapping, path: path, here: Place(mapping).path(in: reading.object), except: known, settings: itsOwn, block: block,
            isKnown: EnvoyFields.hold)
    }

    private func container(
        _ node: ManifestNode?, _ field: StaticString, _ kind: ManifestNode.Kind, into reading: inout PolicyReading
    ) -> ManifestNode? {
        guard let node, node.kind != .null else { return nil }
        if node.kind == kind { return node }
        let expected = kind == .sequence ? "a list" : "a map"
        reading.malformed.append(("`\(field)`", .wrongType(expected: expected, found: node.inWords), node))
        return nil
    }

    /// What a listener and an additional address have of ours.
    private static let settingFields = optionFields + keepaliveFields
    private static let optionFields: [StaticString] = ["socket_options", "socketOptions"]
    private static let keepaliveFields: [StaticString] = ["tcp_keepalive", "tcpKeepalive"]
    /// What a cluster has on the way to ours.
    private static let clusterFields: [StaticString] = [
        "upstream_connection_options", "upstreamConnectionOptions", "upstream_bind_config", "upstreamBindConfig",
    ]
}
