import CommandLineKit

/// The data set that a training is to learn from.
struct DataSource {
  /// Where it lies.
  let path: String
  /// What to say of it if it was not named.
  let remark: String?

  /// The one that the options name, or else that of the run to be like, or else the default.
  ///
  /// - Throws: `FileError` if none is named and none is there; `MissingDataError` if nothing lies where the run's was.
  init(_ arguments: ParsedArguments, like example: ExampleRun? = nil) throws {
    if let named = arguments[TrainOptions.data] {
      (path, remark) = (named, nil)
    } else if let recorded = example?.data {
      try MissingDataError.check(recorded)
      (path, remark) = (recorded, nil)
    } else {
      let standard = try DefaultData()
      (path, remark) = (standard.path, standard.remark)
    }
  }
}
