import Foundation

/// Sums and differences of averaged latent vectors, such as `3,7,12 - 4,9 + 20,33`: what the paper calls vector
/// arithmetic (Radford et al., 2016, section 6.3.2).
public struct LatentArithmetic: Hashable, Sendable {
  /// Vectors whose mean is added or subtracted.
  public struct Term: Hashable, Sendable {
    /// Whether the mean is subtracted.
    public var isSubtracted: Bool
    /// The numbers of the vectors, at least one.
    public var numbers: [Int]
  }

  /// The terms in order, at least one.
  public let terms: [Term]

  /// Reads an expression: lists of numbers, parted by commas, with `+` or `-` between the lists.
  ///
  /// - Throws: ``LatentArithmeticError`` if it is none.
  public init(_ expression: String) throws(LatentArithmeticError) {
    var terms: [Term] = []
    var isSubtracted = false
    var rest = expression[...]
    while true {
      let operand = rest.prefix { $0 != "+" && $0 != "-" }
      var numbers: [Int] = []
      for text in operand.split(separator: ",", omittingEmptySubsequences: false) {
        guard let number = Int(text.trimmingCharacters(in: .whitespaces)), number <= LatentSource.maximumNumber else {
          throw LatentArithmeticError(expression, found: String(text))
        }
        numbers.append(number)
      }
      terms.append(Term(isSubtracted: isSubtracted, numbers: numbers))
      rest = rest.dropFirst(operand.count)
      guard let sign = rest.popFirst() else { break }
      isSubtracted = sign == "-"
    }
    self.terms = terms
  }

  /// The mean of some vectors of one length, at least one.
  public static func mean(_ vectors: [[Float]]) -> [Float] {
    vectors[0].indices.map { index in
      Float(vectors.reduce(0.0) { $0 + Double($1[index]) } / Double(vectors.count))
    }
  }

  /// The vector `a + factor * b`.
  public static func sum(_ a: [Float], _ b: [Float], times factor: Double) -> [Float] {
    zip(a, b).map { Float(Double($0) + factor * Double($1)) }
  }

  /// What the terms' means, in order, add up to.
  public func result(_ means: [[Float]]) -> [Float] {
    zip(terms, means).reduce([Float](repeating: 0, count: means[0].count)) { sum, term in
      Self.sum(sum, term.1, times: term.0.isSubtracted ? -1 : 1)
    }
  }
}

/// A text that is no expression of latent vectors.
public struct LatentArithmeticError: Error, CustomStringConvertible {
  /// A sentence.
  public let description: String

  init(_ expression: String, found: String) {
    description =
      "'\(expression)' is no sum of latents: '\(found)' should be the number of an image. Write lists of numbers with "
      + "'+' or '-' between them, as in \"3,7,12 - 4,9 + 20,33\"."
  }
}
