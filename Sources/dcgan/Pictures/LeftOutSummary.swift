import CommandLineKit
import FileFormats

/// What an import leaves out: each file in a line if the user wants that, or else a few lines in all.
final class LeftOutSummary {
  private let isVerbose: Bool
  private var files: [LeftOutFile] = []

  init(isVerbose: Bool) {
    self.isVerbose = isVerbose
  }

  /// The most lines on reasons.
  private static let maximumCount = 6

  func add(_ file: LeftOutFile) { files.append(file) }

  /// How many of the files are pictures by their names.
  var pictureCount: Int { files.count { $0.kind == .picture } }

  /// What was left out, for a summary of the import; empty if nothing was.
  var text: String {
    var parts: [String] = []
    for (kind, noun, plural) in [
      (LeftOutFile.Kind.picture, "picture", "pictures"), (.otherFile, "other file", "other files"),
      (.directory, "directory", "directories"),
    ] {
      let count = files.count { $0.kind == kind }
      if count > 0 { parts.append(counted(count, noun, plural: plural)) }
    }
    guard let last = parts.popLast() else { return "" }
    return "; " + (parts.isEmpty ? "" : parts.joined(separator: ", ") + " and ") + last + " left out"
  }

  /// Lines on the files: the reasons that most pictures share come first.
  var lines: [String] {
    let files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    if isVerbose { return files.map { "Left out: \($0)" } }
    let groups = Dictionary(grouping: files) { $0.kindOfReason }.values.sorted { one, other in
      let (isOne, isOther) = (one[0].kind == .picture, other[0].kind == .picture)
      if isOne != isOther { return isOne }
      if one.count != other.count { return one.count > other.count }
      return one[0].path.utf8.lexicographicallyPrecedes(other[0].path.utf8)
    }
    var lines = groups.prefix(Self.maximumCount).map(Self.line)
    let rest = groups.dropFirst(Self.maximumCount).reduce(0) { $0 + $1.count }
    if rest > 0 { lines.append("Left out: \(counted(rest, "file")) for other reasons.") }
    if files.count > groups.count || rest > 0 { lines.append("Each is named, with its reason, by --verbose.") }
    return lines
  }

  private static func line(_ group: [LeftOutFile]) -> String {
    guard group.count > 1 else { return "Left out: \(group[0])" }
    let noun =
      switch group[0].kind {
      case .picture: counted(group.count, "picture")
      case .otherFile: counted(group.count, "file")
      case .directory: counted(group.count, "directory", plural: "directories")
      }
    return "Left out: \(noun), such as \(group[0])"
  }
}

extension LeftOutFile {
  /// What is alike in files that are left out for one reason: the numbers in the reason's text may differ.
  fileprivate var kindOfReason: String {
    "\(kind) " + reason.map { $0.isNumber ? "0" : String($0) }.joined().replacing(/0+/, with: "0")
  }
}
