import Manifests
import PolicyKinds
import SocketOptions
import Testing

/// The annotation of a Service that holds Mappings and Modules.
@Suite struct EmissaryAnnotationTests {
    private func service(_ text: String) -> String {
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  annotations:\n    other: keepalive\n    getambassador.io/config: |\n"
            + text.split(separator: "\n").map { "      \($0)\n" }.joined()
    }

    private static let mapping = "---\napiVersion: getambassador.io/v2\nkind: Mapping\nname: quote\nkeepalive: {interval: 10, probes: 300}"
    private static let module = "---\napiVersion: ambassador/v1\nkind: Module\nname: ambassador\nconfig:\n  keepalive: {time: 60}"

    @Test func everyDocumentIsRead() throws {
        let service = try object(service("\(Self.mapping)\n\(Self.module)\n---\nkind: Host\nkeepalive: {}\n"))
        #expect(
            service.configurations.map(\.target.title) == [
                "the backend of the Mapping \"quote\"", "every backend without keepalive of its own",
            ])
        let count = try #require(service.configurations.first?.keepalive?.count.node)
        #expect(Place(count).path(in: service.node) == #"metadata.annotations[getambassador.io/config]: keepalive.probes"#)
        #expect(service.configurations.map(\.setting.product?.name) == ["emissary", "emissary"])
        let source = Array(self.service(Self.mapping).utf8)
        #expect(String(decoding: source[Place(count).span.start..<Place(count).span.end], as: UTF8.self) == "300")
    }

    @Test(arguments: ["", "---\nkind: Mapping\nname: x\n", "# keepalive\nkind: Mapping\n", "kind: TCPMapping\nkeepalive: {time: 1}\n"])
    func othersAreNobodys(text: String) {
        #expect(throws: NoObject.self) { try object(service(text)) }
    }

    @Test func moreMappingsThanAreReadAreNoted() throws {
        let documents = (0..<ReadingLimits.configurations + 5).map { "---\nkind: Mapping\nname: m\($0)\nkeepalive: {interval: 10}" }
        let service = try object(service(documents.joined(separator: "\n")))
        #expect(service.configurations.count == ReadingLimits.configurations)
        // Of each Mapping that is read the interval is not applied; of these faults only so many are told.
        let untold = ReadingLimits.configurations - ReadingLimits.faults
        #expect(
            Dictionary(service.reading.unread.map { ($0.sort, $0.count) }, uniquingKeysWith: +) == [.configurations: 5, .faults: untold])
        #expect(service.reading.notApplied.count == ReadingLimits.faults)
    }

    @Test func aTextThatCannotBeReadIsMalformed() throws {
        let service = try object(service("kind: Mapping\nkeepalive: {\n\(Self.module)"))
        #expect(service.reading.malformed.count == 1 && service.configurations.count == 1)
    }
}
