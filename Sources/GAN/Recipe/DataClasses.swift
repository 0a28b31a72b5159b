import FileFormats

/// The classes of a conditional run's training images.
public struct DataClasses: Hashable, Sendable {
  /// The names of the classes 0, 1, ...; an empty one, or one that is missing at the end, is not known.
  public var names: [String]
  /// The number of images of each class.
  public var counts: [Int]
  /// The CRC-32 of the images' labels.
  public var checksum: UInt32

  /// Creates classes.
  public init(names: [String], counts: [Int], checksum: UInt32) {
    self.names = names
    self.counts = counts
    self.checksum = checksum
  }

  /// The classes of some images, over all of whose labels it walks; `nil` if there are no labels. Those at the end that
  /// have a name and no images count too.
  public init?(computing images: ImageSet) {
    guard let counts = images.countClasses(), let checksum = images.computeLabelChecksum() else { return nil }
    let names = Array(images.classNames.prefix(ImageSet.maximumClassCount))
    let missing = max(0, names.count - counts.count)
    self.init(
      names: names, counts: counts + [Int](repeating: 0, count: missing), checksum: checksum)
  }

  /// The class of a name or number, as ``FileFormats/ClassNames/number(of:in:)`` finds it; `nil` if no image is of it.
  public func number(of text: String) -> Int? {
    guard let number = ClassNames.number(of: text, in: names).map(Int.init), number < counts.count, counts[number] > 0
    else { return nil }
    return number
  }

  /// The name of a class, or its number if it has none.
  public func name(of number: Int) -> String { ClassNames.name(of: UInt8(clamping: number), in: names) }

  /// The bytes of a name at most, as those of a folder's: all of them stand in every checkpoint.
  package static let maximumNameSize = 255

  /// The classes that have images.
  public var present: [Int] { counts.indices.filter { counts[$0] > 0 } }

  private enum Key {
    static let names = "names"
    static let counts = "counts"
    static let checksum = "checksum"
  }

  /// The classes as a member of a file.
  var json: JSONValue {
    .object([
      Key.names: .array(names.map(JSONValue.string)), Key.counts: .array(counts.map { .number($0) }),
      Key.checksum: .number(checksum),
    ])
  }

  /// Reads classes; `nil` if something is missing, or no number of images.
  init?(json: JSONValue) {
    guard let members = json.object, Set(members.keys) == [Key.names, Key.counts, Key.checksum],
      let names = json[Key.names]?.array, let counts = json[Key.counts]?.array,
      let checksum = json[Key.checksum]?.integer.flatMap(UInt32.init(exactly:)),
      names.count <= ImageSet.maximumClassCount, (1...ImageSet.maximumClassCount).contains(counts.count)
    else { return nil }
    let texts = names.compactMap(\.string)
    let numbers = counts.compactMap(\.integer).filter { (0...Self.maximumImages).contains($0) }
    guard texts.count == names.count, numbers.count == counts.count, numbers.contains(where: { $0 > 0 }) else {
      return nil
    }
    self.init(names: texts, counts: numbers, checksum: checksum)
  }

  /// Keeps sums over all classes inside an `Int`.
  private static let maximumImages = 1 << 40
}
