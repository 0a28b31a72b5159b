import Testing

@testable import CommandLineKit

struct ProgressLineTests {
  static let line = ProgressLine(
    fraction: 0.456, fields: ["epoch 3/5", "step 120/937", "D 0.693", "G 0.812", "410 images/s"],
    timeLeft: .seconds(3723))

  @Test(arguments: [
    (20, " 45 %  1:02:03 left"),
    (40, " 45 %  epoch 3/5  1:02:03 left"),
    (80, "[======>        ]  45 %  epoch 3/5  step 120/937  D 0.693  G 0.812  1:02:03 left"),
    (
      200,
      "[==================>                     ]  45 %  epoch 3/5  step 120/937  D 0.693  G 0.812  410 images/s"
        + "  1:02:03 left"
    ),
  ])
  func theLineFitsTheWidth(width: Int, text: String) {
    #expect(Self.line.rendered(width: width) == text)
  }

  @Test(arguments: [
    (0.0, "[>                                       ]   0 %"),
    (0.5, "[====================>                   ]  50 %"),
    (0.999, "[=======================================>]  99 %"),
    (1.0, "[========================================] 100 %"),
    (-1.0, "[>                                       ]   0 %"),
    (2.0, "[========================================] 100 %"),
    (.nan, "[>                                       ]   0 %"),
  ])
  func theBarShowsTheFraction(fraction: Double, text: String) {
    #expect(ProgressLine(fraction: fraction).rendered(width: 60) == text)
  }

  @Test(arguments: 0...300)
  func theLineIsNeverWiderThanTheScreen(width: Int) {
    #expect(Self.line.rendered(width: width).count <= width)
  }

  @Test func nothingFitsANegativeWidth() {
    #expect(Self.line.rendered(width: -1) == "")
  }

  @Test func withoutABarTheFactsStandAlone() {
    #expect(Self.line.plain == "45 %  epoch 3/5  step 120/937  D 0.693  G 0.812  410 images/s  1:02:03 left")
    #expect(ProgressLine(fraction: 1).plain == "100 %")
  }
}
