import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let foreignPlatformOption: Rule = Rule(
        code: "SW102", name: "foreign-platform-option", severity: .error,
        documentation: Documentation(
            finds: """
                Numbers copied from another platform's headers: the pair means nothing here and something there (65535/8 is SO_KEEPALIVE on \
                macOS, BSD and Windows), or it is known here but refuses the value, which fits a keepalive setting there (6/16 with 60 is \
                macOS's TCP_KEEPALIVE). In the rules about keepalive the option counts as what it was meant to be.
                """,
            why:
                "the numbers of socket options differ between platforms: here the kernel refuses the pair: the listener is rejected, or every connection to the backend fails",
            example: .options(
                "- {description: enable keepalive, level: 65535, name: 8, intValue: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "the numbers of the platform that the gateway's proxy runs on; `sockwarden explain SO_KEEPALIVE` lists them all"),
        check: .option { review in
            guard let key = review.option.key, review.hasWholePair else { return nil }
            if !review.isKnownAnywhere { return unknownHere(key, review) }
            return refusedHere(key, review)
        })

    private static func unknownHere(_ key: OptionKey, _ review: ClassifiedOption) -> Claim? {
        let meanings = review.environment.foreignMeanings(of: key)
        guard let meaning = preferred(among: meanings, by: review) else { return nil }
        let numbers = meaning.counterpart.flatMap { review.environment.numbers(of: $0) }
        let instead = numbers.map { $0 + meaning.unitNote } ?? "\(review.platformNames) has no such option, so remove it"
        return Claim(
            Finding(
                .foreignPlatformOption, at: review.raw.pairPlace,
                "\(key) is \(enumeration(texts(of: meanings, first: meaning))); \(instead)\(meaning.alsoNote)\(silence(review))\(review.worseWhenListening)",
                instead: instead, fix: fix(to: meaning, among: meanings, of: review)),
            meant: meaning.counterpart.map { MeantOption(constant: $0, role: meaning.role) })
    }

    private static func refusedHere(_ key: OptionKey, _ review: ClassifiedOption) -> Claim? {
        guard review.refusal != nil, let row = review.row, let value = review.intValue else { return nil }
        let meanings = review.environment.foreignMeanings(of: key).filter { meaning in
            switch meaning.role {
            case .enable: value == 0 || value == 1
            case .idle, .interval: (1...32767).contains(value)
            case .count: (1...127).contains(value)
            case nil: false
            }
        }
        guard let meaning = preferred(among: meanings, by: review) else { return nil }
        // The value would fit here if it were written for the option that the numbers name.
        if review.description?.names(row) == true { return nil }
        let instead = review.environment.numbers(ofAnyOf: meanings.compactMap(\.counterpart)) ?? "remove it"
        return Claim(
            Finding(
                .foreignPlatformOption, at: review.raw.pairPlace,
                "\(key) with \(value) is \(enumeration(meanings.map(\.textWithAll))), but here \(row.constant), "
                    + "which takes \(row.acceptedValues); \(instead)\(review.worseWhenListening)",
                instead: instead, fix: fix(to: meaning, among: meanings, of: review)),
            meant: meaning.counterpart.map { MeantOption(constant: $0, role: meaning.role) })
    }

    /// This platform's numbers, and its unit. Where the numbers mean several things elsewhere, only a description tells which was meant.
    private static func fix(to meaning: ForeignMeaning, among meanings: [ForeignMeaning], of review: ClassifiedOption) -> Fix? {
        guard let constant = meaning.counterpart else { return review.removal }
        let isPlain = Set(meanings.map(\.counterpart)).count == 1 || spoken(among: meanings, by: review)?.counterpart == constant
        guard !meaning.unitNote.isEmpty else { return review.fix(to: constant, isSafe: isPlain) }
        guard let value = review.intValue.flatMap(meaning.inLinuxUnit), let key = review.environment.onlyKey(of: constant),
            let pair = review.writing(pairOf: constant), let number = review.writing(value: value)
        else { return nil }
        return .fix("write level \(key.level), name \(key.name) and \(value)", isSafe: isPlain, pair + number)
    }

    /// The meaning that the description speaks of, else the one whose keepalive role the list lacks, else the first.
    private static func preferred(among meanings: [ForeignMeaning], by review: ClassifiedOption) -> ForeignMeaning? {
        if let spoken = spoken(among: meanings, by: review) { return spoken }
        let own = review.list.role(of: review.index)
        let present = { (role: KeepaliveRole) in review.list.roleCounts[role] > (own == role ? 1 : 0) }
        return meanings.first { $0.role.map { !present($0) } ?? false } ?? meanings.first { $0.counterpart != nil } ?? meanings.first
    }

    /// The meaning that the description speaks of.
    private static func spoken(among meanings: [ForeignMeaning], by review: ClassifiedOption) -> ForeignMeaning? {
        guard let description = review.description else { return nil }
        let constants = description.constants
        let spelt = meanings.first { meaning in
            constants.contains { constant in meaning.counterpart.map { SocketConstants.mean(constant, $0) } ?? false }
        }
        return spelt ?? description.role.flatMap { role in meanings.first { $0.role == role } }
    }

    private static func texts(of meanings: [ForeignMeaning], first: ForeignMeaning) -> [String] {
        [first.text] + meanings.map(\.text).filter { $0 != first.text }
    }

    private static func silenceReason(_ review: ClassifiedOption) -> String? {
        review.environment.platforms == [.gvisor]
            ? "gVisor answers success to numbers it does not know: the listener comes up, and the option does nothing" : nil
    }

    /// gVisor refuses nothing: nobody but this message will say that the number is wrong.
    private static func silence(_ review: ClassifiedOption) -> String {
        review.environment.platforms == [.gvisor] ? "; gvisor takes the wrong number in silence" : ""
    }
}
