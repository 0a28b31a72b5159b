import FileFormats

extension Judgement {
  /// The evaluation as `evaluation.json` holds it.
  ///
  /// - Parameter classNames: the classes' names in the order of their numbers, where they have any.
  /// - Returns: an object.
  public func json(classNames: [String]) -> JSONValue {
    let meaning = Meaning(self, classNames: classNames)
    var members: [String: JSONValue] = [
      "against": .string(against.rawValue), "count": .number(count), "k": .number(Neighbourhoods.k),
      "features": features.json, "verdict": .string(meaning.word.rawValue), "meaning": .string(meaning.sentence),
      "spread": .number(spread), "frechet": Self.json(frechet), "kernel": kernelJSON, "precision": Self.json(precision),
      "recall": Self.json(recall), "density": Self.json(density), "coverage": Self.json(coverage),
      "score": Self.json(score), "histogram": histogramJSON(classNames),
      "memorised": .object(["pixels": Self.json(memorisedPixels), "features": Self.json(memorisedFeatures)]),
      "classes": .array(classes.map { $0.json(classNames) }),
    ]
    if !meaning.reservations.isEmpty {
      members["reservation"] = .string(meaning.reservations.joined(separator: " "))
    }
    return .object(members)
  }

  private static func json(_ judged: Judged?) -> JSONValue {
    guard let judged else { return .null }
    var members = judged.sample.members
    members["floor"] = judged.floor.map { .object($0.members) } ?? .null
    return .object(members)
  }

  private var kernelJSON: JSONValue {
    var members = kernel.sample.members
    members["standard_error"] = .number(kernelStandardErrors.sample)
    var floor = kernel.floor?.members ?? [:]
    floor["standard_error"] = .number(kernelStandardErrors.floor)
    members["floor"] = .object(floor)
    return .object(members)
  }

  private func histogramJSON(_ names: [String]) -> JSONValue {
    guard var members = Self.json(histogram).object else { return .null }
    members["missing"] = .array(missingClasses(names).map { .string($0) })
    members["shares"] = .array(classes.map { .number($0.seenShare) })
    members["reference_shares"] = .array(classes.map { .number($0.referenceShare) })
    return .object(members)
  }
}

extension Judgement {
  /// The evaluation as a line of a run's log holds it: without sentences and what is said of single classes.
  func logJSON(classNames: [String]) -> JSONValue {
    let members = json(classNames: classNames).object ?? [:]
    return .object(members.filter { !["meaning", "reservation", "classes"].contains($0.key) })
  }
}

extension FigureValue {
  fileprivate var members: [String: JSONValue] {
    [
      "value": .number(value),
      "interval": interval.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null,
    ]
  }
}

extension ClassFigures {
  fileprivate func json(_ names: [String]) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    var members: [String: JSONValue] = [
      "class": .number(self.number), "name": self.number < names.count ? .string(names[self.number]) : .null,
      "share": .number(seenShare), "precision": number(precision), "recall": number(recall), "density": number(density),
      "coverage": number(coverage),
      "memorised": .object(["pixels": number(memorisedPixels), "features": number(memorisedFeatures)]),
    ]
    members["asked_share"] = askedShare.map { .number($0) }
    members["accuracy"] = accuracy.map { .number($0) }
    return .object(members)
  }
}
