/// Why bytes are no document: one line, with the place.
public struct ReadingError: Error, Sendable, Hashable {
    /// What is wrong and what to do about it.
    public let message: String
    /// The byte at which it shows.
    public let offset: Int

    /// An error at a byte of the source.
    public init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}
