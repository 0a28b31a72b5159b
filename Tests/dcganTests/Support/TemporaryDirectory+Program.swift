import TestSupport

extension TemporaryDirectory {
  /// The program, run from here.
  var program: Program { Program(directory: path) }
}
