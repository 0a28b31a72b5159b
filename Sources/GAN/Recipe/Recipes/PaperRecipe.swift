extension Recipe {
  /// The DCGAN paper's settings (Radford et al., 2016), step by step those of pytorch/examples. It never changes.
  public static let paper = Recipe(
    "paper", summary: "The paper's settings, those of PyTorch's example.", penalizesWherePossible: false
  ) { _ in }
}
