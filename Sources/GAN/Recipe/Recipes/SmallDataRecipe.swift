extension Recipe {
  /// Small steps and an average, for data that are soon learnt by heart.
  public static let smallData = Recipe("small-data", summary: "For fewer than 5,000 images.") {
    $0.learningRate = 4e-4
    $0.average.halfLife = 10_000
    $0.isConditional = true
  }
}
