import Foundation

/// The times that `stat` tells.
package enum FileTimes {
  /// When the contents changed last, in seconds since 1970.
  package static func secondsOfLastChange(_ status: stat) -> Double {
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
