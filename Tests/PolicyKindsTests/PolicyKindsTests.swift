import Foundation
import Manifests
import PolicyKinds
import SocketOptions
import Testing

/// The one list of kinds, and what is written by hand elsewhere and must agree with it.
@Suite struct PolicyKindsTests {
    @Test func noTwoKindsAreTheSame() {
        let names = PolicyKinds.all.map { "\($0.group)/\($0.kind)" }
        #expect(Set(names).count == names.count && !names.isEmpty)
        #expect(Set(PolicyKinds.products.map(\.name)).count == PolicyKinds.products.count)
    }

    @Test(arguments: PolicyKinds.all.map { "\($0.group)/\($0.kind)" }) func isWholeInItself(name: String) throws {
        let kind = try #require(PolicyKinds.all.first { "\($0.group)/\($0.kind)" == name })
        let documentation = kind.documentation
        #expect(!documentation.reads.isEmpty && !documentation.becomes.isEmpty && !documentation.sources.isEmpty)
        let isOfEnvoy = kind.settings.contains(where: \.becomes.isEnvoys)
        #expect(kind.isHost || !kind.settings.isEmpty && kind.product.envoys.isEmpty != isOfEnvoy)
        if kind.isKubernetesObject {
            #expect(kind.resource == kind.resource.lowercased() && kind.resource.hasSuffix("s"))
        } else {
            #expect(!kind.isServed && kind.resource.isEmpty)
        }
        for setting in kind.settings {
            let mark = setting.parentPath.isEmpty ? "" : setting.parentPath.hasSuffix(":") ? " " : "."
            #expect(setting.path == setting.parentPath + mark + setting.fieldName)
        }
        #expect(kind.product.envoys.map(\.release) == kind.product.envoys.map(\.release).sorted())
    }

    /// The specimen of a setting is read as that setting and no other.
    @Test(arguments: PolicyKinds.all.map { "\($0.group)/\($0.kind)" }) func specimensHoldTheirSettings(name: String) throws {
        let kind = try #require(PolicyKinds.all.first { "\($0.group)/\($0.kind)" == name })
        for setting in kind.settings {
            guard let specimen = setting.specimen else { continue }
            let value: String
            switch setting.holds {
            case .options: value = #"[{"level": 6, "name": 4, "intValue": 60}]"#
            case .fields(let form): value = "{\"\(form.fields[0].name)\": 184}"
            case .keepalive(let form):
                value =
                    "{" + form.fields.map { "\"\($0.name)\": \($0.form.json(of: $0.role == .count ? 3 : 60))" }.joined(separator: ", ")
                    + "}"
            }
            let documents = ManifestReader.documents(in: Array(specimen.document(with: value).utf8))
            let node = try #require(documents.first).get().root
            let object = try #require(PolicyObject(from: node), "\(setting.path)")
            #expect(object.kind.kind == kind.kind && object.kind.group == kind.group)
            #expect(object.reading.malformed.isEmpty && object.reading.strayFields.isEmpty && object.reading.unreadTexts.isEmpty)
            let found = object.configurations.filter { $0.setting.fieldName == setting.fieldName && $0.setting.becomes == setting.becomes }
            #expect(found.count == 1 || !object.reading.notApplied.isEmpty, "\(setting.path)")
            for field in found.compactMap(\.keepalive).flatMap(\.fields) {
                if case .value = field.reading { continue }
                Issue.record("\(setting.path): \(field.name) is read as \(field.reading)")
            }
        }
    }

    @Test func aReleaseShipsTheEnvoyOfTheLastOneBefore() throws {
        let product = Product(name: "p", envoys: [(Release(1, 2), Release(1, 30)), (Release(2, 0), Release(1, 37))])
        #expect(product.envoy(of: Release(1, 1)) == Release(1, 30) && product.envoy(of: Release(1, 9)) == Release(1, 30))
        #expect(product.envoy(of: Release(2, 0)) == Release(1, 37) && product.envoy(of: Release(3, 0)) == Release(1, 37))
        #expect(Release(1, 9) < Release(1, 10))
    }
}
