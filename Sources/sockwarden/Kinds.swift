import ArgumentParser
import Manifests
import PolicyKinds

/// `sockwarden kinds`
struct Kinds: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the kinds of objects and documents that are read.",
        discussion: """
            For each kind its group and versions, the fields that hold settings, what each becomes in the proxy, and since when it is served. \
            JSON has the whole documentation, as sockwarden explain prints it. The formats markdown and chart are what the README's table and \
            the chart's webhook rules are made of.
            """)

    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, markdown, chart
    }

    @Option(
        name: [.customLong("output"), .customLong("format")], help: ArgumentHelp("How to write the list.", valueName: "format"))
    var output = Format.text

    func run() throws {
        let text =
            switch output {
            case .text: KindList.text
            case .json: KindList.json
            case .markdown: KindList.markdown
            case .chart: KindList.chart
            }
        try standardOutput(Array(text.utf8))
    }
}

/// The list of kinds, in all the ways it is written.
private enum KindList {
    /// Each product with its kinds, in the order of the list; Kubernetes' own last.
    private static let byProduct: [(product: Product, kinds: [PolicyKind])] = {
        var groups: [(product: Product, kinds: [PolicyKind])] = []
        for kind in PolicyKinds.all {
            if let index = groups.firstIndex(where: { $0.product.name == kind.product.name }) {
                groups[index].kinds.append(kind)
            } else {
                groups.append((kind.product, [kind]))
            }
        }
        return groups
    }()

    static var text: String {
        byProduct.map { product, kinds in
            "\(product.title)\n"
                + kinds.filter { !$0.settings.isEmpty }.map { kind in
                    "  \(kind.kind)  \(KindPage.origin(of: kind))\n"
                        + Layout.table(kind.settings.map { KindPage.row(of: $0, in: kind) }, indent: "    ")
                }.joined()
        }.joined(separator: "\n")
    }

    static var markdown: String {
        "| of | kinds |\n|---|---|\n"
            + byProduct.map { product, kinds in
                "| \(product.title) | \(kinds.filter { !$0.settings.isEmpty }.map { "`\($0.kind)`" }.joined(separator: ", ")) |\n"
            }.joined()
    }

    /// What the API server has, product by product.
    static var chart: String {
        var text = """
            # The kinds that the webhook is called for. Written by `make kinds`; a test holds it to `sockwarden kinds --output chart`.

            """
        for (product, kinds) in byProduct { text += rules(product.name, kinds.filter { !$0.isHost }) }
        // What is there for something else is only looked at where the chart's user asks for it.
        return text + rules("kubernetes", PolicyKinds.all.filter(\.isHost))
    }

    private static func rules(_ name: String, _ kinds: [PolicyKind]) -> String {
        var rules: [(group: String, versions: [String], resources: [String])] = []
        for kind in kinds where kind.isServed && !kind.settings.isEmpty {
            if let index = rules.firstIndex(where: { $0.group == kind.group && $0.versions == kind.versions }) {
                rules[index].resources.append(kind.resource)
            } else {
                rules.append((kind.group, kind.versions, [kind.resource]))
            }
        }
        if rules.isEmpty { return "" }
        return "\(name):\n"
            + rules.map { rule in
                "  - apiGroups: \(list([rule.group]))\n    apiVersions: \(list(rule.versions))\n"
                    + "    resources: \(list(rule.resources.sorted()))\n"
            }.joined()
    }

    private static func list(_ items: [String]) -> String { "[" + items.map { "\"\($0)\"" }.joined(separator: ", ") + "]" }

    static var json: String {
        var writer = JSONWriter()
        writer.object { object in
            object.key("kinds")
            object.array { array in
                for kind in PolicyKinds.all { array.object { KindPage.write(kind, to: &$0) } }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }
}
