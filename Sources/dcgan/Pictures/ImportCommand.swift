import CommandLineKit
import FileFormats
import Foundation
import Platform

/// `dcgan import`
enum ImportCommand {
  private static let directory = Argument<String>(
    "images-dir",
    help:
      "Directory of PNG, JPEG, GIF, BMP, PGM and PPM files, or of sub-directories of them, which get the labels 0, 1, "
      + "... in the order of their names.")
  private static let out = Option<String>(
    "out", valueName: "DIR", help: "Directory for the data set, which must not hold one yet.")
  private static let size = Option<Int>(
    "size", valueName: "N", default: 64, help: "Width and height of the images in pixels.", validate: .in(1...1024))
  private static let grey = Flag("grey", help: "Make the images grey.")

  static let command = Command(
    name: "import", overview: "Make a data set for training from a directory of pictures.",
    discussion: """
      Each picture is cropped to its largest centred square and scaled to the size, each new pixel being the mean of \
      the area that it covers. The result is a directory of IDX files that 'dcgan train --data' reads, with labels if \
      there are sub-directories, and their names in classes.txt. Files that cannot be read are reported and left out. \
      All images are training images: '--image' of other commands finds them as DIR#train:0 and so on.

        dcgan import pictures --out data/mine --size 64
        dcgan train --data data/mine --architecture dcgan64
      """,
    parameters: [directory, out, size, grey, BackgroundOption.background], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let folder = try PictureFolder(arguments[directory])
    for path in folder.skipped {
      terminal.report("Left out: '\(path)': sub-directories of a class are not looked into.")
    }
    let size = arguments[size]
    let channels = arguments[grey] ? 1 : 3
    let found = folder.pictures.count
    // Once as they are, and once on their way to the file.
    try MemoryBudget().require(
      2 * Double(found) * Double(size * size * channels), for: "\(found) images of \(size)x\(size)x\(channels)",
      advice: "Use a smaller '--size'.")
    let target = arguments[out]
    let isNew = try createDirectory(target)
    var isComplete = false
    // A failed import leaves no directory behind; one that holds anything stays.
    defer { if isNew, !isComplete { rmdir(target.systemPath) } }

    var leftOut = 0
    let bar = ProgressBar(terminal: terminal, total: folder.pictures.count)
    defer { bar.finish() }
    let images = try folder.readImages(
      width: size, height: size, channels: channels, background: arguments[BackgroundOption.background],
      leaveOut: { error in
        leftOut += 1
        bar.report("Left out: \(error)")
      },
      progress: { done in
        bar.update(completed: done) { ["\(done.grouped) of \(folder.pictures.count.grouped) pictures"] }
      })
    bar.finish()
    try DataSet.write(images, to: target)
    isComplete = true
    try terminal.print(summary(of: images, in: target, leftOut: leftOut))
  }

  private static func summary(of images: ImageSet, in target: String, leftOut: Int) -> String {
    func counted(_ count: Int, _ noun: String, _ ending: String = "s") -> String {
      "\(count.grouped) \(noun)\(count == 1 ? "" : ending)"
    }
    let classes = images.countClasses().map { " of " + counted($0.count { $0 > 0 }, "class", "es") } ?? ""
    return
      "\(counted(images.count, "image"))\(classes), \(images.width)x\(images.height)x\(images.channels), in \(target)"
      + (leftOut == 0 ? "" : "; \(counted(leftOut, "file")) left out")
  }

  /// Creates the directory of the data set, or takes one that holds none. Returns whether it is new.
  private static func createDirectory(_ path: String) throws -> Bool {
    let isNew = !fileExists(path)
    if let taken = DataSet.existingFile(in: path) {
      throw FileError(
        .cannotCreate, path: path, reason: "a data set is here already ('\(taken)'); remove it or name another --out")
    }
    do {
      try DirectoryCreation.create(path)
    } catch {
      throw FileError(.cannotCreate, path: path, reason: "the directory cannot be created: \(error.reason)")
    }
    return isNew
  }
}
