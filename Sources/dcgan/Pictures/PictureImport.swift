import CommandLineKit
import Evaluation
import FileFormats
import Platform

/// The import of a directory of pictures.
struct PictureImport {
  static let size = Option<PictureSize?>(
    "size", valueName: "N|WxH", help: "Width and height of the images in pixels. (default: 64)",
    validate: PictureSize.validation)
  static let fit = Option<PictureFit>(
    "fit", valueName: "WAY", default: .crop,
    help: "How pictures of other proportions come to the size: crop takes the centre, pad adds the background at two "
      + "sides, stretch gives up the proportions. Each new pixel is the mean of the area that it covers.")
  static let grey = Flag("grey", help: "Make the images grey, as they are if no picture has any colour.")
  static let colour = Flag("colour", help: "Make images of three channels even if all pictures are grey.")
  static let noClasses = Flag(
    "no-classes", help: "Take the pictures of all sub-directories together, without labels.")
  static let testShare = Option<Share?>(
    "test-share", valueName: "SHARE", help: "Share of the images to keep apart as test images, such as 0.1 or 10%.",
    validate: Share.validation)
  static let adds = Flag("add", help: "Add the images to the data set that --out holds already.")

  /// What the command line says of it.
  static let parameters: [any ArgumentKey] = [
    size, fit, grey, colour, noClasses, ImportedClusters.clusters, testShare, adds, BackgroundOption.background,
  ]

  private let arguments: ParsedArguments
  private let terminal: Terminal
  private let target: String
  private let leftOut: LeftOutSummary

  init(_ arguments: ParsedArguments, _ terminal: Terminal) {
    (self.arguments, self.terminal) = (arguments, terminal)
    target = arguments[ImportCommand.out]
    leftOut = LeftOutSummary(isVerbose: arguments[ImportCommand.verbose])
  }

  /// Imports the pictures.
  func run() throws {
    if arguments[Self.grey], arguments[Self.colour] {
      throw UsageError("'--grey' and '--colour' contradict each other. Use one of them.")
    }
    let clusters = try ImportedClusters(arguments)
    let old = arguments[Self.adds] ? try ImportedDataSet(target) : nil
    let reading = try reading(addingTo: old)
    // Before the work, lest it be in vain.
    let directory = try ImportedDirectory(target, adding: old != nil)
    let text: String
    do {
      // After a failure, too: what was not looked at may be just what the user meant.
      defer { leftOut.lines.forEach(terminal.report) }
      text = try directory.write(addingTo: old, report: terminal.report) {
        try clusters.label(read(reading), terminal)
      }
    }
    try terminal.print("\(text)\(leftOut.text)")
  }

  private func reading(addingTo old: ImportedDataSet?) throws -> PictureReading {
    let size = arguments[Self.size] ?? old?.size ?? PictureSize(width: 64, height: 64)
    if let old, size != old.size {
      throw UsageError(
        "The images in '\(target)' are \(old.size.width)x\(old.size.height): leave '--size' out to add images to them.")
    }
    var reading = PictureReading(width: size.width, height: size.height)
    reading.fit = arguments[Self.fit]
    reading.background = arguments[BackgroundOption.background]
    reading.channels = arguments[Self.grey] ? 1 : arguments[Self.colour] ? 3 : nil
    return reading
  }

  private func read(_ reading: PictureReading) throws -> ImportedImages {
    let path = arguments[ImportCommand.source]
    let search = ProgressBar(terminal: terminal, total: 1)
    defer { search.erase() }
    let folder = try PictureFolder(path, ignoringClasses: arguments[Self.noClasses], leaveOut: leftOut.add) { count in
      search.update(completed: 0) { ["looking for pictures", counted(count, "file")] }
    }
    search.erase()
    folder.remarks.forEach(terminal.report)
    if ImageArrays.holdsArrays(directory: path) {
      terminal.report("Arrays of numbers lie in '\(path)' too; to import those and not the pictures, add --range auto.")
    }
    let share = arguments[Self.testShare]
    if share != nil, !folder.test.isEmpty {
      throw UsageError("'--test-share' cannot be used: the directories in '\(path)' say which images are for tests.")
    }
    let found = folder.pictures.count
    let values = Double(reading.width * reading.height * (reading.channels ?? 3))
    // Once as they are, and once on their way to the file.
    try MemoryBudget().require(
      2 * Double(found) * values, for: "\(found) images of \(reading.width)x\(reading.height)",
      advice: "Use a smaller '--size'.")
    let bar = ProgressBar(terminal: terminal, total: found)
    defer { bar.finish() }
    func images(_ pictures: [PictureFolder.Picture], after done: Int) -> (images: ImageSet, darkness: DeepPictures) {
      let shuffled = ImageSet.fixedOrder(pictures.count).map { pictures[$0] }
      return reading.read(shuffled, classes: folder.classes, leaveOut: leftOut.add) { count in
        bar.update(completed: done + count) { ["\((done + count).grouped) of \(found.grouped) pictures"] }
      }
    }
    let training = images(folder.training, after: 0)
    let test = images(folder.test, after: folder.training.count)
    bar.finish()
    try requireMost(of: found + folder.leftOut.count { $0.kind == .picture }, training.images.count, path)
    for darkness in [training.darkness, test.darkness] where darkness.count > 0 { report(darkness) }
    return ImportedImages(training.images, test: test.images).parted(share)
  }

  /// Refuses to make a data set of a minor part of what is there.
  private func requireMost(of found: Int, _ trainingCount: Int, _ path: String) throws {
    guard 2 * leftOut.pictureCount <= found, trainingCount > 0 else {
      throw FileError(
        .badData, path: path,
        reason: leftOut.pictureCount == found
          ? "none of its pictures could be read"
          : "\(leftOut.pictureCount.grouped) of the \(found.grouped) pictures cannot be taken, so that nothing is "
            + "written; convert them, or move away what is not wanted")
    }
  }

  private func report(_ darkness: DeepPictures) {
    terminal.report(
      "Warning: \(counted(darkness.count, "picture")) of 16 bits with values of \(darkness.bits) bits at "
        + "most, which makes them nearly black. Brighten them first, for instance with "
        + "'mogrify -level 0,\(100 / Double(1 << (16 - darkness.bits)))% *' of ImageMagick.")
  }
}

extension PictureFit: ArgumentValue {
  /// What is wrong with a text that names none, with the one that was probably meant.
  public static func fault(of text: String) -> ArgumentFault? { OtherNames.fault(of: text, among: candidates) }
}
