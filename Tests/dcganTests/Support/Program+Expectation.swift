import Testing

extension Program.Result {
  /// Expects the process to have ended well.
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(error)", sourceLocation: sourceLocation)
  }
}

extension SmallModel {
  /// Expects a command to fail with an exit code and a sentence, to write nothing else, and to begin no run of its own.
  /// After a sentence on the usage, 64, there is a line on the help.
  func expectFailure(
    _ status: Int32, _ sentence: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try program.run(arguments)
    #expect(result.status == status, sourceLocation: sourceLocation)
    let text = "Error: \(sentence)\n"
    #expect(
      status == 64 ? result.error.hasPrefix(text) : result.error == text, "\(result.error)",
      sourceLocation: sourceLocation)
    #expect(result.text == "", sourceLocation: sourceLocation)
    #expect(!directory.holds("runs"), sourceLocation: sourceLocation)
  }
}
