/// Pixels with every one of them repeated `factor` times in both directions.
///
/// - Parameters:
///   - pixels: Whole rows of `width` pixels, the channels of a pixel side by side.
///   - width: Pixels a row.
///   - channels: Values a pixel.
///   - factor: At least 1; the result must be within the limits of memory.
/// - Returns: The enlarged pixels, row by row.
public func repeatingPixels(_ pixels: [UInt8], width: Int, channels: Int, factor: Int) -> [UInt8] {
  if factor == 1 { return pixels }
  var enlarged: [UInt8] = []
  enlarged.reserveCapacity(pixels.count * factor * factor)
  for start in stride(from: 0, to: pixels.count, by: width * channels) {
    let line = (0..<width * factor).flatMap { column -> ArraySlice<UInt8> in
      let pixel = start + column / factor * channels
      return pixels[pixel..<pixel + channels]
    }
    for _ in 0..<factor { enlarged += line }
  }
  return enlarged
}
