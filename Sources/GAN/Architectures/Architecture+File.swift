import FileFormats

extension Architecture {
  /// Reads an architecture from a JSON file of its own, as ``json`` writes it.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read or holds no architecture that can be built.
  public init(path: String) throws {
    let bytes = try WholeFile.read(path: path, maximumSize: 1 << 20)
    func fault(_ error: any Error) -> FileError {
      // The sentence goes on behind a colon, and the file's error ends it.
      FileError(.badData, path: path, reason: String("\(error)".trimmingSuffix("."))).recognizing(
        .architecture, unless: [.json, .architecture, .text])
    }
    do {
      self = try Architecture(json: try JSONValue(parsing: bytes))
    } catch let error as JSONSyntaxError {
      throw fault(error)
    } catch let error as ArchitectureError {
      throw fault(error)
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
  }
}
