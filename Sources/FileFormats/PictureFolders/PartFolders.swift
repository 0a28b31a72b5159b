/// Directories that part training from test images by a word of their names, as `seg_train` and `seg_test`, `train2017`
/// and `val2017`, or `trainA`, `trainB`, `testA` and `testB`, where `A` and `B` are classes.
struct PartFolders {
  /// Where the images to learn from lie: a directory of each class, if there are several.
  let training: [PictureTree]
  /// Where those to judge by lie.
  let test: [PictureTree]

  static let trainingNames: Set = ["train", "training"]
  static let testNames: Set = ["test", "testing", "val", "valid", "validation"]
  private static let names = trainingNames.union(testNames)
  private static let suffix = "set"

  /// `nil` if not all directories have such a name, or what else their names say is not the same in both parts: classes
  /// may be called `train station` and `test tube`.
  init?(_ root: PictureTree) {
    let folders = root.folders.compactMap(Self.Folder.init)
    let (training, test) = (folders.filter(\.isOfTraining), folders.filter { !$0.isOfTraining })
    let rests = Set(training.map(\.key))
    guard root.pictures.isEmpty, folders.count == root.folders.count, !training.isEmpty,
      rests == Set(test.map(\.key))
    else { return nil }
    func trees(_ folders: [Folder]) -> [PictureTree] {
      rests.count == 1 ? folders.map(\.tree) : [root.holding(folders.map { $0.tree.renamed($0.rest) })]
    }
    (self.training, self.test) = (trees(training), trees(test))
  }

  /// A directory with one word in its name that tells the part.
  private struct Folder {
    let tree: PictureTree
    let isOfTraining: Bool
    /// What else the name says.
    let rest: String

    /// The same however it is written.
    var key: String { rest.lowercased() }

    init?(_ tree: PictureTree) {
      var words = PartFolders.words(of: tree.name)
      let places = words.indices.filter { place in
        PartFolders.names.contains(words[place].lowercased())
      }
      guard places.count == 1 else { return nil }
      isOfTraining = PartFolders.trainingNames.contains(words.remove(at: places[0]).lowercased())
      self.tree = tree
      rest = words.joined(separator: " ")
    }
  }

  /// The words of a name: a capital letter behind a small one, a digit behind a letter and any other sign begin another,
  /// and so does the `set` of `trainset`.
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var last: Character?
    for character in name {
      defer { last = character }
      guard character.isLetter || character.isNumber else { continue }
      let goesOn =
        last.map { $0.isNumber == character.isNumber && $0.isLetter == character.isLetter } ?? false
      let isCapital = character.isUppercase && last?.isLowercase ?? false
      if goesOn && !isCapital { words[words.count - 1].append(character) } else { words.append(String(character)) }
    }
    return words.flatMap { word in
      let stem = word.lowercased().hasSuffix(suffix) ? word.dropLast(suffix.count) : ""
      return names.contains(stem.lowercased())
        ? [String(stem), String(word.suffix(suffix.count))] : [word]
    }
  }
}
