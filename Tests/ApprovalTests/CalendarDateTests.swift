import Testing

@testable import Approval

@Suite struct CalendarDateTests {
    @Test(arguments: ["2026-04-15", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
    func daysAreRead(text: String) {
        #expect(CalendarDate(text)?.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-01-00",
        "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01 ", "0000-01-01", "", "2026-01-0x",
    ])
    func whatIsNoDayIsRefused(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func daysAreOrderedAndCounted() {
        #expect(CalendarDate.on("2030-12-31") < .on("2031-01-01"))
        #expect(CalendarDate.on("2031-01-01").days(since: .on("2030-12-31")) == 1)
        #expect(CalendarDate.on("2024-03-01").days(since: .on("2024-02-28")) == 2)
        #expect(CalendarDate.on("2026-11-22").days(since: .on("2025-11-22")) == 365)
        #expect(CalendarDate.on("2025-01-01").days(since: .on("2026-01-01")) == -365)
    }
}
