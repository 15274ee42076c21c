import ArgumentParser
import Configuration
import Linting
import Manifests

/// `sockwarden config`
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a configuration file can hold, and what is in force.", subcommands: [Schema.self, Show.self])

    /// `sockwarden config schema`
    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the JSON Schema of the configuration file.",
            discussion: """
                For editors and for CI. An editor with a YAML language server reads it by a first line in .sockwarden.yaml:
                  # yaml-language-server: $schema=./sockwarden.schema.json
                """)

        func run() throws { try standardOutput(ConfigurationSchema.bytes) }
    }

    /// `sockwarden config show [PATH]`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints every setting that is in force, and where it comes from.",
            discussion: """
                For a path it is what sockwarden lint takes: --config, else the nearest .sockwarden.yaml in the path's folder or above, else the \
                defaults.
                """)

        @OptionGroup var configuration: ConfigurationOptions

        @Option(help: ArgumentHelp("How to write the settings.", valueName: "format"))
        var format = TableFormat.text

        @Argument(help: "A file or folder that is linted.", completion: .file())
        var path = "."

        func run() throws {
            let file = ConfigurationFolders(configuration, isOff: false, isVerbose: false).file(for: path)
            // Says what is wrong with the file, as the other commands do.
            if let file { _ = try ConfigurationOptions.read(file) }
            let values: [ConfigurationValue]
            do {
                values = try ConfigurationValue.all(of: try file.map(FileBytes.read) ?? [])
            } catch {
                throw Failure(code: .usage, message: "cannot read the configuration file \(file ?? ""): \(error)")
            }
            switch format {
            case .text:
                let rows = values.map { value in
                    [value.key, value.text, value.line.map { "\(file ?? ""):\($0)" } ?? "default"]
                }
                try standardOutput(Array(Layout.table(rows).utf8))
            case .json: try standardOutput(json(values, file))
            }
        }

        private func json(_ values: [ConfigurationValue], _ file: String?) throws -> [UInt8] {
            var writer = JSONWriter(capacity: 4096)
            writer.object { object in
                object.field("file", optional: file)
                object.key("settings")
                object.array { array in
                    for value in values {
                        array.object { setting in
                            setting.field("key", value.key)
                            setting.field("value", value.text)
                            guard let line = value.line else { return }
                            setting.key("line")
                            setting.number(line)
                        }
                    }
                }
            }
            return writer.bytes + [UInt8(ascii: "\n")]
        }
    }
}
