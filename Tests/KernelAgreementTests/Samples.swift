import SocketOptions

extension SocketOption {
    /// The ints at which the row says that the kernel's answer changes, one to either side of them, and a spread of others.
    var telltaleInts: [Int32] {
        var found: Set<Int32> = [
            0, 1, -1, 2, 3, 60, 255, 256, 1000, 32767, 32768, 65535, 65536, 100_000, 1 << 24, Int32.min, Int32.max, Self.lo, Self.reno,
        ]
        found.formUnion(acceptance.values.edges)
        for exception in acceptance.exceptions { found.formUnion(exception.values.edges) }
        for special in acceptance.special { found.formUnion(special.values.surroundings) }
        if case .outside(let range) = capability?.appliesTo { found.formUnion(range.surroundings) }
        if case .inside(let range) = capability?.appliesTo { found.formUnion(range.surroundings) }
        return found.sorted()
    }

    /// The bytes of the loopback interface's name, and of the congestion control algorithm that every kernel has, on little endian.
    static let (lo, reno): (Int32, Int32) = (0x6F6C, 0x6F6E_6572)

    /// Values of other lengths than four bytes, and of four.
    static let telltaleBytes: [[UInt8]] = {
        let lengths = Array(0...20) + [24, 31, 32, 33, 39, 40, 41, 44, 135, 136, 137, 143, 144, 215, 216, 263, 264, 265]
        return lengths.flatMap { length in [0, 1, 255].map { (fill: UInt8) in [UInt8](repeating: fill, count: length) } }
    }()

    /// The few that tell one state from another.
    static let fewBytes: [[UInt8]] = [[], [1], [1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]
}

extension Acceptance.Values {
    /// Where the answer changes.
    var edges: Set<Int32> {
        switch self {
        case .any, .none, .descriptor: []
        case .intervals(let intervals): intervals.reduce(into: Set()) { $0.formUnion($1.surroundings) }
        case .bits:
            Set(
                (0..<32).flatMap { first in
                    (0...first).map { second in Int32(bitPattern: 1 << UInt32(first) | 1 << UInt32(second)) }
                })
        case .portRange: [0x0002_0001, 0x0001_0002, 0x0001_0001, 0x0000_0005, 0x0005_0000, -1, -65535, 0x7FFF_8000]
        case .interfaceIndex: [1 << 24, 0x80]
        case .name: [0x2F, 0x20, 0x100]
        case .headerOptions: [0x0101_0101, 0x0000_0001, 0x0000_0007, 0x0000_0207, 0x0003_0307, 514]
        }
    }
}

extension ClosedRange<Int32> {
    /// Both ends, with their neighbours.
    var surroundings: Set<Int32> {
        var found: Set<Int32> = [lowerBound, upperBound]
        if lowerBound > Int32.min { found.insert(lowerBound - 1) }
        if lowerBound < Int32.max { found.insert(lowerBound + 1) }
        if upperBound > Int32.min { found.insert(upperBound - 1) }
        if upperBound < Int32.max { found.insert(upperBound + 1) }
        return found
    }
}
