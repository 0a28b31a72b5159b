/// The frame of a record in TensorFlow's files: its length as eight bytes, little-endian, a checksum of them, the data,
/// and a checksum of these.
///
/// Source: "TFRecords format details", https://www.tensorflow.org/tutorials/load_data/tfrecord.
enum TFRecord {
  /// Bytes before the data.
  static let headerSize = 12
  /// Bytes around the data.
  static let frameSize = headerSize + 4

  /// A record of data.
  static func framed(_ data: [UInt8]) -> [UInt8] {
    var record: [UInt8] = []
    record.reserveCapacity(data.count + frameSize)
    record.appendLittleEndian(data.count, size: 8)
    record.appendLittleEndian(maskedChecksum(record), size: 4)
    record += data
    record.appendLittleEndian(maskedChecksum(data), size: 4)
    return record
  }

  /// The length of the data behind a header; `nil` if it is damaged.
  static func dataSize(header: [UInt8]) -> Int? {
    guard header.count == headerSize else { return nil }
    let size = header.littleEndian(at: 0, size: 8)
    guard size >= 0, header.littleEndian(at: 8, size: 4) == maskedChecksum(header.prefix(8)) else { return nil }
    return size
  }

  /// A checksum that may stand among the bytes that another is computed of, as TensorFlow masks it.
  private static func maskedChecksum(_ bytes: some Sequence<UInt8>) -> Int {
    let checksum = CRC32C.checksum(bytes)
    return Int((checksum >> 15 | checksum << 17) &+ 0xA282_EAD8)
  }
}
