import CommandLineKit
import Evaluation
import FileFormats

/// The import of images that are arrays of numbers, or a table of them.
struct ArrayImport {
  private static let range = Option<ArrayRange?>(
    "range", valueName: "LEAST..GREATEST",
    help:
      "Arrays: the numbers that become black and white, such as 0..1, -1..1 or 0..255. (default: told by the numbers)")
  private static let labels = Option<String?>(
    "labels", valueName: "FILE", help: "Arrays: an IDX, NPY, NPZ or CSV file of labels, one for each image.")
  private static let transpose = Flag(
    "transpose", help: "Arrays: exchange rows and columns, since EMNIST's images lie on their sides.")
  private static let channels = Option<ImageLayout.ChannelOrder?>(
    "channels", valueName: "PLACE",
    help: "Arrays: where the colours stand, first (PyTorch) or last (TensorFlow). (default: told by the dimensions)")

  /// What the command line says of it.
  static let parameters: [any ArgumentKey] = [range, labels, transpose, channels]

  private let arguments: ParsedArguments
  private let terminal: Terminal
  private let path: String
  private let target: String

  init(_ arguments: ParsedArguments, _ terminal: Terminal) {
    (self.arguments, self.terminal) = (arguments, terminal)
    path = arguments[ImportCommand.source]
    target = arguments[ImportCommand.out]
  }

  /// Whether a path leads to arrays, or to anything that is no directory, and so no folder of pictures. A directory may
  /// hold a data set beside pictures that it was made of, or beside a picture of it.
  static func takes(_ path: String, _ arguments: ParsedArguments) -> Bool {
    guard isDirectory(path) else { return FileKind.recognize(path) != nil || fileExists(path) }
    let holdsPictures = FileKind.holdsPictures(below: path)
    if ImageArrays.holdsArrays(directory: path) { return givenOption(arguments) != nil || !holdsPictures }
    // Labels without their images, or a part of another name: the reader of arrays tells what is missing.
    return ImageArrays.hasNamesOfDataSets(directory: path) && FileKind.recognize(path) != .pictureFolder
  }

  /// The first option of arrays alone that was given, which a folder of pictures has no use for.
  static func givenOption(_ arguments: ParsedArguments) -> String? {
    ["range", "labels", "transpose", "channels"].first { arguments.wasGiven($0) }
  }

  /// Imports the images.
  func run() throws {
    let unused = ["fit", "background"].first { arguments.wasGiven($0) }
    if let unused { throw UsageError("'--\(unused)' is for pictures, and '\(path)' holds arrays of numbers.") }
    let clusters = try ImportedClusters(arguments)
    let old = arguments[PictureImport.adds] ? try ImportedDataSet(target) : nil
    let directory = try ImportedDirectory(target, adding: old != nil)
    let text = try directory.write(addingTo: old, report: terminal.report) {
      try clusters.label(read(size: arguments[PictureImport.size] ?? old?.size), terminal)
    }
    try terminal.print(text)
  }

  private func read(size: PictureSize?) throws -> ImportedImages {
    do {
      let arrays = try ImageArrays(path: path, labels: arguments[Self.labels])
      let sets = try arrays.convert(conversion(size)) { terminal.report("Note: \($0).") }
      let share = arguments[PictureImport.testShare]
      if share != nil, sets.test != nil {
        throw UsageError("'--test-share' cannot be used: '\(path)' says which images are for tests.")
      }
      return ImportedImages(prepared(sets.training), test: sets.test.map(prepared)).parted(share)
    } catch let error as ImageSizeError {
      throw UsageError("\(error) Tell it with '--size', as in '--size 28' or '--size 32x24'.")
    }
  }

  private func conversion(_ size: PictureSize?) -> ImageConversion {
    var conversion = ImageConversion()
    conversion.range = arguments[Self.range].flatMap { $0.range }
    conversion.size = size.map { ($0.width, $0.height) }
    conversion.channels = arguments[Self.channels]
    conversion.isTransposed = arguments[Self.transpose]
    conversion.isGrey = arguments[PictureImport.grey]
    return conversion
  }

  /// The images in the order of every import, with the channels and labels that were asked for.
  private func prepared(_ images: ImageSet) -> ImageSet {
    let mixed = images.subset(at: ImageSet.fixedOrder(images.count)).withChannels(
      arguments[PictureImport.colour] ? 3 : 1)
    guard arguments[PictureImport.noClasses], mixed.labels != nil else { return mixed }
    return ImageSet(
      count: mixed.count, height: mixed.height, width: mixed.width, channels: mixed.channels, bytes: mixed.bytes)
  }
}

extension ImageLayout.ChannelOrder: ArgumentValue {
  /// What is wrong with a text that names none, with the one that was probably meant.
  public static func fault(of text: String) -> ArgumentFault? { OtherNames.fault(of: text, among: candidates) }
}

/// A range of numbers as one types it, or `auto` for none.
private struct ArrayRange: ArgumentValue {
  /// The range; `nil` if the numbers are to tell it.
  let range: IntensityRange?

  static let expectation = "a range such as 0..1, -1..1 or 0..255, or 'auto'"
  private static let auto = "auto"

  init?(argument: String) {
    range = argument == Self.auto ? nil : IntensityRange(argument)
    if range == nil, argument != Self.auto { return nil }
  }

  var argumentText: String { range?.text ?? Self.auto }

  /// Whether the text has the two ends of a range in another form, such as `0,1` or `[-1 1]`.
  static func fault(of text: String) -> ArgumentFault? {
    let ends = text.matches(of: /-?[0-9]+(\.[0-9]+)?/).compactMap { Double($0.output.0) }.map(abs)
    guard ends.count == 2, let lower = ends.min(), let upper = ends.max() else { return nil }
    // A dash before the first number is a sign; one between them may part them.
    let isNegative = text.drop { !$0.isNumber && $0 != "-" }.hasPrefix("-")
    return (isNegative ? IntensityRange(lower: -ends[0], upper: ends[1]) : IntensityRange(lower: lower, upper: upper))
      .map {
        .resembles($0.text)
      }
  }
}
