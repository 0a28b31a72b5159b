import CommandLineKit
import FileFormats
import Platform

/// A data set that `dcgan import` has made, to which images are added.
struct ImportedDataSet {
  private let path: String
  /// What is added must not be added to what another process replaces meanwhile.
  private let lock: DirectoryLock
  private let images: ImportedImages

  /// Reads the data set of a directory.
  ///
  /// - Throws: `FileError` if there is none, or one that was not made by an import.
  init(_ path: String) throws {
    self.path = path
    if isAbsent(path) {
      throw FileError(
        .missingInput, path: path, reason: "there is no data set here to add to; the first import goes without --add")
    }
    if let error = FileError.unreadable(path) { throw error }
    lock = try DirectoryLock(path)
    try DataSet.finishWriting(in: path)
    func load(_ split: DataSetSplit) throws -> ImageSet {
      let set = try DataSet.load(path: path, split: split, labels: .strict)
      guard set.isWritten(in: path, as: split) else {
        throw FileError(
          .cannotCreate, path: path,
          reason: "'\(set.imagesPath)' was not made by an import, and nothing is added to it; import into a directory "
            + "of its own")
      }
      return set.images
    }
    let training = try load(.train)
    images = ImportedImages(training, test: DataSet.holdsTestImages(in: path) ? try load(.test) : nil)
  }

  /// The extents of its images.
  var size: PictureSize { PictureSize(width: images.training.width, height: images.training.height) }

  /// The images with others behind them.
  ///
  /// - Parameters:
  ///   - new: The others.
  ///   - report: Told what becomes of labels that cannot be kept.
  /// - Returns: All images.
  /// - Throws: `FileError` if the others do not fit.
  func adding(_ new: ImportedImages, report: (String) -> Void) throws -> ImportedImages {
    let (own, others) = (images.training, new.training)
    func fault(_ reason: String) -> FileError { FileError(.badData, path: path, reason: reason) }
    guard own.channels >= others.channels else {
      throw fault("the images are grey and the new ones are not; add them as grey ones by --grey")
    }
    guard own.labels == nil || others.labels != nil else {
      throw fault(
        "the images have classes and the new ones have none; put them into sub-directories, whose names are their "
          + "classes")
    }
    if own.labels == nil, others.labels != nil {
      report("The images in '\(path)' have no labels: those of the new ones are not kept.")
    }
    let known = others.withChannels(own.channels).count(ofThoseIn: own)
    if known > 0 {
      report(
        "Note: of the \(counted(others.count, "new image")), \(known.grouped) \(known == 1 ? "is" : "are") in '\(path)' "
          + "already, to the last pixel, and \(known == 1 ? "is" : "are") in it once more now.")
    }
    let names = own.labels == nil ? [] : try joinedNames(new)
    guard names.count <= ImageSet.maximumClassCount else {
      throw fault(
        "there would be \(names.count) classes, and labels tell at most \(ImageSet.maximumClassCount) apart")
    }
    func joined(_ own: ImageSet, _ others: ImageSet) -> ImageSet {
      let others = others.withChannels(own.channels)
      return own.named(names).joined(with: own.labels == nil ? others.withoutLabels() : others.relabelled(to: names))
    }
    let test: ImageSet? =
      switch (images.test, new.test) {
      case (let own?, let others?): joined(own, others)
      case (let own?, nil): own.named(names)
      case (nil, let others?): joined(own.subset(at: 0..<0), others)
      case (nil, nil): nil
      }
    return ImportedImages(joined(own, others), test: test)
  }

  /// The names of the classes and behind them those of others that are new; none if both have numbers alone, which stay
  /// as they are.
  ///
  /// - Throws: `FileError` if the others have numbers that are no names of classes here: which class is meant by one, the
  ///   order of names does not tell.
  private func joinedNames(_ new: ImportedImages) throws -> [String] {
    if images.classNames.isEmpty && new.classNames.isEmpty { return [] }
    let own = images.classNamesOrNumbers
    if new.classNames.isEmpty, let unknown = new.numbers.first(where: { own.place(of: String($0)) == nil }) {
      throw FileError(
        .badData, path: path,
        reason: "the classes have names, such as '\(own[0])', and those of the new images are numbers alone, "
          + "such as \(unknown), which may be any of them; import these images from sub-directories that are named as "
          + "their classes are")
    }
    return own.merged(with: new.classNames.isEmpty ? [] : new.classNamesOrNumbers)
  }
}

extension ImportedImages {
  /// The names of the classes, if they have any.
  fileprivate var classNames: [String] { training.classNames }

  /// The numbers of the classes that have images.
  fileprivate var numbers: [UInt8] { Set((training.labels ?? []) + (test?.labels ?? [])).sorted() }

  /// A name for each class up to the last that has images.
  fileprivate var classNamesOrNumbers: [String] {
    (0..<max(classNames.count, numbers.last.map { Int($0) + 1 } ?? 0)).map { training.className(of: UInt8($0)) }
  }
}

extension [String] {
  /// These names and behind them those of others that are new.
  fileprivate func merged(with others: [String]) -> [String] { self + others.filter { place(of: $0) == nil } }

  /// Where a name stands. Names are compared by their bytes, as directories are.
  fileprivate func place(of name: String) -> Int? { firstIndex { $0.utf8.elementsEqual(name.utf8) } }
}

extension ImageSet {
  fileprivate func named(_ names: [String]) -> ImageSet {
    ImageSet(
      count: count, height: height, width: width, channels: channels, bytes: bytes, labels: labels, classNames: names)
  }

  fileprivate func withoutLabels() -> ImageSet {
    ImageSet(count: count, height: height, width: width, channels: channels, bytes: bytes)
  }

  /// The images with the numbers that their classes have in a list of names, which has all of them; with their own if
  /// that is empty.
  fileprivate func relabelled(to names: [String]) -> ImageSet {
    let numbers = (0...UInt8.max).map { names.isEmpty ? $0 : UInt8(names.place(of: className(of: $0)) ?? 0) }
    return ImageSet(
      count: count, height: height, width: width, channels: channels, bytes: bytes,
      labels: labels?.map { numbers[Int($0)] }, classNames: names)
  }
}
