import NeuralNetwork

/// Which weights of a generator make images.
public enum GeneratorWeights: String, CaseIterable, Sendable {
  /// The average of those of many steps, with statistics that were estimated for it.
  case average
  /// Those of the last step, with the running statistics.
  case raw
}

extension TrainingState {
  /// Hands out the generator as it makes images: with the averaged weights if the run has such, which leave it again
  /// when `body` is done. Training goes on as if nothing had been.
  public func withImageGenerator<Result>(_ body: (Generator) throws -> Result) rethrows -> Result {
    guard let average, let estimate else { return try body(generator) }
    let trained = TrainingSnapshot(of: generator.network.namedState(prefix: StateName.generator))
    trained.take()
    defer {
      trained.restore()
      generator.network.parametersDidChange()
    }
    average.apply()
    generator.network.parametersDidChange()
    generator.estimateStatistics(estimate)
    return try body(generator)
  }
}
