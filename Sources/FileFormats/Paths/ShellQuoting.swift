extension String {
  /// The text as a word of a shell's command line, in quotation marks if it needs them.
  public var shellQuoted: String {
    let plain = "-_./:=@%+,ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    if !isEmpty, allSatisfy(plain.contains) { return self }
    return "'" + replacing("'", with: #"'\''"#) + "'"
  }
}
