import PolicyRules
import Testing

@Suite struct CalendarDayTests {
    @Test(arguments: ["2027-01-31", "2028-02-29", "0001-01-01", "9999-12-31", "2000-02-29"])
    func daysThatExist(text: String) {
        #expect(CalendarDay(text)?.description == text)
    }

    @Test(arguments: [
        "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-01", "2027-04-31", "27-01-31", "2027-1-31", "2027-01-31T00:00", "", "+027-01-31",
    ])
    func daysThatDoNot(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func daysAreOrdered() throws {
        let days = try ["2026-12-31", "2027-01-01", "2027-01-02", "2027-02-01"].map { try #require(CalendarDay($0)) }
        #expect(days.sorted() == days)
    }
}
