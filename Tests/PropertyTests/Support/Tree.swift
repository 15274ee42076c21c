import Manifests
import PolicyKinds

/// A document as a value that can be changed and written again.
indirect enum Tree: Sendable {
    /// A scalar as it is written, quotes included.
    case scalar(String)
    case list([Tree])
    /// Keys as they are written, quotes included.
    case map([(key: String, value: Tree)])

    init(_ node: ManifestNode) {
        switch node.kind {
        case .null, .skipped: self = .scalar("null")
        case .bool, .number: self = .scalar(node.text)
        case .string: self = .scalar(Self.literal(node.text))
        case .sequence: self = .list(node.elements.map(Tree.init))
        case .mapping: self = .map(node.entries.map { (Self.literal($0.key.text), Tree($0.value)) })
        }
    }

    static func literal(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    var json: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .scalar(let text): bytes += text.utf8
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let entries):
            bytes.append(UInt8(ascii: "{"))
            for (index, entry) in entries.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += entry.key.utf8
                bytes.append(UInt8(ascii: ":"))
                entry.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// YAML in block style, two spaces a level.
    var yaml: [UInt8] {
        var bytes: [UInt8] = []
        writeBlock(to: &bytes, indent: 0)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private func writeBlock(to bytes: inout [UInt8], indent: Int) {
        let newLine = [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: indent)
        switch self {
        case .list(let items) where !items.isEmpty:
            for item in items {
                bytes += newLine
                bytes += "- ".utf8
                item.writeBlock(to: &bytes, indent: indent + 2)
            }
        case .map(let entries) where !entries.isEmpty:
            for entry in entries {
                bytes += newLine
                bytes += entry.key.utf8
                bytes += ": ".utf8
                entry.value.writeBlock(to: &bytes, indent: indent + 2)
            }
        default: write(to: &bytes)
        }
    }
}
