/// A file or directory in a folder of pictures that is not among the images, and why.
public struct LeftOutFile: Equatable, Sendable {
  /// Where it lies.
  public let path: String
  /// What is wrong with it or was done to it: a clause that continues "'path': ..." and has no full stop.
  public let reason: String
  /// Where in the file the fault lies.
  let byteOffset: Int?
  /// What it is taken for.
  public let kind: Kind

  /// What a name promises.
  public enum Kind: Sendable {
    /// A picture, by the ending of its name.
    case picture
    /// Another file.
    case otherFile
    /// A directory, which was not looked into.
    case directory
  }

  init(_ kind: Kind, _ path: String, _ reason: String) {
    (self.kind, self.path, self.reason, byteOffset) = (kind, path, reason, nil)
  }

  /// A picture that cannot be read.
  init(picture error: FileError) {
    (kind, path, reason, byteOffset) = (.picture, error.path, error.reason, error.byteOffset)
  }
}

extension LeftOutFile: CustomStringConvertible {
  /// The path and the reason as a sentence.
  public var description: String { FileError(.badData, path: path, byteOffset: byteOffset, reason: reason).description }
}
