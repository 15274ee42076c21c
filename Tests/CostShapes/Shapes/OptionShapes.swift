extension Shape {
    /// Long lists of raw options, and options that are long themselves.
    static let optionShapes: [Shape] = [
        created("options-empty") { _ in "{}" },
        created("options-numbers") { _ in "1" },
        created("options-name-only") { #"{"name":\#($0)}"# },
        created("options-good") { _ in #"{"level":6,"name":4,"intValue":60}"# },
        created("options-foreign") { _ in foreign },
        created("options-unknown-fields") { #"{"x\#($0)":1}"# },
        created("options-states") { #"{"level":6,"name":4,"intValue":1,"state":"S\#($0)"}"# },
        // Bound to an interface again and again.
        created("options-interfaces") { _ in #"{"level":1,"name":62,"intValue":1}"# },
        Shape("option-with-many-fields") { count in review(policy(options: "[\(map(count) { #""x\#($0)":1"# })]")) },
        Shape("description-words") { count in
            review(policy(options: #"[{"level":65535,"name":8,"intValue":1,"description":\#(repeated("keepalive tcp_so_ip ", count))}]"#))
        },
        Shape("escapes") { count in review(policy(options: #"[{"level":65535,"name":8,"x":\#(repeated("\\u0000", count))}]"#)) },
    ]

    /// The creation of a list of options.
    static func created(_ name: String, _ option: @escaping @Sendable (Int) -> String) -> Shape {
        Shape(name) { review(policy(options: list($0, option))) }
    }

    /// macOS' number of SO_KEEPALIVE: an error with a long message.
    static let foreign = #"{"level":65535,"name":8,"intValue":1}"#

    /// A number that no platform knows at a level that none has, another one for each index.
    static func unknown(_ index: Int) -> String { #"{"level":7,"name":\#(index),"intValue":1}"# }
}
