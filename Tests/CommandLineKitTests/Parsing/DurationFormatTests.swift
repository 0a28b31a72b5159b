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
    ("1d", .seconds(86_400)), ("0m", .zero), ("007s", .seconds(7)), ("30", .seconds(30)), ("1.5m", .seconds(90)),
    ("1.5h", .seconds(5400)), ("1h30m", .seconds(5400)), ("1h 30m", .seconds(5400)), ("1d2h3m4s", .seconds(93_784)),
    ("90min", .seconds(5400)), ("2 hours", .seconds(7200)), ("1H", .seconds(3600)), ("0.5s", .milliseconds(500)),
    ("9223372036854775807s", .seconds(Int64.max)),
  ])
  func durationsAreReadWithTheirUnits(text: String, duration: Duration) {
    #expect(Duration(argument: text) == duration)
    #expect(Duration(argument: duration.argumentText) == duration)
  }

  @Test(arguments: [
    "", "s", "m30", "-1s", "+1s", "1h30", "1:30", "1..5m", ".5m", "1.m", "1w", "9223372036854775808s",
    "9223372036854775807m", "9223372036854775807s1s", "9223372036854775807.5s", "1.0000000001s", "٣s", "1h,30m",
  ])
  func whatIsNoDurationIsRefused(text: String) {
    #expect(Duration(argument: text) == nil)
  }
}
