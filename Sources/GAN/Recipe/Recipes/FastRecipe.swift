extension Recipe {
  /// As ``best`` with networks half as wide, an image of which costs less than a third, larger steps, and an average
  /// that follows sooner.
  public static let fast = Recipe("fast", summary: "Good images in a minute: narrow networks.", baseChannels: 32) {
    $0.learningRate = 1.6e-3
    $0.average.halfLife = 10_000
    $0.isConditional = true
  }
}
