/// What tells the systems apart for those who cannot help asking: `--version`, and tests of what one of them alone has.
package enum OperatingSystem {
  /// Whether this is Linux, which has `/proc`, `/dev/full`, control groups and the address-space limit.
  package static var isLinux: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }

  /// How the system is called.
  package static var name: String { isLinux ? "Linux" : "macOS" }
}
