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
      Each picture is cropped to its largest centred square and scaled to the size, each new pixel being the mean of the \
      area that it covers. The result is a directory of IDX files that \
      'dcgan train --data' reads, with labels if there are sub-directories, and their names in classes.txt. Files \
      that cannot be read are reported and left out. All images are training images: '--image' of other commands finds \
      them as DIR#train:0 and so on.

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
    defer { if isNew, !isComplete { rmdir(target) } }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(folder.pictures.count * size * size * channels)
    var labels: [UInt8] = []
    var unreadable = 0
    let bar = ProgressBar(terminal: terminal, total: folder.pictures.count)
    defer { bar.finish() }
    for (place, picture) in folder.pictures.enumerated() {
      do {
        let image = try ImageFile.read(path: picture.path, background: arguments[BackgroundOption.background])
          .fitted(width: size, height: size)
        bytes += channels == 1 ? image.inGrey.pixels : image.inColour.pixels
        labels.append(picture.label)
      } catch let error as FileError {
        unreadable += 1
        bar.report("Left out: \(error)")
      }
      bar.update(completed: place + 1) { ["\((place + 1).grouped) of \(folder.pictures.count.grouped) pictures"] }
    }
    bar.finish()
    guard !labels.isEmpty else {
      throw FileError(.badData, path: arguments[directory], reason: "none of its pictures could be read")
    }

    // The images last: without them, a directory is no data set. A failed import leaves nothing that the next would refuse.
    let labelsPath = target + "/train-labels-idx1-ubyte"
    do {
      if !folder.classes.isEmpty {
        try ClassNames(folder.classes).write(dataSet: target)
        try IDXLabels(values: labels).write(to: labelsPath, replaceExisting: false)
      }
      try IDXImages(count: labels.count, rows: size, columns: size, channels: channels, bytes: bytes)
        .write(to: target + "/train-images-idx\(channels == 1 ? 3 : 4)-ubyte", replaceExisting: false)
    } catch {
      for path in [labelsPath, ClassNames.path(dataSet: target)] { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
    isComplete = true
    let count = Set(labels).count
    let classes = folder.classes.isEmpty ? "" : " of \(count) class\(count == 1 ? "" : "es")"
    try terminal.print(
      "\(labels.count.grouped) image\(labels.count == 1 ? "" : "s")\(classes), \(size)x\(size)x\(channels), in \(target)"
        + (unreadable == 0 ? "" : "; \(unreadable.grouped) file\(unreadable == 1 ? "" : "s") left out"))
  }

  /// Creates the directory of the data set, or takes one that holds none. Returns whether it is new.
  private static func createDirectory(_ path: String) throws -> Bool {
    let isNew = !FileManager.default.fileExists(atPath: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if let taken = names.sorted().first(where: { $0.contains("-ubyte") || $0 == "classes.txt" }) {
      throw FileError(
        .cannotCreate, path: path, reason: "a data set is here already ('\(taken)'); remove it or name another --out")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError(.cannotCreate, path: path, reason: "the directory cannot be created")
    }
    return isNew
  }
}
