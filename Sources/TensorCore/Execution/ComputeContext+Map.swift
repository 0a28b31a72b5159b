extension ComputeContext {
  /// What `body` makes of each number below `count`, on all threads.
  package func map<Result: Sendable>(_ count: Int, _ body: @Sendable (_ number: Int) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      let shared = SharedResults(elements: results)
      executor.forEach(count) { shared.elements[$0] = body($0) }
    }
    return results.compactMap(\.self)
  }
}

/// Results that workers write, each its own.
struct SharedResults<Element>: @unchecked Sendable {
  var elements: UnsafeMutableBufferPointer<Element>
}
