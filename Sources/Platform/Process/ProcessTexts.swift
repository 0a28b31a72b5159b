import Foundation

/// What a process is given by whoever starts it: bytes, which may be no UTF-8, as texts of paths.
public enum ProcessTexts {
  /// The command line, the program's own name first. Empty where the system does not tell it.
  public static var arguments: [String] {
    let pointers = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    return pointers.compactMap { $0.map(text) }
  }

  /// A variable of the environment; `nil` if it is not set.
  public static func environment(_ name: String) -> String? { getenv(name).map(text) }

  private static func text(_ start: UnsafeMutablePointer<CChar>) -> String {
    String(pathBytes: UnsafeRawBufferPointer(start: start, count: strlen(start)))
  }
}
