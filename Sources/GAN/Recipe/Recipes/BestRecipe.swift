extension Recipe {
  /// Large steps, whose noise the average of the generator's weights takes out.
  public static let best = Recipe("best", summary: "Large steps, the labels' classes, and averaged weights.") {
    $0.learningRate = 8e-4
    $0.average.halfLife = 20_000
    $0.isConditional = true
  }
}
