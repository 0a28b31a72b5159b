import FileFormats
import GAN
import Runs

/// What a page shows of a run. All that can be read is shown: what is missing or damaged is said in a sentence.
struct RunContents {
  private let run: RunDirectory
  private let label: String
  private let configuration: RunConfiguration?
  private let log: RunLog?
  private let words: RunWords
  private let pictures: PageGrids
  private let quality: PageQuality
  /// What could not be read, as sentences.
  private let faults: [String]

  /// Reads what a run directory holds.
  ///
  /// - Parameters:
  ///   - run: The directory.
  ///   - log: Its log, if it has been read already.
  ///   - choice: Finds the words for it.
  ///   - pictures: How pictures come onto the page.
  init(_ run: RunDirectory, log: RunLog? = nil, _ choice: RunWords.Choice, _ pictures: PagePictures) {
    var faults: [String] = []
    /// A value that can be done without.
    func attempt<Value>(_ read: () throws -> Value) -> Value? {
      do {
        return try read()
      } catch {
        faults.append("\(error)".excerpt(400))
        return nil
      }
    }
    self.run = run
    label = run.path
    let configuration = attempt { try RunConfiguration(run) }
    let log = log ?? attempt { try RunLog(run) }
    words = configuration.map { choice($0, log?.outcome($0)) } ?? RunWords()
    self.pictures = PageGrids(run, configuration, pictures)
    quality = PageQuality(run, log?.evaluations ?? [], pictures)
    self.configuration = configuration
    self.log = log
    self.faults = faults
  }

  /// What the page's script reads.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "label": .string(label.excerpt(200)),
      "facts": .array((facts + words.facts).map { .array([.string($0.name), .string($0.text.excerpt(200))]) }),
      "events": .array(words.events.map { .string($0) }),
      "settings": .array(configuration.map(PageSettings.json) ?? []),
      "environment": PageEnvironment.json(run),
      "pictures": pictures.json,
      "floors": quality.floors,
    ]
    let curves = log?.curves
    members["curves"] = curves.map(PageCurves.json) ?? .object([:])
    members["health"] = curves.map(PageCurves.health) ?? .array([])
    members["lastStep"] = curves.map { .number($0.lastStep) } ?? .number(0)
    members["lastEpoch"] = curves?.lastEpoch.map { .number($0) }
    members["picturesNote"] = pictures.note.map { .string($0) }
    members["quality"] = quality.json
    members["architecture"] = configuration.flatMap { PageArchitecture.json($0.training.architecture) }
    members["fault"] = faults.isEmpty ? nil : .string(faults.joined(separator: " "))
    members["verdict"] = words.verdict.map {
      .object([
        "name": .string($0.name), "sentence": .string($0.sentence), "tone": .string($0.tone.rawValue),
        "advice": $0.advice.map { .string($0) } ?? .null,
      ])
    }
    return .object(members)
  }

  private var facts: [(name: String, text: String)] {
    guard let configuration else { return [] }
    let training = configuration.training
    return [
      ("Data", PathComponents.lastName(of: configuration.data) ?? configuration.data),
      ("Images", "\(training.data.imageCount.grouped) of \(training.architecture.image.imageText)"),
      ("Architecture", training.architecture.name),
    ]
  }
}

extension RunCurves {
  /// The epoch of the last logged step.
  fileprivate var lastEpoch: Int? { self[.discriminatorLoss]?.points.last?.epoch }
}
