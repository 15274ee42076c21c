#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A moment in UTC, in the two forms that this server writes.
struct UTCTime: Equatable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let secondsSinceEpoch: Int
    let year, month, day, hour, minute, second: Int
    /// 0 is Sunday.
    let weekday: Int

    init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
        let days = secondsSinceEpoch.dividedDown(by: 86400)
        let secondOfDay = secondsSinceEpoch - days * 86400
        (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
        weekday = (days + 4) - (days + 4).dividedDown(by: 7) * 7

        // Years are counted from March, so that the leap day comes last: a 400-year era has 146,097 days.
        let shifted = days + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// As an HTTP Date header has it (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    var httpDate: String {
        "\(Self.weekdays[weekday]), \(day.padded(2)) \(Self.months[month - 1]) \(year.padded(4)) \(clock) GMT"
    }

    /// As RFC 3339 has it, without the zone: `1994-11-06T08:49:37`.
    var dateAndClock: String {
        "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))T\(clock)"
    }

    /// As a log line has it: `1994-11-06T08:49:37.123Z`.
    func timestamp(nanoseconds: Int) -> String {
        "\(dateAndClock).\((nanoseconds / 1_000_000).padded(3))Z"
    }

    private var clock: String { "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))" }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

/// The machine's clock.
enum SystemClock {
    /// Seconds and nanoseconds since 1970-01-01T00:00:00Z.
    static func now() -> (seconds: Int, nanoseconds: Int) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (time.tv_sec, time.tv_nsec)
    }
}

extension Int {
    fileprivate func dividedDown(by divisor: Int) -> Int {
        (self >= 0 ? self : self - divisor + 1) / divisor
    }

    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
