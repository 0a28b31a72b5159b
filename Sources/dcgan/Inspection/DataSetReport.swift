import FileFormats

/// A data set, for `dcgan inspect`.
struct DataSetReport: InspectionReport {
  /// One of the data set's parts.
  private struct Part {
    let name: String
    let images: ImageSet
    let imagesPath: String
    let labelsPath: String?
    let classCounts: [Int]?
    let pixels: PixelStatistics

    init(_ name: String, _ data: DataSet) {
      self.name = name
      images = data.images
      imagesPath = data.imagesPath
      labelsPath = data.labelsPath
      classCounts = data.images.countClasses()
      pixels = data.images.computePixelStatistics()
    }
  }

  private let path: String
  private let parts: [Part]

  /// Reads the training part and, if it is there, the test part.
  init(path: String) throws {
    self.path = path
    let training = try DataSet.load(path: path, split: .train, labels: .strict)
    var parts = [Part("training", training)]
    // A file is the same whichever part is asked for; a directory need not have a test part.
    do {
      let test = try DataSet.load(path: path, split: .test, labels: .strict)
      if test.imagesPath != training.imagesPath { parts.append(Part("test", test)) }
    } catch let error as FileError where error.kind == .missingInput && error.path == path {}
    self.parts = parts
  }

  func text(within columns: Int?) -> String {
    parts.map { part in
      var facts = TextTable.facts
      facts.add([part.name, part.imagesPath])
      facts.add([
        "images", "\(part.images.count.grouped) of \(part.images.shape.imageText)",
      ])
      let thousandths = Int((part.pixels.mean * 1000).rounded())
      facts.add(["values", "\(part.pixels.minimum) to \(part.pixels.maximum), mean \(Double(thousandths) / 1000)"])
      facts.add(["labels", part.labelsPath ?? "none"])
      for (label, count) in (part.classCounts ?? []).enumerated() {
        let name = part.images.classNames.indices.contains(label) ? part.images.classNames[label] : ""
        // Labels that count from 1 leave out class 0.
        if count == 0, name.isEmpty { continue }
        facts.add(["  class \(label)" + (name.isEmpty ? "" : ", \(name)"), count.grouped])
      }
      return facts.lines(within: columns).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  var json: JSONValue {
    .object([
      "kind": .string("data"),
      "path": .string(path),
      "parts": .array(
        parts.map { part in
          .object([
            "name": .string(part.name),
            "images": .string(part.imagesPath),
            "labels": part.labelsPath.map { .string($0) } ?? .null,
            "count": .number(part.images.count),
            "height": .number(part.images.height),
            "width": .number(part.images.width),
            "channels": .number(part.images.channels),
            "classCounts": part.classCounts.map { .array($0.map { .number($0) }) } ?? .null,
            "least": .number(Int(part.pixels.minimum)),
            "greatest": .number(Int(part.pixels.maximum)),
            "mean": .number(part.pixels.mean),
          ])
        }),
    ])
  }
}
