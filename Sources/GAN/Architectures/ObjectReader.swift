import FileFormats
import TensorCore

/// Reads the members of a JSON object, each fault as a sentence.
struct ObjectReader {
  let members: [String: JSONValue]
  let place: String

  init(_ json: JSONValue, _ place: String) throws(ArchitectureError) {
    guard let members = json.object else { throw ArchitectureError("In JSON, \(place) must be an object.") }
    self.members = members
    self.place = place
  }

  func allow(_ keys: [String]) throws(ArchitectureError) {
    if let unknown = members.keys.sorted().first(where: { !keys.contains($0) }) {
      throw ArchitectureError("The member '\(unknown)' of \(place) is not known.")
    }
  }

  func value(_ key: String) throws(ArchitectureError) -> JSONValue {
    guard let value = members[key] else { throw ArchitectureError("The member '\(key)' of \(place) is missing.") }
    return value
  }

  func string(_ key: String) throws(ArchitectureError) -> String {
    guard let string = try value(key).string else { throw fault(key, "a string") }
    return string
  }

  func bool(_ key: String) throws(ArchitectureError) -> Bool {
    guard let bool = try value(key).bool else { throw fault(key, "true or false") }
    return bool
  }

  func float(_ key: String) throws(ArchitectureError) -> Float {
    guard case .number(let number) = try value(key), let float = Float(number.text) else {
      throw fault(key, "a number")
    }
    guard float.isFinite else { throw fault(key, "a number from -3.4e38 to 3.4e38, as float32 holds") }
    return float
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(ArchitectureError) -> Int {
    guard let integer = try value(key).integer, range.contains(integer) else {
      throw fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A number for all sides, or an object of four.
  func padding(_ key: String, in range: ClosedRange<Int>) throws(ArchitectureError) -> Padding {
    guard try value(key).object != nil else { return Padding(try integer(key, in: range)) }
    let sides = try ObjectReader(try value(key), "'\(key)' of \(place)")
    try sides.allow(["top", "left", "bottom", "right"])
    return Padding(
      top: try sides.integer("top", in: range), left: try sides.integer("left", in: range),
      bottom: try sides.integer("bottom", in: range), right: try sides.integer("right", in: range))
  }

  private func fault(_ key: String, _ wanted: String) -> ArchitectureError {
    ArchitectureError("The member '\(key)' of \(place) must be \(wanted).")
  }
}
