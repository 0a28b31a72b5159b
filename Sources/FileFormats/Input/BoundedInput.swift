/// The next so many bytes of another source, as if they were all.
final class BoundedInput: ByteSource {
  private let source: any ByteSource
  /// Bytes that are left.
  private(set) var remaining: Int

  init(_ source: any ByteSource, count: Int) {
    self.source = source
    remaining = count
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(remaining)))
    remaining -= count
    return count
  }
}
