import Foundation
import SocketOptions
import SocketProbe
import Testing

/// `make test-table`: whether the agreement checks would notice if the table were wrong.
@Suite("Table perturbation", .enabled(if: ProcessInfo.processInfo.environment["SOCKWARDEN_TEST_TABLE"] == "1"))
struct TablePerturbationTests {
    @Test("Every change of a row is noticed, or cannot be seen") func perturbed() throws {
        let kernel = Kernel()
        let table = kernel.table
        var (caught, newer) = (0, 0)
        var unseen: [String: [String]] = [:]
        for row in table.options {
            if let since = row.since, let version = kernel.version, version < since.version {
                newer += 1
                continue
            }
            for perturbation in Perturbation.all(of: row) {
                var agreement = Agreement(kernel)
                try agreement.check(perturbation.row, in: table.replacing(row.key, with: perturbation.row), stopAtFirst: true)
                if !agreement.disagreements.isEmpty {
                    caught += 1
                } else if let reason = perturbation.invisibleBecause(row) {
                    unseen[reason, default: []].append("\(row.constant) \(perturbation.what)")
                } else {
                    Issue.record("\(row.constant): nobody noticed \(perturbation.what)")
                }
            }
        }
        let unseenCount = unseen.values.map(\.count).reduce(0, +)
        print(
            "table perturbation: \(caught) changes noticed, \(unseenCount) cannot be seen, \(newer) rows newer than Linux \(SocketProbe.kernelRelease)"
        )
        for (reason, changes) in unseen.sorted(by: { $0.key < $1.key }) {
            print("table perturbation: \(reason): \(changes.joined(separator: "; "))")
        }
    }
}
