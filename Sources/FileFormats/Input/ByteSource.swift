/// Something that bytes are read from, in order.
protocol ByteSource: AnyObject {
  /// Fills `buffer` from its start and returns the number of bytes read: fewer than asked for only at the end.
  /// - Throws: ``FileError`` if reading fails or the source is damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
  /// Reads up to `count` bytes into a new array, without a second copy; the array is shorter only at the end.
  ///
  /// The memory is allocated first, so `count` must have been checked.
  func readBytes(_ count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      initializedCount = try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
