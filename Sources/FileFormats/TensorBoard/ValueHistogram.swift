/// How values are distributed, in equal parts of their range.
public struct ValueHistogram {
  private let minimum: Float
  private let maximum: Float
  private let sum: Double
  private let sumOfSquares: Double
  private let counts: [Int]

  /// Parts of the range: as many as TensorBoard shows.
  static let partCount = 30

  /// Counts values, at least one, all of them finite.
  public init(_ values: [Float]) {
    precondition(!values.isEmpty)
    var (minimum, maximum) = (values[0], values[0])
    var (sum, sumOfSquares) = (0.0, 0.0)
    for value in values {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += Double(value)
      sumOfSquares += Double(value) * Double(value)
    }
    let range = Double(maximum) - Double(minimum)
    var counts = [Int](repeating: 0, count: range > 0 ? Self.partCount : 1)
    if range > 0 {
      let scale = Double(Self.partCount) / range
      for value in values {
        counts[min(Self.partCount - 1, Int((Double(value) - Double(minimum)) * scale))] += 1
      }
    } else {
      counts[0] = values.count
    }
    (self.minimum, self.maximum, self.sum, self.sumOfSquares, self.counts) = (
      minimum, maximum, sum, sumOfSquares, counts
    )
  }

  /// The message `HistogramProto`.
  var message: ProtobufMessage {
    let (low, range) = (Double(minimum), Double(maximum) - Double(minimum))
    let limits = counts.indices.map { low + range * Double($0 + 1) / Double(counts.count) }
    var message = ProtobufMessage()
    message.add(1, low)
    message.add(2, Double(maximum))
    message.add(3, Double(counts.reduce(0, +)))
    message.add(4, sum)
    message.add(5, sumOfSquares)
    message.add(6, Self.packed(limits))
    message.add(7, Self.packed(counts.map { Double($0) }))
    return message
  }

  private static func packed(_ values: [Double]) -> [UInt8] {
    values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
  }
}
