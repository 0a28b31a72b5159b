import TensorCore

/// What the ranks of a job tell each other: processes that each hold some shards of every batch, and come to the same
/// bytes together.
///
/// Each call is one that all ranks make, in the same order. None of them allocates but ``allGather(bytes:)``.
public protocol Exchange: AnyObject {
  /// The number of this rank, from 0.
  var rank: Int { get }
  /// How many there are, a power of two.
  var ranks: Int { get }

  /// Sends part p of `values` to rank p, and writes what the others have sent to this one to `received`, one after the
  /// other in the order of the ranks. The place of this rank's own part is left as it was.
  func allToAll(_ values: Tensor, _ parts: RankParts, into received: Tensor)

  /// Writes the part of `values` that each rank has to those of all others.
  func allGather(_ values: Tensor, _ parts: RankParts)

  /// The same for numbers of which each rank has as many, in the order of the ranks.
  func allGather(_ values: inout [Double])

  /// The bytes of every rank, which may be of any number.
  func allGather(bytes: [UInt8]) -> [[UInt8]]

  /// All flags that some rank has.
  func agree(_ flags: UInt32) -> UInt32

  /// Leaves the job at its end, when all ranks do.
  func leave()
}

/// A flat buffer in as many parts as there are ranks, each of which begins at a vector's boundary. All have the same
/// size, but for the last ones.
public struct RankParts: Sendable {
  /// The number of values.
  public let count: Int
  /// The number of parts.
  public let ranks: Int
  private let size: Int

  /// Values at whose multiples parts begin.
  private static let alignment = 16

  /// Divides a buffer of `count` values.
  public init(count: Int, ranks: Int) {
    self.count = count
    self.ranks = ranks
    let unit = ranks * Self.alignment
    size = (count + unit - 1) / unit * Self.alignment
  }

  /// The part of a rank, which may be empty.
  public subscript(rank: Int) -> Range<Int> { min(count, rank * size)..<min(count, (rank + 1) * size) }
}
