import FileFormats
import Runs

/// How good a run's images are, as a page tells it: by `dcgan evaluate`, else by the last evaluation in the log.
struct PageQuality {
  private let record: QualityRecord?
  private let picture: String?

  private static let figures: [(key: String, name: String, better: String)] = [
    ("frechet", "Fréchet distance", "lower"), ("kernel", "Kernel distance", "lower"),
    ("precision", "Precision", "higher"), ("recall", "Recall", "higher"), ("density", "Density", "higher"),
    ("coverage", "Coverage", "higher"), ("score", "Classifier score", "higher"),
  ]

  init(_ run: RunDirectory, _ evaluations: [QualityRecord], _ pictures: PagePictures) {
    let evaluation = run.readEvaluation()
    record = evaluation ?? evaluations.last
    guard evaluation != nil else {
      picture = nil
      return
    }
    picture =
      switch pictures {
      case .embedded: PagePictures.bytes(of: run.evaluationPicture).map(PagePictures.address)
      case .addressed: fileExists(run.evaluationPicture) ? LivePaths.evaluationAddress : nil
      }
  }

  /// What real images reach, by the measures' names.
  var floors: JSONValue {
    var floors: [String: JSONValue] = [:]
    for figure in Self.figures { floors[figure.key] = record?.floor(figure.key).map { .number($0) } }
    return .object(floors)
  }

  /// What the page's script reads; `nil` if the run was not judged.
  var json: JSONValue? {
    guard let record else { return nil }
    var members: [String: JSONValue] = [
      "figures": .array(Self.figures.compactMap { row($0.key, $0.name, $0.better) }),
      "classes": .array(classes),
      "meaning": .string(record.json["meaning"]?.string?.excerpt(500) ?? ""),
      "note": .string(
        "At step \(record.step.grouped): \(record.count.grouped) images against as many \(record.against.excerpt) ones."
      ),
    ]
    members["word"] = record.word.map { .string($0.excerpt) }
    members["reservation"] = record.json["reservation"]?.string.map { .string($0.excerpt(500)) }
    members["picture"] = picture.map { .string($0) }
    return .object(members)
  }

  private func row(_ key: String, _ name: String, _ better: String) -> JSONValue? {
    guard let record, let value = record.value(key) else { return nil }
    let interval = record.json[key]?["interval"]?.array?.compactMap(\.double) ?? []
    return .object([
      "name": .string(name), "value": .number(value), "better": .string(better),
      "interval": interval.count == 2 ? .array(interval.map { .number($0) }) : .null,
      "floor": record.floor(key).map { .number($0) } ?? .null,
    ])
  }

  /// The most classes that data have.
  private static let maximumClassCount = 256

  private var classes: [JSONValue] {
    let referenceShares = record?.json["histogram"]?["reference_shares"]?.array ?? []
    return (record?.json["classes"]?.array ?? []).prefix(Self.maximumClassCount).enumerated().map { place, json in
      func number(_ key: String) -> JSONValue { json[key]?.double.map { .number($0) } ?? .null }
      return .object([
        "name": .string(json["name"]?.string?.excerpt ?? "class \(json["class"]?.integer ?? place)"),
        "share": number("share"), "referenceShare": place < referenceShares.count ? referenceShares[place] : .null,
        "precision": number("precision"),
        "recall": number("recall"),
      ])
    }
  }
}
