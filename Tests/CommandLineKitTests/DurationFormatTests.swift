import CommandLineKit
import Testing

struct DurationFormatTests {
  @Test(arguments: [
    (Duration.zero, "0 s"), (.milliseconds(999), "0 s"), (.seconds(12), "12 s"), (.milliseconds(59_999), "59 s"),
    (.seconds(60), "1:00"), (.seconds(245), "4:05"), (.seconds(3599), "59:59"), (.seconds(3600), "1:00:00"),
    (.seconds(3723), "1:02:03"), (.seconds(360_000), "100:00:00"), (.seconds(-5), "0 s"),
    (.seconds(Int64.max), "2562047788015215:30:07"),
  ])
  func clockText(duration: Duration, text: String) {
    #expect(duration.clockText == text)
  }
}
