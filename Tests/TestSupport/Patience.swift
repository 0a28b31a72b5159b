import Foundation

/// How long a test waits for what must come.
package enum Patience {
  /// Long enough for a machine that has much else to do: whoever waits in vain fails late, and whoever gives up early
  /// fails for no reason. A program that a sanitizer watches is many times slower.
  package static let seconds: Double = Sanitizers.watch ? 1200 : 300
}
