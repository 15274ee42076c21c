/// The checksum of cksum(1), so that anybody can tell which of two files a server has read: POSIX's CRC, over the bytes and their number.
enum Checksum {
    static func of(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0
        func add(_ byte: UInt8) {
            sum ^= UInt32(byte) << 24
            for _ in 0..<8 { sum = sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7 }
        }
        bytes.forEach(add)
        // The lowest byte first, and no zeros behind the highest.
        var length = bytes.count
        while length > 0 {
            add(UInt8(truncatingIfNeeded: length))
            length >>= 8
        }
        return ~sum
    }
}
