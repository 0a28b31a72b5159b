import FileFormats
import Platform

/// The files of a run that TensorBoard reads: one for each training that was at work on it, and one more after each
/// return to an earlier step. TensorBoard reads them in the order of their names.
extension RunDirectory {
  private static let eventsPrefix = "events.out.tfevents."
  private static let eventsSuffix = ".dcgan"

  /// The file of a number, from 1.
  func events(number: Int) -> String { "\(path)/\(Self.eventsName(number: number))" }

  /// The file of the next training.
  var nextEvents: String { events(number: (eventsNumbers().last ?? 0) + 1) }

  private static func eventsName(number: Int) -> String { eventsPrefix + number.text(digits: 4) + eventsSuffix }

  /// Finds the numbers of the files that lie here, in order.
  func eventsNumbers() -> [Int] {
    (DirectoryNames.read(path) ?? []).compactMap { name in
      let number = Int(name.dropFirst(Self.eventsPrefix.count).dropLast(Self.eventsSuffix.count))
      // A name that says a number in another way is not ours.
      return number.flatMap { $0 > 0 && name == Self.eventsName(number: $0) ? $0 : nil }
    }.sorted()
  }
}
