/// A line of comma-separated values as it is written.
package enum CSVLine {
  /// The fields between commas; one that holds a comma, a quotation mark or a line's end stands in quotation marks, as
  /// RFC 4180 has it.
  package static func text(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") }

  private static func field(_ text: String) -> String {
    text.contains(where: { ",\"\n\r".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}
