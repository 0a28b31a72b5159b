import Foundation

/// The process that has started this one, where this one is to end with it: a child of a sweep, which would otherwise
/// train on unseen when the sweep is killed.
package enum StartingProcess {
  /// The variable of the environment that holds its number.
  private static let variable = "DCGAN_ENDS_WITH_PROCESS"
  /// Seconds between looks at it.
  private static let interval = 1.0

  /// What the environment of a child that is to end with this process has beside this one's.
  static var environmentEntry: String { "\(variable)=\(getpid())" }

  /// Ends this process as `SIGTERM` does, soon after the one that has started it has ended, if it is to. To be called
  /// once, before others read the environment.
  package static func endWithIt() {
    guard let text = ProcessTexts.environment(variable) else { return }
    // It is about this process, not about those that it starts.
    unsetenv(variable)
    guard let number = pid_t(text) else { return }
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now(), repeating: interval)
    timer.setEventHandler {
      // Whose parent has ended gets another. Until then this holds the timer.
      guard getppid() != number else { return }
      timer.cancel()
      kill(getpid(), SIGTERM)
    }
    timer.resume()
  }
}
