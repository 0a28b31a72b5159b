import KernelInterface

/// How reductions over rows of channels are cut: into chunks that depend on a tensor's shape alone, so that the order of
/// a sum does.
///
/// A chunk lies within an image, unless images are too small for that, so that a chunk can be reduced as soon as its
/// image is there.
struct RowChunks {
  /// The number of chunks.
  let count: Int
  /// Those of an image; `nil` where they go over several.
  let perImage: Int?
  private let rows: Int
  private let rowsPerImage: Int
  private let rowsPerChunk: Int

  /// Cuts a tensor.
  init(_ shape: Shape) {
    rows = shape.pixels
    rowsPerImage = shape.height * shape.width
    rowsPerChunk = ChannelRows.rowsPerChunk(channels: shape.channels)
    perImage = Self.perImage(shape)
    count = perImage.map { $0 * shape.images } ?? (rows + rowsPerChunk - 1) / rowsPerChunk
  }

  /// Chunks that so many images are cut into, which may be so many that `Int` has no room.
  static func count(_ shape: Shape, images: Double) -> Double {
    if let perImage = perImage(shape) { return Double(perImage) * images }
    let rows = Double(shape.height * shape.width) * images
    return (rows / Double(ChannelRows.rowsPerChunk(channels: shape.channels))).rounded(.up)
  }

  private static func perImage(_ shape: Shape) -> Int? {
    let rows = shape.height * shape.width
    if rows < minimumRows { return nil }
    let limit = ChannelRows.rowsPerChunk(channels: shape.channels)
    return (rows + limit - 1) / limit
  }

  /// The rows of a chunk: those of an image are cut evenly.
  subscript(index: Int) -> Range<Int> {
    guard let perImage else { return index * rowsPerChunk..<min((index + 1) * rowsPerChunk, rows) }
    let (image, part) = (index / perImage, index % perImage)
    let start = image * rowsPerImage
    return start + part * rowsPerImage / perImage..<start + (part + 1) * rowsPerImage / perImage
  }

  /// Rows of an image, at least, for chunks to lie within images.
  private static let minimumRows = 8
}
