/// The contents of a safetensors file: named tensors and a few strings about them.
///
/// The format: the length of the header as a 64-bit little-endian number; the header, a JSON object that gives each
/// tensor's type, shape and place, padded with spaces to a multiple of 8 bytes; the values of all tensors without a gap
/// (https://huggingface.co/docs/safetensors). Files written here carry a CRC-32 of the whole file besides, under
/// `crc32` in the metadata: eight hexadecimal digits, computed with zeros in their own place.
public struct SafetensorsFile: Equatable, Sendable {
  /// Strings about the tensors, without the checksum, which is a matter of the file.
  public var metadata: [String: String]
  /// The tensors; in a file the wider types come first, and names are in order within a type.
  public var tensors: [SafetensorsTensor]
  /// The shapes of tensors that were checked, but not kept.
  public internal(set) var leftOut: [String: [Int]] = [:]
  /// What the checksum of the file says that this was read from.
  public internal(set) var checksum = Checksum.right

  /// What a checksum says of a file.
  public enum Checksum: Equatable, Sendable {
    /// The file is as it was written.
    case right
    /// There is none, as in files of other programs.
    case missing
    /// It is that of other contents: another program changed them, and wrote the file with the metadata that it had
    /// read.
    case outdated
  }

  /// Puts the contents of a file together.
  public init(metadata: [String: String] = [:], tensors: [SafetensorsTensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The key of the checksum in the metadata.
  static let checksumKey = "crc32"
  /// What stands in the checksum's place while it is computed.
  static let blankChecksum = "00000000"
  /// The member of the header that holds the metadata, and hence no tensor's name.
  static let metadataKey = "__metadata__"
  /// Bytes of the number before the header.
  static let prefixLength = 8
  /// The longest header that is read or written, in bytes.
  static let maximumHeaderLength = 1 << 20
}
