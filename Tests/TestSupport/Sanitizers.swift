import Foundation

/// The sanitizers of the compiler, as far as the tests run under one.
package enum Sanitizers {
  /// The variables of the environment that tell them what to do. A program that a test starts needs them too.
  package static let options = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }

  /// Whether one watches.
  package static var watch: Bool { !options.isEmpty }
}
