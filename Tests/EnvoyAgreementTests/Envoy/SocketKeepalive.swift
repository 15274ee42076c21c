import Foundation
import PolicyRules
import SocketOptions

/// TCP keepalive as a socket has it.
struct SocketKeepalive: Sendable, Hashable {
    var isOn: Bool
    /// Seconds.
    var idle: Int32
    /// Seconds.
    var interval: Int32
    /// Probes.
    var count: Int32
    /// Milliseconds.
    var userTimeout: Int32
    /// Whether the kernel's keepalive timer runs.
    var isArmed: Bool

    /// What the node's own settings make of a socket that nobody touched.
    static func untouched() throws -> SocketKeepalive {
        func sysctl(_ name: String) throws -> Int32 {
            let text = try String(contentsOfFile: "/proc/sys/net/ipv4/\(name)", encoding: .utf8)
            guard let value = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw EnvoyFailure("\(name): \(text)") }
            return value
        }
        return SocketKeepalive(
            isOn: false, idle: try sysctl("tcp_keepalive_time"), interval: try sysctl("tcp_keepalive_intvl"),
            count: try sysctl("tcp_keepalive_probes"), userTimeout: 0, isArmed: false)
    }

    /// What a resolution says of accepted connections, or of those that connect.
    init(predictedBy prediction: Prediction) throws {
        self = try .untouched()
        let inForce = prediction.resolution.inForce
        isOn = inForce[OptionKey(1, 9)].map { $0 != 0 } ?? false
        idle = inForce[OptionKey(6, 4)] ?? idle
        interval = inForce[OptionKey(6, 5)] ?? interval
        count = inForce[OptionKey(6, 6)] ?? count
        userTimeout = inForce[OptionKey(6, 18)] ?? userTimeout
        isArmed = isOn
    }

    /// What a socket of Envoy really has.
    init(of socket: EnvoySocket) throws {
        try self.init(numbersOf: socket)
        isArmed = try socket.hasKeepaliveTimer()
    }

    /// The same without a look at the kernel's timer: it is taken to run where keepalive is on.
    init(numbersOf socket: EnvoySocket) throws {
        isOn = try socket.value(1, 9) != 0
        idle = try socket.value(6, 4)
        interval = try socket.value(6, 5)
        count = try socket.value(6, 6)
        userTimeout = try socket.value(6, 18)
        isArmed = isOn
    }

    init(isOn: Bool, idle: Int32, interval: Int32, count: Int32, userTimeout: Int32, isArmed: Bool) {
        self.isOn = isOn
        self.idle = idle
        self.interval = interval
        self.count = count
        self.userTimeout = userTimeout
        self.isArmed = isArmed
    }
}
