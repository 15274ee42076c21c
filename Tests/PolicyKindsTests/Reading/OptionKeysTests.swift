import Manifests
import Testing

@testable import PolicyKinds

/// The two spellings of protobuf's JSON, where a list is read by it.
@Suite struct OptionKeysTests {
    private func list(_ node: ManifestNode) -> SocketOptionList {
        var reading = PolicyReading(of: node)
        return SocketOptionList(node, keys: .protobuf, into: &reading)
    }

    private func option(_ item: String) throws -> RawOption {
        let tree = try #require(ManifestReader.documents(in: Array("- {\(item)}".utf8)).first).get()
        return try #require(list(tree.root).options.first)
    }

    @Test(arguments: ["int_value: 60", "intValue: 60", "intValue: null, int_value: 60", "int_value: 60, intValue: null"])
    func bothSpellingsAreTheField(item: String) throws {
        let option = try option(item)
        #expect(option.intValue.value == 60 && option.otherFields.isEmpty && option.repeatedValue == nil)
    }

    @Test(arguments: ["int_value: 60, intValue: 60", "intValue: 0, int_value: 60", "buf_value: AA==, bufValue: AA=="])
    func bothAtOnceAreRefused(item: String) throws {
        let second = item.split(separator: " ")[2].dropLast()
        #expect(try option(item).repeatedValue?.key?.text == String(second))
    }

    /// Envoy, and an API server before it, take the last of two equal keys.
    @Test func aKeyThatStandsTwiceIsOne() throws {
        let tree = try JSONReader.read(Array(#"[{"int_value": 1, "int_value": 2}]"#.utf8))
        let option = try #require(list(tree.root).options.first)
        #expect(option.intValue.value == 2 && option.repeatedValue == nil)
    }
}
