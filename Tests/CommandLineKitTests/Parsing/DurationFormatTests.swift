import CommandLineKit
import Testing

/// Durations as the program shows them, and as it reads them.
struct DurationFormatTests {
  @Test(arguments: [
    (Duration.zero, "0 s"), (.milliseconds(999), "0 s"), (.seconds(12), "12 s"), (.milliseconds(59_999), "59 s"),
    (.seconds(60), "1:00"), (.seconds(245), "4:05"), (.seconds(3599), "59:59"), (.seconds(3600), "1:00:00"),
    (.seconds(3723), "1:02:03"), (.seconds(360_000), "100:00:00"), (.seconds(-5), "0 s"),
    (.seconds(Int64.max), "2562047788015215:30:07"),
  ])
  func durationsAreShownAsOnAClock(duration: Duration, text: String) {
    #expect(duration.clockText == text)
  }

  @Test(arguments: [
    ("1s", Duration.seconds(1)), ("90s", .seconds(90)), ("30m", .seconds(1800)), ("2h", .seconds(7200)),
    ("1d", .seconds(86_400)), ("0m", .zero), ("007s", .seconds(7)), ("9223372036854775807s", .seconds(Int64.max)),
  ])
  func durationsAreReadWithTheirUnits(text: String, duration: Duration) {
    #expect(Duration(argument: text) == duration)
    #expect(Duration(argument: duration.argumentText) == duration)
  }

  @Test(arguments: [
    "", "s", "30", "m30", "-1s", "+1s", "1.5h", "1h30m", "1 h", "1H", "1w", "9223372036854775808s",
    "9223372036854775807m", "٣s",
  ])
  func whatIsNoDurationIsRefused(text: String) {
    #expect(Duration(argument: text) == nil)
  }
}
