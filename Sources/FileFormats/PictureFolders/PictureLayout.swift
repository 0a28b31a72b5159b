/// What the directories of a folder of pictures mean.
struct PictureLayout {
  /// The pictures of a class, or of none.
  struct Group {
    let name: String?
    var pictures: [String]
  }

  /// Where the images to learn from lie.
  private(set) var trainingTrees: [PictureTree]
  /// Where those to judge by lie.
  private(set) var testTrees: [PictureTree] = []
  /// Pictures that lie beside both.
  private(set) var strays: [LeftOutFile] = []
  /// How the directories were understood, in sentences.
  var remarks: [String] = []

  init(_ tree: PictureTree) {
    let root = Self.passingThrough(tree)
    if root.path != tree.path { remarks.append("The pictures lie in '\(root.path)'.") }
    let training = root.folders.filter { PartFolders.trainingNames.contains($0.name.lowercased()) }
    let test = root.folders.filter { PartFolders.testNames.contains($0.name.lowercased()) }
    let others = root.folders.filter { folder in !(training + test).contains { $0.path == folder.path } }
    // A class may be called "train" too.
    guard !training.isEmpty, others.isEmpty && root.pictures.isEmpty || !test.isEmpty else {
      let parts = PartFolders(root)
      trainingTrees = parts?.training ?? [root]
      testTrees = parts?.test ?? []
      if let parts { remark(onTraining: parts.training, test: parts.test) }
      return
    }
    trainingTrees = training
    testTrees = test
    strays = (root.pictures + others.flatMap(\.allPictures)).map {
      LeftOutFile(.picture, $0, "this lies beside the directories of training and test images")
    }
    remark(onTraining: training, test: test)
  }

  private mutating func remark(onTraining training: [PictureTree], test: [PictureTree]) {
    func quoted(_ trees: [PictureTree]) -> String {
      trees.flatMap(\.origins).map { "'\($0)'" }.joined(separator: " and ")
    }
    remarks.append(
      "Training images are those in \(quoted(training))"
        + (test.isEmpty ? "." : ", and test images those in \(quoted(test))."))
  }

  /// The first directory on the way down that holds pictures or has a choice of ways to some.
  private static func passingThrough(_ tree: PictureTree) -> PictureTree {
    guard tree.pictures.isEmpty, tree.folders.count == 1, tree.folders[0].pictures.isEmpty else { return tree }
    return passingThrough(tree.folders[0])
  }

  /// The pictures of some directories by their classes.
  ///
  /// - Throws: ``FileError`` if one of them holds pictures as well as classes.
  mutating func part(_ trees: [PictureTree], ignoringClasses: Bool) throws -> [Group] {
    if ignoringClasses { return [Group(name: nil, pictures: trees.flatMap(\.allPictures))] }
    return try trees.flatMap { try groups(Self.passingThrough($0)) }
  }

  private mutating func groups(_ tree: PictureTree) throws -> [Group] {
    guard let first = tree.folders.first else { return [Group(name: nil, pictures: tree.pictures)] }
    guard tree.pictures.isEmpty else {
      throw FileError(
        .badData, path: tree.path,
        reason: "there are pictures both here and in sub-directories such as '\(first.name)'; put all of them into "
          + "sub-directories, whose names are their classes, or none, or import them without classes (--no-classes)")
    }
    let deep = tree.folders.flatMap { $0.folders }
    if let first = deep.first {
      remarks.append(
        "Pictures in sub-directories of a class, such as '\(first.path)', are taken as pictures of the class.")
    }
    return tree.folders.map { Group(name: $0.name, pictures: $0.allPictures) }
  }
}
