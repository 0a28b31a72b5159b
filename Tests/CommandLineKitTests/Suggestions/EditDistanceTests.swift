import Testing

@testable import CommandLineKit

struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ac", 1), ("abc", "axbc", 1),
    ("abc", "acb", 1), ("abcd", "badc", 2), ("kitten", "sitting", 3), ("saturday", "sunday", 3),
    // The restricted distance does not edit between two swapped letters; the unrestricted one would be 2.
    ("ca", "abc", 3),
  ])
  func distancesAreThoseOfTheDefinition(source: String, target: String, distance: Int) {
    #expect(source.editDistance(to: target) == distance)
    #expect(target.editDistance(to: source) == distance)
  }

  @Test(arguments: [
    ("epoch", "epochs"), ("--epoch", "epochs"), ("epohcs", "epochs"), ("EPOCHS", "epochs"),
    ("batch_size", "batch-size"), ("batchSize", "batch-size"), ("bacth-zise", "batch-size"), ("batch", "batch-size"),
    ("ot", "out"),
  ])
  func aNameThatIsNearIsSuggested(typed: String, name: String) {
    #expect(closestName(to: typed, among: ["batch-size", "epochs", "out"]) == name)
  }

  @Test(arguments: ["", "--", "x", "threads", "iou", "epochs-every", String(repeating: "e", count: 1_000_000)])
  func nothingIsSuggestedForWhatIsFarFromEveryName(typed: String) {
    #expect(closestName(to: typed, among: ["batch-size", "epochs", "out"]) == nil)
  }

  @Test(arguments: [("export", "import"), ("dcgan128", "dcgan28"), ("beta3", "beta1"), ("gpu", "cpu-s")])
  func anotherWordIsNoMistypedOne(typed: String, name: String) {
    #expect(closestName(to: typed, among: [name]) == nil)
  }

  @Test func theNearestNameWins() {
    #expect(closestName(to: "sample-evry", among: ["sampler-every", "sample-every"]) == "sample-every")
  }

  @Test func anAmbiguousBeginningSuggestsNothing() {
    #expect(closestName(to: "checkpoint", among: ["checkpoint-every", "checkpoint-directory"]) == nil)
  }
}
