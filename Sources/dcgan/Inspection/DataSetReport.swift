import FileFormats

/// A data set, for `dcgan inspect`.
struct DataSetReport: InspectionReport {
  /// One of the data set's parts.
  private struct Part {
    let name: String
    let images: IDXImages
    let imagesPath: String
    let labelsPath: String?
    let classCounts: [Int]?
    let least: UInt8
    let greatest: UInt8
    let mean: Double

    init(_ name: String, _ data: IDXDataSet) {
      self.name = name
      images = data.images
      imagesPath = data.imagesPath
      labelsPath = data.labelsPath
      classCounts = data.labels.map { labels in
        var counts: [Int] = []
        for label in labels.values {
          while counts.count <= Int(label) { counts.append(0) }
          counts[Int(label)] += 1
        }
        return counts
      }
      var histogram = [Int](repeating: 0, count: 256)
      for byte in images.bytes { histogram[Int(byte)] += 1 }
      least = UInt8(histogram.firstIndex { $0 > 0 } ?? 0)
      greatest = UInt8(histogram.lastIndex { $0 > 0 } ?? 0)
      let sum = histogram.enumerated().reduce(0) { $0 + $1.offset * $1.element }
      mean = Double(sum) / Double(max(1, images.bytes.count))
    }
  }

  private let path: String
  private let parts: [Part]

  /// Reads the training part and, if it is there, the test part.
  init(path: String) throws {
    self.path = path
    let training = try IDXDataSet.load(path: path, split: .train, classCount: IDXLabels.greatestClassCount)
    var parts = [Part("training", training)]
    // A file is the same whichever part is asked for; a directory need not have a test part.
    do {
      let test = try IDXDataSet.load(path: path, split: .test, classCount: IDXLabels.greatestClassCount)
      if test.imagesPath != training.imagesPath { parts.append(Part("test", test)) }
    } catch let error as FileError where error.kind == .missingInput && error.path == path {}
    self.parts = parts
  }

  var text: String {
    parts.map { part in
      var facts = TextTable([.left, .left])
      facts.add([part.name, part.imagesPath])
      facts.add([
        "images", "\(part.images.count.grouped) of \(part.images.shape.imageText)",
      ])
      let thousandths = Int((part.mean * 1000).rounded())
      facts.add(["values", "\(part.least) to \(part.greatest), mean \(Double(thousandths) / 1000)"])
      facts.add(["labels", part.labelsPath ?? "none"])
      for (label, count) in (part.classCounts ?? []).enumerated() {
        facts.add(["  class \(label)", count.grouped])
      }
      return facts.lines.joined(separator: "\n")
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
            "height": .number(part.images.rows),
            "width": .number(part.images.columns),
            "channels": .number(part.images.channels),
            "classCounts": part.classCounts.map { .array($0.map { .number($0) }) } ?? .null,
            "least": .number(Int(part.least)),
            "greatest": .number(Int(part.greatest)),
            "mean": .number(part.mean),
          ])
        }),
    ])
  }
}
