extension ComputeContext {
  /// Measures the most multiply-adds a second that the kernels' instruction set can do on all threads, for about 0.2
  /// seconds. The best of several rounds counts.
  public func measurePeakMultiplyAdds() -> Double {
    let iterations = 100_000
    let rounds = 20
    var best = 0.0
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      // More pieces than threads, so that a thread that starts late has less to do.
      let pieces = executor.runningThreads * 4
      executor.forEach(pieces) { [kernels] _ in
        let value = kernels.peak(iterations)
        precondition(!value.isNaN)
      }
      let seconds = (ContinuousClock.now - start).seconds
      best = max(best, Double(pieces * iterations * kernels.peakMultiplyAddsPerIteration) / seconds)
    }
    return best
  }
}
