import Foundation
import PolicyKinds
import Testing

/// The one list of kinds, and what is written by hand elsewhere and must agree with it.
@Suite struct PolicyKindsTests {
    @Test func noTwoKindsAreTheSame() {
        let names = PolicyKinds.all.map { "\($0.group)/\($0.kind)" }
        #expect(Set(names).count == names.count && !names.isEmpty)
        #expect(Set(PolicyKinds.products.map(\.name)).count == PolicyKinds.products.count)
    }

    @Test(arguments: PolicyKinds.all.map(\.kind)) func isWholeInItself(name: String) throws {
        let kind = try #require(PolicyKinds.all.first { $0.kind == name })
        #expect(!kind.versions.isEmpty && !kind.settings.isEmpty && !kind.product.envoys.isEmpty)
        #expect(kind.resource == kind.resource.lowercased() && kind.resource.hasSuffix("s"))
        for setting in kind.settings { #expect(setting.path == "\(setting.parentPath).\(setting.fieldName)") }
        #expect(kind.product.envoys.map(\.release) == kind.product.envoys.map(\.release).sorted())
    }

    @Test func aReleaseShipsTheEnvoyOfTheLastOneBefore() throws {
        let product = Product(name: "p", envoys: [(Release(1, 2), Release(1, 30)), (Release(2, 0), Release(1, 37))])
        #expect(product.envoy(of: Release(1, 1)) == Release(1, 30) && product.envoy(of: Release(1, 9)) == Release(1, 30))
        #expect(product.envoy(of: Release(2, 0)) == Release(1, 37) && product.envoy(of: Release(3, 0)) == Release(1, 37))
        #expect(Release(1, 9) < Release(1, 10))
    }

    /// The README's table has each kind with its group and settings, and no other.
    @Test func theREADMEHasThemAll() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let rows = PolicyKinds.all.map { kind in
            "| `\(kind.kind)` | `\(kind.group)` | \(kind.settings.map { "`\($0.path)`" }.joined(separator: ", ")) |"
        }
        let lines = readme.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("| kind | of | settings |") })
        #expect(Array(lines[(start + 2)...].prefix { $0.hasPrefix("|") }) == rows)
    }
}
