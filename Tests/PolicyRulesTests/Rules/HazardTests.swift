import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

/// Every hazard of the table has a finding, with the table's severity.
@Suite struct HazardTests {
    @Test(arguments: [TargetPlatform.linuxAMD64, .gvisor])
    func everyHazardIsReported(platform: TargetPlatform) throws {
        var unreported: [String] = []
        for row in platform.table.options {
            for hazard in row.hazards {
                let values = hazard.values.flatMap { [$0.lowerBound, $0.upperBound] }
                for value in values where try !reports(hazard, row, value, on: platform) {
                    unreported.append("\(row.constant)=\(value): \(hazard.code)")
                }
            }
        }
        #expect(unreported == [])
    }

    private func reports(_ hazard: Hazard, _ row: SocketOption, _ value: Int32, on platform: TargetPlatform) throws -> Bool {
        let option = "- {level: \(row.key.level), name: \(row.key.name), intValue: \(value)}"
        let found = try findings(option) { environment in
            environment.platforms = [platform]
            environment.capabilities = .all
            environment.kernel = KernelVersion(99, 0)
        }
        let severity = "\(hazard.severity)"
        // What does nothing on gVisor is said by SW121, once a list; a value that is no longer taken by SW106.
        let codes = ["SW117", "SW118", "SW119", "SW121"]
        return found.contains { line in codes.contains { line.hasPrefix("\($0) \(severity)") } }
            || hazard.code == Hazard.noOpCode && found.contains { $0.hasPrefix("SW106") || $0.hasPrefix("SW119") }
    }
}
