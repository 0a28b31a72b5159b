import Foundation

/// Standard input, output and error of a process whose caller may have closed them.
enum StandardDescriptors {
  /// Occupies the numbers 0 to 2 where they are free. Otherwise the next file that is opened gets such a number, and
  /// messages meant for the terminal are written into it.
  ///
  /// The root directory takes the place of what is closed: unlike /dev/null it can be neither read nor written, so that
  /// a result that reaches nobody is an error as before.
  static func occupy() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
      // The system gives the lowest free number, which is this one.
      _ = open("/", O_RDONLY)
    }
  }
}
