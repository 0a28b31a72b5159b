import Platform

/// What `--version` says.
enum Version {
  /// The version's number, then the commit and what it was built by, for whoever reports a fault. Of what the
  /// program writes, pages alone hold the number, and nothing holds the commit.
  static let text = """
    dcgan \(number)
    commit \(recordedCommit)
    built by Swift \(compiler) for \(OperatingSystem.name) on \(architecture)\(isOptimised ? "" : ", without optimisation")
    """

  /// What processes of one job compare: the number and the commit.
  static let identity = "dcgan \(number), commit \(recordedCommit)"

  /// The day of the version's last change, for the manual.
  static let date = "November 25, 2026"

  /// The program and its version, for pages that it makes.
  static let name = "dcgan \(number)"

  private static let number = "0.1.0"

  #if compiler(>=6.4)
    private static let compiler = "6.4 or newer"
  #elseif compiler(>=6.3)
    private static let compiler = "6.3"
  #else
    private static let compiler = "6.2"
  #endif

  #if arch(x86_64)
    private static let architecture = "x86_64"
  #else
    private static let architecture = "arm64"
  #endif

  #if DEBUG
    private static let isOptimised = false
  #else
    private static let isOptimised = true
  #endif
}
