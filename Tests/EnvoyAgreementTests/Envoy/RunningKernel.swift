import Foundation
import SocketOptions

/// The kernel that the tests run on.
enum RunningKernel {
    static let version: KernelVersion = {
        var names = utsname()
        uname(&names)
        let release = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return numbers.count == 2 ? KernelVersion(numbers[0], numbers[1]) : KernelVersion(0, 0)
    }()

    /// The options that it knows, with its own answers where they have changed since.
    static let table = TargetPlatform.current.table.asOf(version)
}
