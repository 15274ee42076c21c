import PolicyRules

/// Names the findings of a file for tools that follow them from run to run: the same as long as it is the same finding of the same object
/// (see `FindingIdentity`), although lines moved.
struct Fingerprints {
    private let file: String
    private var seen: [UInt128: Int] = [:]

    /// - Parameter file: its path, as it is reported.
    init(file: String) { self.file = file }

    /// The fingerprint of the next finding, 32 hexadecimal digits. Of findings that are the same each gets one of its own, in their order.
    mutating func next(_ linted: LintedFinding) -> String {
        let object = linted.object.identity
        let identity = linted.identity
        let hash = Self.hash([
            file, object.apiVersion, object.kind, object.namespace, object.name, identity.code, identity.target, identity.path,
            identity.subject,
        ])
        return unique(hash)
    }

    /// The fingerprint of something that could not be read.
    mutating func next(_ problem: String) -> String { unique(Self.hash([file, problem])) }

    private mutating func unique(_ hash: UInt128) -> String {
        let earlier = seen[hash, default: 0]
        seen[hash] = earlier + 1
        let own = earlier == 0 ? hash : Self.hash([String(earlier)], from: hash)
        let digits = String(own, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// FNV-1a in 128 bits (the offset basis and the prime are the algorithm's own), over texts that are kept apart by a byte that no UTF-8
    /// has.
    static func hash(_ texts: [String], from basis: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D) -> UInt128 {
        let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
        var hash = basis
        for (index, text) in texts.enumerated() {
            if index > 0 { hash = (hash ^ 0xFF) &* prime }
            for byte in text.utf8 { hash = (hash ^ UInt128(byte)) &* prime }
        }
        return hash
    }
}
