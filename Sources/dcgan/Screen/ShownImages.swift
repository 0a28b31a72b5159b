import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore
import TerminalGraphics

/// What `dcgan show` is to show: one picture, or images of one size.
struct ShownImages {
  private let images: [RasterImage]
  /// Whether all of them are to be seen.
  private let showsAll: Bool
  private let name: String
  /// How many belong beside each other; `nil` if any number may.
  private let columns: Int?

  /// So many images of a data set are shown if none are named.
  private static let defaultCount = 64

  /// Finds what a text names; the newest run's samples without one.
  ///
  /// - Throws: `UsageError`, `FileError` or `RunDirectoryError` if that is nothing that can be shown.
  init(_ text: String?) throws {
    guard let text else {
      try self.init(RunDirectory.newest())
      return
    }
    let kind = FileKind.recognize(text)
    if isDirectory(text), RunDirectory(text).holdsRun() {
      try self.init(RunDirectory(text))
    } else if let kind, Self.kindsOfRuns.contains(kind), RunDirectory.holding(checkpoint: text).holdsRun() {
      try self.init(RunDirectory.holding(checkpoint: text))
    } else if kind == .pictureFolder {
      throw UsageError("'\(text)' is a folder of pictures. Name some of its files, with commas between them.")
    } else if kind == .imagesIDX || Self.holdsData(text) {
      let data = try DataSet.load(path: text, limit: Self.defaultCount, labels: .ignored).images
      try self.init(data, showsAll: false, name: text)
    } else {
      try self.init(references: try ImageReference.references(text, option: ""))
    }
  }

  /// Files of a run, which stand for it.
  private static let kindsOfRuns: Set<FileKind> = [.checkpoint, .metrics, .runConfiguration, .evaluation]

  private static func holdsData(_ path: String) -> Bool {
    isDirectory(path) && (try? DataSet.load(path: path, limit: 1, labels: .ignored)) != nil
  }

  private init(_ run: RunDirectory) throws {
    let training = try RunConfiguration(run).training
    guard let path = run.newestSamplePicture(EpochTimeline(training)) else {
      throw FileError(
        .missingInput, path: run.samples,
        reason: "the run has drawn no samples yet; the first are drawn at the end of its first epoch")
    }
    let picture = try ImageFile.read(path: path)
    let image = training.architecture.image
    let grid = SampleGrid.images(of: picture, image: image, padding: SampleWriter.padding)
    images = grid?.images ?? [picture]
    // In those of a conditional run the images of a class stand below each other.
    columns = training.settings.isConditional ? grid?.columns : nil
    (showsAll, name) = (false, path)
  }

  private init(references: [ImageReference]) throws {
    guard let first = references.first, references.count > 1 || first.isOfDataSet else {
      let path = references.first?.path ?? ""
      if isDirectory(path) { _ = try references[0].images(Shape(height: 1, width: 1, channels: 1), background: .white) }
      images = [try ImageFile.read(path: path)]
      (showsAll, name, columns) = (true, path, nil)
      return
    }
    var all: [RasterImage] = []
    for reference in references {
      if let selected = try reference.selectedImages() {
        try Self.checkChannels(selected, reference.path)
        all += (0..<selected.count).map { selected.raster(at: $0) }
      } else {
        all.append(try ImageFile.read(path: reference.path))
      }
    }
    guard let one = all.first, all.allSatisfy({ ($0.width, $0.height) == (one.width, one.height) }) else {
      throw UsageError("The images have different sizes. Show those of one size at a time.")
    }
    let channels = all.map(\.channels).max() ?? 1
    images = all.map { $0.withChannels(channels) }
    columns = nil
    (showsAll, name) = (true, references.map(\.path).joined(separator: ", "))
  }

  private init(_ data: ImageSet, showsAll: Bool, name: String) throws {
    try Self.checkChannels(data, name)
    images = (0..<data.count).map { data.raster(at: $0) }
    (self.showsAll, self.name, columns) = (showsAll, name, nil)
  }

  private static func checkChannels(_ data: ImageSet, _ path: String) throws {
    guard data.channels == 1 || data.channels == 3 else {
      throw FileError(
        .badData, path: path,
        reason: "the images have \(data.channels) channels, and a screen shows 1 (grey) or 3 (red, green and blue)")
    }
  }

  /// The picture for an area, and how many of the images are on it.
  func picture(on area: PictureArea) -> (RasterImage, count: Int) {
    if images.count == 1 { return (area.fitting(images[0]), 1) }
    let layout = area.layout(
      count: images.count, width: images[0].width, height: images[0].height, columns: columns, showsAll: showsAll)
    return (layout.picture(images), min(layout.count, images.count))
  }

  /// What was shown, with so many images on it.
  func caption(count: Int) -> String {
    let size = "\(images[0].width)x\(images[0].height)"
    if images.count == 1 { return "\(name), \(size)" }
    return "\(name): \(count == images.count ? "" : "\(count) of ")\(counted(images.count, "image")) of \(size)"
  }
}
