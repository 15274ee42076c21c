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
        guard let resources = container(node.field("static_resources", "staticResources"), "static_resources", .mapping, into: &reading)
        else { return }
        if let listeners = container(resources["listeners"], "listeners", .sequence, into: &reading) {
            for listener in listeners.elements { readListener(listener, into: &reading) }
        }
        if let clusters = container(resources["clusters"], "clusters", .sequence, into: &reading) {
            for cluster in clusters.elements { readCluster(cluster, into: &reading) }
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
            of: node, settings.listenerOptions.parentPath, settings.listenerKeepalive,
            except: ["socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive"], into: &reading)
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
            if let wrapper = container(other.field("socket_options", "socketOptions"), "socket_options", .mapping, into: &reading) {
                readOptions(in: wrapper, settings.addressOptions, itsTarget, application, into: &reading)
            }
            readKeepalive(in: other, settings.addressKeepalive, itsTarget, application, into: &reading)
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
            of: node, SettingPath.parent(of: home.parentPath), home,
            except: ["upstream_connection_options", "upstreamConnectionOptions", "upstream_bind_config", "upstreamBindConfig"],
            into: &reading)
        if let connection = container(
            node.field("upstream_connection_options", "upstreamConnectionOptions"), "upstream_connection_options", .mapping, into: &reading)
        {
            readStrayFields(of: connection, home.parentPath, home, except: ["tcp_keepalive", "tcpKeepalive"], into: &reading)
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
        readStrayFields(
            of: bind, paths.own.parentPath, settings.clusterKeepalive, except: ["socket_options", "socketOptions"], into: &reading)
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
            guard let wrapper = container(extra.field("socket_options", "socketOptions"), "socket_options", .mapping, into: &reading)
            else { continue }
            readOptions(in: wrapper, paths.extra, itsTarget, application, into: &reading)
        }
    }

    // MARK: - Settings

    /// The list in `socket_options` of a message. Where both spellings stand, Envoy applies both (measured, 1.40), and others refuse them.
    private func readOptions(
        in message: ManifestNode, _ setting: SettingPath, _ target: SocketTarget, _ application: ApplicationTimeouts,
        into reading: inout PolicyReading
    ) {
        noteRepetition(in: message, "socket_options", "socketOptions", into: &reading)
        for node in [message["socket_options"], message["socketOptions"]].compactMap({ $0 }) where node.kind != .null {
            add(
                SocketConfiguration(
                    setting: setting, target: target, settings: .options(SocketOptionList(node, keys: .protobuf, into: &reading)),
                    application: application), node, into: &reading)
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
        add(
            SocketConfiguration(
                setting: setting, target: target, settings: .keepalive(KeepaliveBlock(node, as: form, into: &reading)),
                application: application), node, into: &reading)
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
        reading.readStrayFields(
            of: mapping, path: path, here: Place(mapping).path(in: reading.object), except: known, settings: settings.all, block: block)
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
}
