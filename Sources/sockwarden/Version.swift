import ArgumentParser

/// `sockwarden version`
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints the version.")

    /// The release that the sources are on the way to.
    static let number = "0.1.0"

    func run() throws {
        try standardOutput(Array("sockwarden \(Self.number)\n".utf8))
    }
}
