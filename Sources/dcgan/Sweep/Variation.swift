import CommandLineKit
import FileFormats
import GAN
import Runs

/// A setting and the values that it is to have one after the other: `learning-rate=1e-4,4e-4`, `seed=0-2`.
struct Variation: ArgumentValue {
  /// The option's name, without dashes.
  let name: String
  /// The values, as they were typed or counted.
  let values: [String]

  static let expectation = "a setting and its values, such as learning-rate=1e-4,4e-4 or seed=0-2"
  private static let mostValues = 1000

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    let values = parts[1].listItems.flatMap(Self.counted)
    guard !values.isEmpty, values.allSatisfy({ !$0.isEmpty }), values.count <= Self.mostValues else { return nil }
    // Who writes an option's dashes means the option.
    name = String(parts[0].drop { $0 == "-" })
    self.values = values
  }

  static func fault(of text: String) -> ArgumentFault? {
    text.contains("=") ? .explained("At most \(mostValues) values, none of them empty.") : nil
  }

  var argumentText: String { "\(name)=\(values.joined(separator: ","))" }

  /// The whole numbers of a range; a value that is none as it is.
  private static func counted(_ text: Substring) -> [String] {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let first = UInt64(ends[0]), let last = UInt64(ends[1]), first <= last
    else { return [String(text)] }
    // One more than are allowed, so that the number is refused and nothing is cut off.
    return (0...min(last - first, UInt64(mostValues))).map { String(first + $0) }
  }

  /// The options whose values may vary: all that a run's result depends on.
  static let keys: [any ArgumentKey] =
    [TrainOptions.data, TrainOptions.limit] + ArchitectureOptions.networks + TrainOptions.training
    + SettingOptions.keys([RunSettings.Table.epochs], defaults: RunSettings()) + [TrainOptions.maxSteps]

  /// The option of the setting.
  ///
  /// - Throws: `UsageError` if there is none of that name whose values may vary.
  func key(among keys: [any ArgumentKey] = Variation.keys) throws(UsageError) -> any ArgumentKey {
    let valued = keys.filter { !($0 is Flag) }
    guard let key = valued.first(where: { $0.parameter.name == name }) else {
      throw UsageError(
        unknownName: name, in: "The list of settings that can vary", among: valued.map { $0.parameter.name },
        vocabulary: .otherPrograms)
    }
    return key
  }
}

/// One choice of a value for each of some settings.
struct Combination: Hashable {
  /// The settings in the order in which they were given, with a value each, as one types it.
  let values: [Value]

  struct Value: Hashable {
    let name: String
    let text: String
  }

  /// A name for what is made of it: `learning-rate=0.0001,seed=0`. A path in it has lost its slashes.
  var name: String {
    values.map { "\($0.name)=\(PathComponents.lastName(of: $0.text) ?? $0.text)" }.joined(separator: ",")
      .replacing("/", with: "_")
  }

  /// All choices, those of the last setting next to each other.
  ///
  /// - Throws: `UsageError` if a setting is given twice, or a value.
  static func all(_ variations: [Variation]) throws(UsageError) -> [Combination] {
    for (place, variation) in variations.enumerated() {
      if variations[..<place].contains(where: { $0.name == variation.name }) {
        throw UsageError("'\(variation.name)' is given twice. Put all of its values behind one.")
      }
    }
    let count = variations.map(\.values.count).reduce(1) { $0 > most ? $0 : $0 * $1 }
    guard count <= most else { throw UsageError("These are more than \(most) runs. Give fewer values.") }
    return variations.reduce([Combination(values: [])]) { combinations, variation in
      combinations.flatMap { combination in
        variation.values.map {
          Combination(values: combination.values + [Value(name: variation.name, text: $0)])
        }
      }
    }
  }

  private static let most = 10_000
}
