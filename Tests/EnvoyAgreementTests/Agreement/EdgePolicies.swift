import SocketOptions

/// One policy for every edge of every row in every state.
enum EdgePolicies {
    static func all(in table: OptionTable) -> [[WrittenOption]] {
        table.options.flatMap { row in
            edges(of: row).flatMap { value in
                SocketState.allCases.map { [WrittenOption(row.key.level, row.key.name, value, state: $0.name)] }
            }
        }
    }

    /// Options whose answer depends on those before them.
    static let sequences: [[WrittenOption]] = [
        [WrittenOption(1, 44, 1), WrittenOption(1, 44, 0)], [WrittenOption(1, 44, 1), WrittenOption(1, 44, 0, state: "STATE_LISTENING")],
        [WrittenOption(1, 44, 0), WrittenOption(1, 44, 1)], [WrittenOption(1, 44, 3), WrittenOption(1, 27, 1)],
        [WrittenOption(1, 62, 1), WrittenOption(1, 62, 2)], [WrittenOption(1, 62, 1), WrittenOption(1, 25, 0)],
        [WrittenOption(1, 15, 0), WrittenOption(1, 15, 1)], [WrittenOption(1, 15, 1), WrittenOption(1, 15, 0)],
        // Of more than four bytes the kernel reads the first four.
        [WrittenOption(1, 62, bytes: "AQAAAP////8="), WrittenOption(1, 62, 2)],
        [WrittenOption(1, 62, bytes: "AAAAAP////8="), WrittenOption(1, 62, 2)],
        [WrittenOption(1, 15, bytes: "AAAAAAEAAAA=")], [WrittenOption(1, 15, bytes: "AQAAAAAAAAA=")],
        [WrittenOption(1, 44, bytes: "AQAAAAAAAAA="), WrittenOption(1, 44, 0)],
    ]

    /// Both sides of each end of each interval that a row speaks of, and 0, 1, -1.
    static func edges(of row: SocketOption) -> [Int32] {
        var edges: Set<Int32> = [0, 1, -1]
        func add(_ range: ClosedRange<Int32>) {
            for end in [range.lowerBound, range.upperBound] {
                edges.formUnion([end, end &- 1, end &+ 1])
            }
        }
        func add(_ values: Acceptance.Values) {
            switch values {
            case .intervals(let intervals): intervals.forEach(add)
            case .bits(let mask):
                edges.insert(Int32(bitPattern: mask.accepted))
                for bit in 0..<32 { edges.insert(Int32(bitPattern: 1 << UInt32(bit))) }
                for requirement in mask.requires { edges.insert(Int32(bitPattern: requirement.bit | requirement.needed)) }
                for group in mask.exclusive { edges.insert(Int32(bitPattern: group)) }
            case .portRange: [0x0002_0001, 0x0001_0001, 0x0001_0002, 0x0001_0000].forEach { edges.insert($0) }
            case .any, .none, .interfaceIndex, .name, .descriptor, .headerOptions: break
            }
        }
        add(row.acceptance.values)
        row.acceptance.special.forEach { add($0.values) }
        row.acceptance.exceptions.forEach { add($0.values) }
        if case .outside(let range) = row.capability?.appliesTo { add(range) }
        return edges.sorted()
    }
}
