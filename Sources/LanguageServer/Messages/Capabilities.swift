import Configuration
import Manifests

/// What a client can do, as far as it matters here.
struct ClientCapabilities: Sendable {
    /// How places are counted: by bytes where the client can, for that is what is counted here; else in UTF-16, which every client knows.
    var encoding = PositionEncoding.utf16
    /// Whether it renders Markdown in hovers.
    var rendersMarkdown = false
    /// Whether a completed text may say where the cursor goes.
    var supportsSnippets = false
    /// Whether it looks after files for us, once it is asked to.
    var watchesFiles = false

    /// What holds until a client has said anything.
    init() {}

    /// - Parameter params: of `initialize`.
    init(_ params: ManifestNode?) {
        let capabilities = params?["capabilities"]
        let encodings = capabilities?["general"]?["positionEncodings"]?.elements.map(\.text) ?? []
        if encodings.contains(PositionEncoding.utf8.rawValue) { encoding = .utf8 }
        let formats = capabilities?["textDocument"]?["hover"]?["contentFormat"]?.elements.map(\.text) ?? []
        // In the order in which the client would have them.
        rendersMarkdown = formats.first { $0 == "markdown" || $0 == "plaintext" } == "markdown"
        watchesFiles = capabilities?["workspace"]?["didChangeWatchedFiles"]?["dynamicRegistration"]?.hasText("true") ?? false
        supportsSnippets = capabilities?["textDocument"]?["completion"]?["completionItem"]?["snippetSupport"]?.hasText("true") ?? false
    }
}

/// What the server asks its client for.
enum Registration {
    /// To be told of configuration files that change outside of the editor.
    static func write(to params: inout JSONWriter) {
        params.key("registrations")
        params.array { registrations in
            registrations.object { registration in
                registration.field("id", "configuration")
                registration.field("method", "workspace/didChangeWatchedFiles")
                registration.key("registerOptions")
                registration.object { options in
                    options.key("watchers")
                    options.array { $0.object { $0.field("globPattern", "**/\(ConfigurationFile.name)") } }
                }
            }
        }
    }
}

/// What the server can do.
enum ServerCapabilities {
    static func write(encoding: PositionEncoding, version: String, to writer: inout JSONWriter) {
        writer.object { result in
            result.key("capabilities")
            result.object { capabilities in
                capabilities.field("positionEncoding", encoding.rawValue)
                capabilities.key("textDocumentSync")
                capabilities.object {
                    $0.key("openClose")
                    $0.bool(true)
                    // Whole texts: that is how they are read.
                    $0.key("change")
                    $0.number(1)
                    $0.key("save")
                    $0.bool(true)
                }
                capabilities.key("hoverProvider")
                capabilities.bool(true)
                capabilities.key("completionProvider")
                capabilities.object {
                    $0.key("triggerCharacters")
                    $0.array { for character in [" ", "\""] { $0.string(character) } }
                }
                capabilities.key("codeActionProvider")
                capabilities.object {
                    $0.key("codeActionKinds")
                    $0.array { for kind in CodeActions.kinds { $0.string(kind) } }
                }
            }
            result.key("serverInfo")
            result.object {
                $0.field("name", "sockwarden")
                $0.field("version", version)
            }
        }
    }
}
