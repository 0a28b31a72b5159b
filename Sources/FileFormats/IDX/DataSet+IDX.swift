extension DataSet {
  /// Loads a data set in the manner of MNIST from a directory with files of the usual names, or from one file of
  /// images.
  ///
  /// In a directory the files are found by what their names say (`IDXFileName`): the images are in
  /// `train-images-idx3-ubyte` (or `t10k-...`; `idx4` for colour) or in the only file of another such name, the labels,
  /// which may be missing, in the one that goes with it, and the names of the classes in `classes.txt`. Labels and
  /// names are looked for beside a file likewise. Each file may be compressed; one without the ending `.gz` goes first.
  /// - Parameters:
  ///   - path: The directory or the file.
  ///   - split: Which files of a directory to load; of no meaning for a file.
  ///   - limit: How many images and labels to read from the start at most; all of them if `nil`.
  ///   - labelReading: What is to be done about labels and the names of classes.
  /// - Returns: The images, and the labels if there are any.
  /// - Throws: ``FileError`` if the files of an interrupted ``write(_:test:to:replacing:)`` cannot be put in their
  ///   places, a file is missing (the message lists what is there) or not right, or
  ///   if there is not one label for each image and `labelReading` is strict.
  public static func load(
    path: String, split: DataSetSplit = .train, limit: Int? = nil, labels labelReading: LabelReading
  ) throws -> DataSet {
    try finishInterruptedWriting(in: path)
    let files: IDXFileNames
    let imagesFile: IDXReader
    do {
      files = try IDXFileNames(path: path, split: split)
      imagesFile = try IDXReader(path: files.images, expecting: .images)
      if imagesFile.header.hasChannelsFirst {
        throw FileError.mismatch(path: files.images, found: .channelsFirstIDX, wanted: .dataSet)
      }
    } catch let error as FileError {
      throw error.recognizing(.dataSet, unless: [.imagesIDX, .directory])
    }
    var classes: (labels: [UInt8]?, names: [String]) = (nil, [])
    var fault: FileError?
    if labelReading != .ignored, let labelsPath = files.labels {
      do {
        classes.labels = try readLabels(labelsPath, of: imagesFile, limit: limit)
        classes.names = try ClassNamesFile.read(dataSet: path, labels: classes.labels)
      } catch let error as FileError where labelReading == .lenient {
        classes = (nil, [])
        fault = error
      }
    }
    return DataSet(
      images: try imagesFile.readImages(limit: limit, labels: classes.labels, classNames: classes.names),
      availableCount: imagesFile.header.count, imagesPath: files.images, labelsPath: files.labels, labelsFault: fault)
  }

  /// Reads labels, of which there must be one for each image of an open file.
  private static func readLabels(_ path: String, of images: IDXReader, limit: Int?) throws -> [UInt8] {
    let file = try IDXReader(path: path, expecting: .labels)
    guard file.header.count == images.header.count else {
      throw FileError(
        .badData, path: path,
        reason:
          "there \(file.header.count == 1 ? "is" : "are") \(counted(file.header.count, "label", isGrouped: false)) for the "
          + "\(counted(images.header.count, "image", isGrouped: false)) of '\(images.path)'")
    }
    return try file.readArray(limit: limit).labels(path: path)
  }
}
