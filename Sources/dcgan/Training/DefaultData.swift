import FileFormats
import Platform

/// The data set of a user who names none.
struct DefaultData {
  /// Where it lies.
  let path: String
  /// Which it is and how to get another, as a sentence.
  let remark: String

  private static let real = "data/fashion-mnist"
  private static let generated = "data/tiny"
  /// Where `scripts/install.sh` puts it, from the directory of the program's file on.
  private static let installed = "../share/dcgan/tiny"

  /// What is taken, for the help.
  static let names = "\(real) if it is there, else \(generated)"

  /// Takes the better of the two data sets that come with the project or are fetched by it, or the one that was
  /// installed beside the program.
  ///
  /// - Throws: `FileError` if none is there.
  init() throws {
    if fileExists(Self.real) {
      path = Self.real
      remark = "Training on Fashion-MNIST in \(Self.real) (choose other data with --data)."
    } else if fileExists(Self.generated) {
      path = Self.generated
      remark =
        "Training on the small generated data set in \(Self.generated). For the real Fashion-MNIST, run "
        + "scripts/data/fetch-fashion-mnist.sh once, or name a directory with --data."
    } else if let directory = ExecutablePath.current?.split(separator: "/").dropLast().joined(separator: "/"),
      fileExists("/\(directory)/\(Self.installed)")
    {
      path = "/\(directory)/\(Self.installed)"
      remark =
        "Training on the small generated data set that was installed with dcgan. Name a directory with --data to "
        + "train on your own."
    } else {
      throw FileError(
        .missingInput, path: Self.generated,
        reason:
          "there is no data set here, nor in '\(Self.real)'; name one with --data, run dcgan from the directory "
          + "of the project, or install it with scripts/install.sh")
    }
  }
}
