import Foundation
import Synchronization

/// The files that are being written, and the directories that have nothing in them yet. They are removed if a request to
/// end, such as Control-C, ends the process, directories only if they are empty; one that somebody else hears of, or that
/// is ignored, is left to that.
package enum UnfinishedFiles {
  /// So many at a time. What comes beyond them is not removed.
  private static let placeCount = UInt.bitWidth
  private static let pathCapacity = Int(PATH_MAX)
  /// Paths that do not move, for a handler of signals may not ask for memory.
  private nonisolated(unsafe) static let systemPaths = UnsafeMutablePointer<CChar>.allocate(
    capacity: placeCount * pathCapacity)
  /// A bit for each place that is taken, for each whose path is there, and for each that is a directory's.
  private static let taken = Atomic<UInt>(0)
  private static let complete = Atomic<UInt>(0)
  private static let directories = Atomic<UInt>(0)
  private static let isPrepared = Atomic<Bool>(false)

  /// Notes a file or a directory that is about to be created, and returns its place; `nil` if there is none left or the
  /// path is too long.
  package static func add(_ path: [CChar], isDirectory: Bool = false) -> Int? {
    prepare()
    guard path.count <= pathCapacity else { return nil }
    for place in 0..<placeCount {
      let bit = UInt(1) << UInt(place)
      if taken.bitwiseOr(bit, ordering: .acquiring).oldValue & bit != 0 { continue }
      (systemPaths + place * pathCapacity).update(from: path, count: path.count)
      if isDirectory {
        directories.bitwiseOr(bit, ordering: .relaxed)
      } else {
        directories.bitwiseAnd(~bit, ordering: .relaxed)
      }
      complete.bitwiseOr(bit, ordering: .releasing)
      return place
    }
    return nil
  }

  /// Forgets what has a place: it is complete, or gone.
  package static func remove(_ place: Int?) {
    guard let place else { return }
    let bit = UInt(1) << UInt(place)
    complete.bitwiseAnd(~bit, ordering: .relaxed)
    taken.bitwiseAnd(~bit, ordering: .releasing)
  }

  /// Removes all of them. May be called in a handler of signals.
  static func removeAll() {
    let all = complete.load(ordering: .acquiring)
    let directories = directories.load(ordering: .relaxed) & all
    for place in 0..<placeCount where (all & ~directories) & UInt(1) << UInt(place) != 0 {
      unlink(systemPaths + place * pathCapacity)
    }
    // Places do not tell which directory lies in which: as long as one can go, another may be empty by that.
    var goesOn = true
    while goesOn {
      goesOn = false
      for place in 0..<placeCount where directories & UInt(1) << UInt(place) != 0 {
        if rmdir(systemPaths + place * pathCapacity) == 0 { goesOn = true }
      }
    }
  }

  /// Hears of requests to end that nobody else does, the first time it is called.
  private static func prepare() {
    if isPrepared.exchange(true, ordering: .relaxed) { return }
    _ = systemPaths
    Signals.requestsToEnd.forEach(hear)
  }

  /// Hears of a request to end once more, which nobody else does any longer.
  static func hearAgain(_ number: Int32) {
    if isPrepared.load(ordering: .relaxed), Signals.requestsToEnd.contains(number) { hear(number) }
  }

  private static func hear(_ number: Int32) {
    Signals.handleIfDefault(number) { number in
      UnfinishedFiles.removeAll()
      // The process ends by the signal, as it would have.
      signal(number, SIG_DFL)
      raise(number)
    }
  }
}
