import ArgumentParser
import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions

/// `sockwarden options [--platform P] [NAME|LEVEL/NAME]`
struct Options: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the table of socket options of a platform.",
        discussion: """
            One line an option: level/name, constant, the values it takes, and what it is for. JSON has all columns.

            EXAMPLES:
              sockwarden options
              sockwarden options keep
              sockwarden options --platform gvisor 6/4
              sockwarden options --platform linux/mips --format json TCP_KEEPIDLE
            """)

    @Option(help: ArgumentHelp("The platform, such as linux/amd64 or gvisor.", valueName: "platform"))
    var platform = TargetPlatform.linuxAMD64.rawValue

    @Option(help: ArgumentHelp("How to write the table.", valueName: "format"))
    var format = TableFormat.text

    @Argument(
        help: ArgumentHelp(
            "A constant or a part of one (TCP_KEEPIDLE, keep), or a pair (6/4); all options without it.", valueName: "option"))
    var option: String?

    func run() throws {
        guard let platform = TargetPlatform(rawValue: platform) else {
            let names = TargetPlatform.allCases.map(\.rawValue)
            let hint =
                spelling(of: self.platform, among: names).map { "did you mean \($0)?" }
                ?? "the platforms are \(names.joined(separator: ", "))"
            throw Failure(code: .usage, message: "\"\(self.platform.prefix(40))\" is no platform: \(hint)")
        }
        let rows = try rows(of: platform)
        switch format {
        case .text:
            let table = Layout.table(rows.map { [$0.key.description, $0.constant, "\($0.acceptedValues); \($0.purpose)"] })
            try standardOutput(Array(table.utf8))
        case .json:
            var writer = JSONWriter()
            writer.object { object in
                object.field("platform", platform.rawValue)
                object.key("options")
                object.array { array in
                    for row in rows { array.object { OptionWords.write(row, to: &$0) } }
                }
            }
            try standardOutput(writer.bytes + [UInt8(ascii: "\n")])
        }
    }

    private func rows(of platform: TargetPlatform) throws -> [SocketOption] {
        let table = platform.table
        guard let option else { return table.options }
        if let key = OptionWords.key(option) {
            if let row = table[key] { return [row] }
            throw Failure(
                code: .usage, message: "\(key) is no option of \(platform.rawValue); sockwarden explain \(key) looks at all platforms")
        }
        let wanted = option.uppercased()
        if let row = table.named(wanted) { return [row] }
        let rows = table.options.filter { $0.constant.contains(wanted) }
        guard rows.isEmpty || wanted.isEmpty else { return rows }
        let hint =
            spelling(of: option, among: table.options.map(\.constant)).map { "did you mean \($0)?" } ?? "sockwarden options lists them all"
        throw Failure(code: .usage, message: "\"\(option.prefix(40))\" is no option of \(platform.rawValue): \(hint)")
    }
}
