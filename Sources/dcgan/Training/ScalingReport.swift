import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// How the training step scales, for `dcgan bench --scaling`.
struct ScalingReport {
  let scaling: StepScaling
  let title: String
  let instructionSet: InstructionSet

  /// Threads that the model is asked about.
  private static let modelled = [8, 16, 64]

  private static let remark = [
    "A model of more threads, no measurement: each part keeps the seconds that more threads did not save here (one",
    "worker's, and those of waiting for this machine's memory) and divides the others.",
  ]

  /// The tables within so many columns of a terminal, if they go to one.
  func text(within columns: Int?) -> String {
    var lines = ["\(title), \(instructionSet.rawValue)", ""]
    // As far as there is no room, it is not said where time is lost, from the last of the places.
    let lesser = (0..<StepScaling.Part.allCases.count).map { threadTable.columnCount - 1 - $0 }
    lines += threadTable.lines(within: columns, leavingOut: lesser)
    if let model = modelTable {
      let remark = columns.map { Self.remark.joined(separator: " ").wrapped(to: $0) } ?? Self.remark
      lines += [""] + remark + [""] + model.lines(within: columns)
    }
    lines += [""] + batchTable.lines(within: columns)
    return lines.joined(separator: "\n")
  }

  private var threadTable: TextTable {
    let parts = StepScaling.Part.allCases
    var table = TextTable([.right, .right, .right, .right] + parts.map { _ in .right })
    table.add(["threads", "images/s", "speed-up", "efficiency"] + parts.map { "lost: \($0.rawValue)" })
    guard let one = scaling.threads.first else { return table }
    for point in scaling.threads {
      let speedUp = one.stepSeconds / point.stepSeconds
      table.add(
        [
          String(point.threads), point.imagesPerSecond.text(decimals: 1), speedUp.text(decimals: 2),
          Self.percent(speedUp / Double(point.threads)),
        ]
          + parts.map { part in
            let ideal = one.parts[part, default: 0] / Double(point.threads)
            return "\(((point.parts[part, default: 0] - ideal) * 1000).text(decimals: 2)) ms"
          })
    }
    return table
  }

  private var modelTable: TextTable? {
    guard let one = scaling.threads.first else { return nil }
    var table = TextTable([.right, .right, .right])
    table.add(["threads", "images/s", "speed-up"])
    for count in Self.modelled {
      guard let seconds = scaling.modelledSeconds(threads: count), let now = scaling.modelledSeconds(threads: 1) else {
        return nil
      }
      table.add([
        String(count), (Double(one.batchSize) / seconds).text(decimals: 0), (now / seconds).text(decimals: 1),
      ])
    }
    return table
  }

  private var batchTable: TextTable {
    var table = TextTable([.right, .right, .right, .right])
    table.add(["batch", "threads", "images/s", "ms an image"])
    for point in scaling.batches {
      table.add([
        String(point.batchSize), String(point.threads), point.imagesPerSecond.text(decimals: 1),
        (1000 / point.imagesPerSecond).text(decimals: 3),
      ])
    }
    return table
  }

  var json: JSONValue {
    .object([
      "architecture": .string(title),
      "instructionSet": .string(instructionSet.rawValue),
      "threads": .array(scaling.threads.map(Self.json)),
      "batches": .array(scaling.batches.map(Self.json)),
      "model": .array(
        Self.modelled.compactMap { count in
          scaling.modelledSeconds(threads: count).map {
            .object(["threads": .number(count), "stepSeconds": .number($0)])
          }
        }),
    ])
  }

  private static func json(_ point: StepScaling.Point) -> JSONValue {
    .object([
      "threads": .number(point.threads),
      "batchSize": .number(point.batchSize),
      "imagesPerSecond": .number(point.imagesPerSecond),
      "stepSeconds": .number(point.stepSeconds),
      "partSeconds": .object(
        Dictionary(uniqueKeysWithValues: point.parts.map { ($0.key.rawValue, .number($0.value)) })),
    ])
  }

  private static func percent(_ fraction: Double) -> String { "\((fraction * 100).text(decimals: 0)) %" }
}
